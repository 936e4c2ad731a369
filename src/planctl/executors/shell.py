# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The plan's own command, by bash, in a process group of its own."""

from __future__ import annotations

import codecs
import os
import selectors
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import IO

from planctl import agent_groups
from planctl.executors.base import Context, Result, error

_TICK = 0.1
#: What is still in a pipe after the end is read for so long, in seconds.
_LAST_WORDS = 0.5
_MISSING, _NOT_EXECUTABLE = 127, 126


class ShellExecutor:
    """``content["command"]`` as it is written, without a terminal or input."""

    def run(self, context: Context) -> Result:
        bash = shutil.which("bash", path=context.environment.get("PATH"))
        folder = context.target.get("workdir")
        if not bash:
            return error("command_missing", "There is no bash on this agent's PATH.")
        if folder and not Path(folder).is_dir():
            return error("no_workdir", f"There is no folder {folder} here.")
        try:
            process = _started(context, bash, folder)
        except (OSError, ValueError) as failure:
            # a line that is too long, a NUL, a folder that may not be entered
            return error("not_started", f"It could not be started: {failure}.")
        context.started(process.pid)
        try:
            stopped = _Watch(context, process).until_end()
        finally:
            _end_group(process)
        return stopped or _result(process.returncode, _commit(context, folder))


def _started(
    context: Context, bash: str, folder: str | None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [bash, "-c", str(context.order.content["command"])],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=dict(context.environment),
        start_new_session=True,
    )


class _Watch:
    """Reads what a process writes, and stops it where it must not go on."""

    def __init__(self, context: Context, process: subprocess.Popen[bytes]) -> None:
        self._context, self._process = context, process
        self._selector = selectors.DefaultSelector()
        self._written = 0
        self._moved_at = time.monotonic()
        for name, pipe in (("stdout", process.stdout), ("stderr", process.stderr)):
            decoder = codecs.getincrementaldecoder("utf-8")("replace")
            if pipe is not None:
                self._selector.register(pipe, selectors.EVENT_READ, (name, decoder))

    def until_end(self) -> Result | None:
        """None when it ended by itself; from then on only too much output counts."""
        ended_at = 0.0
        while True:
            if self._selector.get_map():
                self._read(_TICK)
            elif not ended_at:
                time.sleep(_TICK)
            now = time.monotonic()
            if not ended_at and self._process.poll() is not None:
                ended_at = now
            stopped = self._too_much() if ended_at else self._why_stop(now)
            if stopped:
                return stopped
            # a grandchild may hold the pipes: it is not waited for
            over = now - ended_at > _LAST_WORDS or not self._selector.get_map()
            if ended_at and over:
                return None

    def _why_stop(self, now: float) -> Result | None:
        order = self._context.order
        if self._context.cancelled():
            return Result("cancelled", message="Stopped.")
        if now > self._context.deadline:
            return error("timeout", f"It took more than {order.timeout} s.")
        if stopped := self._too_much():
            return stopped
        quiet = order.progress_timeout
        if quiet and now - self._moved_at > quiet:
            return error("no_progress", f"It wrote nothing for {quiet} s.")
        return None

    def _too_much(self) -> Result | None:
        limit = self._context.order.output_limit
        if self._written <= limit:
            return None
        return error("output_limit", f"It wrote more than {limit} characters.")

    def _read(self, pause: float) -> None:
        for key, _events in self._selector.select(pause):
            stream, decoder = key.data
            pipe: IO[bytes] = key.fileobj  # type: ignore[assignment]
            data = os.read(pipe.fileno(), 65_536)
            text = decoder.decode(data, final=not data)
            if text:
                self._moved_at = time.monotonic()
                self._written += len(text)
                self._context.log(stream, text)
            if not data:
                self._selector.unregister(pipe)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Nothing that the command started outlives it."""
    process.poll()
    agent_groups.kill(process.pid, reap=process.poll)
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _result(code: int, commit: str) -> Result:
    data = {"commit": commit} if commit else {}
    if code == 0:
        return Result("succeeded", 0, data)
    if code in (_MISSING, _NOT_EXECUTABLE):
        words = {_MISSING: "is not installed here", _NOT_EXECUTABLE: "cannot be run"}
        message = f"A command {words[code]} (exit code {code})."
        return Result("error", code, {**data, "code": "command_missing"}, message)
    if code < 0:
        return Result("failed", code, data, f"It was ended by {_signal_name(-code)}.")
    return Result("failed", code, data, f"Exit code {code}.")


def _signal_name(number: int) -> str:
    """Real-time signals but the first and the last have no name."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _commit(context: Context, folder: str | None) -> str:
    """The commit of the working folder, where it is a git checkout."""
    git = shutil.which("git", path=context.environment.get("PATH"))
    if not folder or not git:
        return ""
    try:
        done = subprocess.run(
            [git, "-C", folder, "rev-parse", "--verify", "-q", "HEAD"],
            check=False,
            capture_output=True,
            text=True,
            env=dict(context.environment),
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
