# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Process groups that an agent started, told apart from later ones of their number."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
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


def kill(pgid: int, born: str = "", reap: Callable[[], object] = lambda: None) -> None:
    """End a whole group: asked first, then killed. A group of another birth is left.

    ``reap`` collects a child that has ended, which would count as alive until then.
    """
    if born and birth(pgid) not in ("", born):
        return
    for number, patience in ((signal.SIGTERM, GRACE), (signal.SIGKILL, 1.0)):
        until = time.monotonic() + patience
        alive = _send(pgid, number)
        while alive and time.monotonic() < until:
            time.sleep(0.02)
            reap()
            alive = _send(pgid, 0)
        if not alive:
            return


def _send(pgid: int, number: int) -> bool:
    """Whether the group was still there to get the signal."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pgid, number)
        return True
    return False
