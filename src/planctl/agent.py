# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``planctl agent``: asks the server for jobs and carries them out, a thread each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planctl import agent_groups
from planctl.agent_job import PATIENCE, JobRun, Setup
from planctl.agent_journal import Entry
from planctl.agent_report import (
    JOB,
    MOST_CHUNKS,
    PASSING,
    complete,
    patiently,
    send_chunks,
)
from planctl.errors import CommandError
from planctl.rpc import Server
from plankit.joblog import digest_of

#: Between two questions for work, in seconds.
PAUSE = 2.0
#: Longest pause while the server is away, in seconds.
LONGEST_PAUSE = 30.0


@dataclass(frozen=True, kw_only=True)
class Options:
    """How an agent asks; ``grace`` are seconds that jobs get when it is told to end."""

    labels: Sequence[str]
    capacity: int = 1
    grace: float = 30.0
    once: bool = False
    pause: float = PAUSE


class Agent:
    """Leases jobs until ``ending`` is set. ``connect`` gives a connection a thread."""

    def __init__(
        self, setup: Setup, options: Options, connect: Callable[[], Server]
    ) -> None:
        self._setup, self._options, self._connect = setup, options, connect
        self._server: Server | None = None
        self._running: list[threading.Thread] = []
        self.ending = threading.Event()

    def run(self) -> None:
        """To the end; ``CommandError`` where the server will never have this agent."""
        self._recover()
        pause = self._options.pause
        while not self.ending.is_set():
            self._running = [one for one in self._running if one.is_alive()]
            try:
                leases = self._lease()
                pause = self._options.pause
            except CommandError as error:
                if error.code not in PASSING:
                    self._finish()
                    raise
                self._setup.say(f"{error} Trying again in {pause:.0f} s.")
                self._server, leases = None, []
                self.ending.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            for lease in leases:
                self._start(lease)
            if not leases and not self._running and self._options.once:
                break
            if not leases:
                self.ending.wait(self._options.pause)
        self._finish()

    def _lease(self) -> list[Mapping[str, Any]]:
        room = self._options.capacity - len(self._running)
        if room < 1:
            return []
        labels = list(self._options.labels)
        if self._server is None:
            self._server = self._connect()
        leases: list[Mapping[str, Any]] = self._server.call(
            JOB, "lease", labels, room, self._setup.name
        )
        return leases

    def _start(self, lease: Mapping[str, Any]) -> None:
        thread = threading.Thread(target=self._carry_out, args=(lease,))
        thread.start()
        self._running.append(thread)

    def _carry_out(self, lease: Mapping[str, Any]) -> None:
        until = time.monotonic() + float(lease.get("lease_seconds") or 60)
        try:
            server = patiently(self._connect, until)
        except CommandError as error:
            self._setup.say(f"job {lease.get('id')}: {error}")
            return
        JobRun(self._setup, lease, server).run()

    def _finish(self) -> None:
        """Let what runs come to its end for a while, then stop it and say so."""
        until = time.monotonic() + self._options.grace
        for thread in self._running:
            while thread.is_alive() and not self._setup.stop.is_set():
                if time.monotonic() > until:
                    self._setup.stop.set()
                thread.join(0.2)
        for thread in self._running:
            thread.join()

    # After a crash

    def _recover(self) -> None:
        """Report what was in flight when an agent of this name was killed.

        None of it is run again: whether it may be is the server's to decide.
        """
        for entry in self._setup.state.unfinished():
            for pgid, born in entry.groups:
                if born:
                    agent_groups.kill(pgid, born)
            self._setup.say(f"job {entry.job}: was in flight when the agent ended")
            until = time.monotonic() + PATIENCE
            try:
                server = patiently(self._connect, until)
                patiently(lambda s=server, e=entry: _tell(s, e), until)  # type: ignore[misc]
            except CommandError as error:
                self._setup.say(f"job {entry.job}: {error}")
                if error.code in PASSING:
                    continue  # told at the next start
            self._setup.state.forget(entry)


def _tell(server: Server, entry: Entry) -> None:
    """The log that was written, and the end, once more."""
    for start in range(0, len(entry.chunks), MOST_CHUNKS):
        batch = entry.chunks[start : start + MOST_CHUNKS]
        send_chunks(server, entry.job, entry.token, batch)
    complete(server, entry.job, entry.token, entry.result or _died(entry))


def _died(entry: Entry) -> dict[str, Any]:
    return {
        "outcome": "error",
        "exit_code": False,
        "duration": 0.0,
        "chunks": len(entry.chunks),
        "digest": digest_of(entry.chunks),
        "message": "The agent was killed while the job ran.",
        "data": {"code": "agent_died"},
    }
