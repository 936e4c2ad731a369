# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an agent tells the server about one job: log, heartbeat, end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from planctl.agent_journal import Journal
from planctl.errors import CommandError
from planctl.rpc import Server
from plankit.joblog import EMPTY, Chunk, extended
from plankit.redact import Redactor

JOB = "implementation.job"
_Value = TypeVar("_Value")
LONGEST_CHUNK = 16_000
MOST_CHUNKS = 50
#: What may be otherwise in a moment; every other refusal is final.
PASSING = frozenset({"no_server", "server_error"})
CUT = "\n[the log ends here: it is longer than this job may write]\n"


class Log:
    """The masked log of a job: numbered, on disk, and sent in order.

    ``write`` may be called from any thread; ``send`` from the reporter's alone.
    """

    def __init__(
        self, journal: Journal, secrets: Mapping[str, str], limit: int
    ) -> None:
        self._journal, self._limit = journal, limit
        self._secrets = secrets
        self._redactors: dict[str, Redactor] = {}
        self._lock = threading.Lock()
        self._size = 0
        self._next = 0
        self._waiting: list[Chunk] = []
        self.digest = EMPTY
        self.is_cut = False
        self.written_at = time.monotonic()

    @property
    def count(self) -> int:
        return self._next

    def write(self, stream: str, text: str) -> None:
        """Add to the log what is safe to show; the rest waits for what follows."""
        with self._lock:
            redactor = self._redactors.get(stream)
            if redactor is None:
                redactor = self._redactors[stream] = Redactor(self._secrets)
            self.written_at = time.monotonic()
            self._add(stream, redactor.feed(text))

    def close(self) -> None:
        """No more text follows."""
        with self._lock:
            for stream, redactor in self._redactors.items():
                self._add(stream, redactor.flush())

    def _add(self, stream: str, text: str) -> None:
        text = text.replace("\0", "\ufffd")
        text = text.encode("utf-8", "replace").decode("utf-8")
        room = self._limit - self._size
        if self.is_cut or not text:
            return
        pieces = [(stream, text[:room])]
        if len(text) > room:
            self.is_cut = True
            pieces.append(("agent", CUT))
        chunks = [
            Chunk(0, name, whole[start : start + LONGEST_CHUNK])
            for name, whole in pieces
            for start in range(0, len(whole), LONGEST_CHUNK)
        ]
        numbered = [
            Chunk(self._next + place, one.stream, one.text)
            for place, one in enumerate(chunks)
        ]
        self._journal.add_chunks(numbered)
        self._next += len(numbered)
        self._size += min(len(text), room)
        for one in numbered:
            self.digest = extended(self.digest, one)
        self._waiting += numbered

    def send(self, server: Server, job: int, token: int) -> bool:
        """Send the next chunks; whether more are waiting."""
        with self._lock:
            batch = self._waiting[:MOST_CHUNKS]
        if not batch:
            return False
        send_chunks(server, job, token, batch)
        with self._lock:
            del self._waiting[: len(batch)]
            return bool(self._waiting)


def send_chunks(server: Server, job: int, token: int, batch: list[Chunk]) -> None:
    """One call of ``append_log``."""
    rows = [
        {"sequence": one.sequence, "stream": one.stream, "text": one.text}
        for one in batch
    ]
    server.call(JOB, "append_log", [job], token, rows)


def complete(server: Server, job: int, token: int, result: dict[str, Any]) -> None:
    """One call of ``complete``; the same again changes nothing."""
    server.call(JOB, "complete", [job], token, result)


def patiently(work: Callable[[], _Value], until: float, pause: float = 0.5) -> _Value:
    """The answer of ``work()``, asked again while the server is away.

    What a server refuses for good is raised at once, what lasts beyond ``until``
    (of the monotonic clock) too.
    """
    while True:
        try:
            return work()
        except CommandError as error:
            if error.code not in PASSING or time.monotonic() + pause > until:
                raise
        time.sleep(pause)
        pause = min(2 * pause, 10.0)
