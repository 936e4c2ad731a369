# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Process groups that an agent started, told apart from later ones of their number."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

#: Between being asked to end and being killed, in seconds.
GRACE = 3.0


def birth(pid: int) -> str:
    """When a process began, in the kernel's own count; empty when there is none.

    Field 22 of ``/proc/PID/stat`` (proc(5)); elsewhere than on Linux it is empty.
    """
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    return text.rpartition(")")[2].split()[19]


def kill(pgid: int, born: str = "") -> None:
    """End a whole group: asked first, then killed. A group of another birth is left."""
    if born and birth(pgid) not in ("", born):
        return
    until = time.monotonic() + GRACE
    if not _send(pgid, signal.SIGTERM):
        return
    while time.monotonic() < until and _send(pgid, 0):
        time.sleep(0.05)
    _send(pgid, signal.SIGKILL)


def _send(pgid: int, number: int) -> bool:
    """Whether the group was still there to get the signal."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pgid, number)
        return True
    return False
