# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which locks a migration holds, on what, and how long: sampled while it runs.

Sampling alone would miss a short lock, so the migration's own session looks too,
after each statement. What began or ended between two looks counts as held for all of
the time between them: a measure errs to the longer side.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_connection import Target, rows

#: Under these others cannot read or cannot write.
BLOCKING = frozenset(
    {"ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"}
)
#: Under these nobody changes a row.
_READING = frozenset({"AccessShareLock", "RowShareLock"})

SAMPLE_SECONDS = 0.005

#: A table made by the migration is locked for nobody else: only known ones count.
_KNOWN = """
SELECT c.oid, format('%I.%I', n.nspname, coalesce(t.relname, c.relname))
FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
LEFT JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = coalesce(t.relnamespace, c.relnamespace)
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_t'
"""
_HELD = """
SELECT relation, mode FROM pg_locks WHERE pid = %s AND granted
  AND locktype = 'relation' AND database = (SELECT oid FROM pg_database
  WHERE datname = current_database())
"""

_Key = tuple[str, str]


@dataclass
class Locks:
    """Spans of locks by table and mode, from looks by several sessions."""

    known: dict[int, str]
    own: str
    last: float = field(default_factory=monotonic)
    _open: dict[_Key, float] = field(default_factory=dict)
    _total: dict[_Key, float] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, connection: Connection, own: str) -> Locks:
        """``own`` is the ledger: nobody else waits for it."""
        return cls(dict(rows(connection, _KNOWN)), own)

    def look(self, connection: Connection, pid: int, since: float) -> float:
        """Take note of what ``pid`` holds; ``since`` is the time of the last look."""
        held = {
            (self.known[relation], mode)
            for relation, mode in rows(connection, _HELD, pid)
            if self.known.get(relation, self.own) != self.own
        }
        now = monotonic()
        with self._guard:
            for key in held - {*self._open}:
                self._open[key] = since
            self._close({*self._open} - held, now)
            self.last = now
        return now

    def finish(self) -> None:
        """Whatever is still open ends now."""
        with self._guard:
            self._close({*self._open}, monotonic())

    def _close(self, keys: set[_Key], now: float) -> None:
        for key in keys:
            span = now - self._open.pop(key)
            self._total[key] = self._total.get(key, 0.0) + span

    def values(self) -> list[dict[str, Any]]:
        """Longest first."""
        found = [
            {"table": table, "mode": mode, "milliseconds": round(seconds * 1000)}
            for (table, mode), seconds in self._total.items()
        ]
        return sorted(found, key=lambda one: (-one["milliseconds"], one["table"]))

    @property
    def longest_blocking_ms(self) -> int:
        held = [s for (_table, mode), s in self._total.items() if mode in BLOCKING]
        return round(max(held, default=0.0) * 1000)

    @property
    def written(self) -> set[str]:
        """The tables whose rows or shape may have changed."""
        return {table for table, mode in self._total if mode not in _READING}


class Sampler:
    """Looks at the locks of one session from a session of its own."""

    def __init__(self, target: Target, locks: Locks, pid: int) -> None:
        self._target, self._locks, self._pid = target, locks, pid
        self._done = threading.Event()
        self._ready = threading.Event()
        self.looks = 0
        self._thread = threading.Thread(target=self._run, name="locks", daemon=True)

    def __enter__(self) -> Sampler:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._thread.join()
        self._locks.finish()

    def _run(self) -> None:
        with suppress(psycopg2.Error), self._target.connect("planctl-locks") as one:
            since = monotonic()
            while not self._done.is_set():
                since = self._locks.look(one, self._pid, since)
                self.looks += 1
                self._ready.set()
                self._done.wait(SAMPLE_SECONDS)
        self._ready.set()
