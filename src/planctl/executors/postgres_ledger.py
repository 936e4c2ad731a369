# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The target's own table of migrations: after a crash it alone is the truth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic, sleep

from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_connection import (
    MigrationRefused,
    MigrationStopped,
    execute,
    quoted,
    rows,
    value,
)
from planctl.executors.postgres_tables import LEDGER
from planctl.executors.postgres_work import Migration, Steps

UP, DOWN = "up", "down"
APPLIED, ROLLED_BACK, PARTIAL = "applied", "rolled_back", "partial"
NOT_APPLIED = "not_applied"

#: The advisory lock under which a migration runs: "PLAN", and a number of its own.
_LOCK = (0x504C414E, 1)
_POLL_SECONDS = 0.2

_CREATE = f"""
CREATE TABLE IF NOT EXISTS {LEDGER} (
    version text PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    state text NOT NULL CHECK (state IN ('applied', 'rolled_back', 'partial')),
    direction text NOT NULL CHECK (direction IN ('up', 'down')),
    position integer NOT NULL,
    of integer NOT NULL,
    in_flight boolean NOT NULL DEFAULT false,
    job bigint NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz
)
"""
_READ = f"""
SELECT version, name, checksum, state, direction, position, of, in_flight, started_at,
  finished_at FROM {LEDGER} ORDER BY started_at
"""
_WRITE = f"""
INSERT INTO {LEDGER} AS l (version, name, checksum, state, direction, position, of,
  in_flight, job) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (version) DO UPDATE SET name = excluded.name,
  checksum = excluded.checksum, state = excluded.state, position = excluded.position,
  direction = excluded.direction, of = excluded.of, in_flight = excluded.in_flight,
  job = excluded.job, finished_at = NULL, started_at = CASE
  WHEN l.state = 'partial' AND l.direction = excluded.direction THEN l.started_at
  ELSE excluded.started_at END
"""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """How far a migration is: statements done, and whether one was under way."""

    version: str
    name: str
    checksum: str
    state: str
    direction: str
    position: int
    of: int
    in_flight: bool = False
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True)
class Ledger:
    """The ledger seen through one connection, for one job."""

    connection: Connection
    job: int = 0

    def create(self) -> None:
        if not self.exists():
            execute(self.connection, _CREATE)

    def exists(self) -> bool:
        return value(self.connection, "SELECT to_regclass(%s)", LEDGER) is not None

    def entries(self) -> dict[str, Entry]:
        """All entries by version; none where there is no ledger."""
        if not self.exists():
            return {}
        names = list(Entry.__dataclass_fields__)
        found = rows(self.connection, _READ)
        entries = [Entry(**dict(zip(names, row, strict=True))) for row in found]
        return {entry.version: entry for entry in entries}

    def note(
        self,
        migration: Migration,
        direction: str,
        position: int,
        of: int,
        *,
        in_flight: bool = False,
        done: bool = False,
    ) -> None:
        """Write where a migration stands, in the transaction that is open."""
        state = PARTIAL
        if done:
            state = APPLIED if direction == UP else ROLLED_BACK
        with self._own_role():
            self._write(migration, state, direction, position, of, in_flight, done)

    def _write(
        self,
        migration: Migration,
        state: str,
        direction: str,
        position: int,
        of: int,
        in_flight: bool,
        done: bool,
    ) -> None:
        named = (migration.version, migration.name, migration.checksum)
        where = (state, direction, position, of, in_flight, self.job)
        execute(self.connection, _WRITE, *named, *where)
        if done:
            execute(
                self.connection,
                f"UPDATE {LEDGER} SET finished_at = clock_timestamp() "
                "WHERE version = %s",
                migration.version,
            )

    @contextmanager
    def _own_role(self) -> Iterator[None]:
        """A script may have taken another role, which the ledger is not open to."""
        role = str(value(self.connection, "SELECT current_setting('role')"))
        if role == "none":
            yield
            return
        execute(self.connection, "RESET ROLE")
        yield
        execute(self.connection, f"SET ROLE {quoted(role)}")


@contextmanager
def alone(connection: Connection, steps: Steps, seconds: float) -> Iterator[None]:
    """One migration at a time on a target; wait so long for the other one.

    The lock is the session's: it goes with a killed one, once its statement ended.
    """
    end = monotonic() + seconds
    waiting = False
    while not value(connection, "SELECT pg_try_advisory_lock(%s, %s)", *_LOCK):
        if steps.cancelled():
            raise MigrationStopped("Stopped while another migration ran.")
        if monotonic() > end:
            raise MigrationRefused(
                "Another migration runs on the target.", code="locked"
            )
        if not waiting:
            steps.log("agent", "another migration runs on the target: waiting\n")
        waiting = True
        sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        if not connection.closed:
            execute(connection, "SELECT pg_advisory_unlock(%s, %s)", *_LOCK)
