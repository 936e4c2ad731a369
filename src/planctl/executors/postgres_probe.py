# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The previous version of an application, played beside a migration.

It reads, changes and adds rows through the columns that it knows, and leaves no trace:
each change is rolled back. Whatever fails, fails for users.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from time import monotonic

import psycopg2
from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_connection import (
    Target,
    execute,
    problem,
    quoted,
    rows,
)
from planctl.executors.postgres_rows import Writer, statement
from planctl.executors.postgres_tables import Table

#: More tables would make a round too long to meet a short lock.
MOST_TABLES = 20
_PAUSE_SECONDS = 0.004
_KEPT_ERRORS = 5

Query = tuple[str, Sequence[object]]


class Probe:
    """Queries in a circle through a session of its own, from enter to exit.

    The last round begins after the migration, so that a schema that the previous
    version cannot use is seen however quickly it came.
    """

    def __init__(self, target: Target, queries: Sequence[Query], timeout_ms: int):
        self._target, self._given, self._timeout = target, queries, timeout_ms
        self._done = threading.Event()
        self._ready = threading.Event()
        self.queries = self.errors = 0
        self.longest_wait_ms = 0
        self.messages: list[str] = []
        self._thread = threading.Thread(target=self._run, name="probe", daemon=True)

    def __enter__(self) -> Probe:
        self._thread.start()
        self._ready.wait(30)
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            with self._target.connect("planctl-probe") as connection:
                self._prepare(connection)
                last = False
                while self._given and not last:
                    last = self._done.is_set()
                    self._round(connection, last)
                    self._ready.set()
        except psycopg2.Error as error:
            self._failed(error)
        finally:
            self._ready.set()

    def _prepare(self, connection: Connection) -> None:
        """In a deadlock the probe gives way, so that the migration is not blamed."""
        execute(connection, f"SET statement_timeout = {int(self._timeout)}")
        with suppress(psycopg2.Error):
            execute(connection, "SET deadlock_timeout = '50ms'")

    def _round(self, connection: Connection, last: bool) -> None:
        for sql, values in self._given:
            begun = monotonic()
            self.queries += 1
            try:
                tried(connection, sql, values)
            except psycopg2.Error as error:
                self._failed(error)
                if connection.closed:
                    raise
            waited = round((monotonic() - begun) * 1000)
            self.longest_wait_ms = max(self.longest_wait_ms, waited)
            if not last:
                self._done.wait(_PAUSE_SECONDS)

    def _failed(self, error: psycopg2.Error) -> None:
        self.errors += 1
        if len(self.messages) < _KEPT_ERRORS:
            self.messages.append(problem(error))


def tried(connection: Connection, sql: str, values: Sequence[object]) -> None:
    """Run a statement and take it back."""
    execute(connection, "BEGIN")
    try:
        execute(connection, sql, *values)
    finally:
        if not connection.closed:
            execute(connection, "ROLLBACK")


def probe_queries(
    writer: Writer, tables: Mapping[str, Table], first: str
) -> list[Query]:
    """What the previous version would ask; ``first`` is the text that names tables.

    Only what works before the migration is asked beside it.
    """
    named = sorted(tables.values(), key=lambda one: one.relation not in first)
    found = []
    for table in named[:MOST_TABLES]:
        for sql, values in _of_table(writer, table):
            try:
                tried(writer.connection, sql, values)
            except psycopg2.Error:
                if writer.connection.closed:
                    raise
            else:
                found.append((sql, values))
    return found


def _of_table(writer: Writer, table: Table) -> list[Query]:
    names = ", ".join(quoted(name) for name in table.columns)
    found: list[Query] = [(f"SELECT {names} FROM {table.sql} LIMIT 1", ())]
    fixed = {*table.key}
    free = [c.name for c in table.columns.values() if c.writable]
    chosen = next((name for name in free if name not in fixed), None)
    if chosen:
        column = quoted(chosen)
        one = f"(SELECT ctid FROM ONLY {table.sql} LIMIT 1)"
        sql = f"UPDATE ONLY {table.sql} SET {column} = {column} WHERE ctid = {one}"
        found.append((sql, ()))
    insert = _insert(writer, table)
    return [*found, insert] if insert else found


def _insert(writer: Writer, table: Table) -> Query | None:
    """An INSERT that works here and now, found by the writer's own tries."""
    columns = [c for c in table.columns.values() if c.writable]
    for _try in range(12):
        writer.number += 1
        sql, values = statement(table, writer.values(table, columns))
        try:
            tried(writer.connection, sql, values)
        except psycopg2.Error:
            if writer.connection.closed:
                raise
        else:
            return sql, values
    return None


def held_by(connection: Connection) -> int:
    """The number of the session's process."""
    return int(rows(connection, "SELECT pg_backend_pid()")[0][0])
