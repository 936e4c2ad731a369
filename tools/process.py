# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run other programs, and know whether one that was started still lives."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.settings import SetupError


def run(
    command: Sequence[object],
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run to the end; on failure say the last lines of what it printed."""
    words = [str(word) for word in command]
    result = subprocess.run(
        words,
        check=False,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as out:
            out.write(f"$ {' '.join(words)}\n{result.stdout}\n")
    if result.returncode:
        tail = "\n".join(result.stdout.splitlines()[-15:])
        name = Path(words[0]).name
        raise SetupError(f"{name} ended with code {result.returncode}:\n{tail}")


def state(pid: int) -> str:
    """The kernel's letter for a process; nothing when there is none."""
    try:
        text = Path("/proc", str(pid), "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return text.rsplit(")", 1)[1].split()[0]


def alive(pid: int, mark: str) -> bool:
    """A zombie is dead, and a process without ``mark`` in its command is not ours."""
    if state(pid) in ("", "Z", "X"):
        return False
    try:
        return mark.encode() in Path("/proc", str(pid), "cmdline").read_bytes()
    except OSError:
        return False


def in_use(folder: Path) -> bool:
    """Whether a program that lies in the folder runs."""
    for link in Path("/proc").glob("[0-9]*/exe"):
        try:
            if folder in link.readlink().parents:
                return True
        except OSError:
            continue
    return False


def stop(
    pid: int,
    mark: str,
    signals: Sequence[int] = (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL),
    seconds: float = 15,
) -> None:
    """Send one signal after the other until the process is gone."""
    for number in signals:
        end = time.monotonic() + seconds
        if alive(pid, mark):
            os.kill(pid, number)
        while alive(pid, mark) and time.monotonic() < end:
            time.sleep(0.05)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One command at a time; the kernel frees the lock of one that died."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
