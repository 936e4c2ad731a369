# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Connections to a target: from one DSN, which never stands in a process list."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import parse_dsn

from plankit.errors import PlanError

#: Words of a DSN, and the variables from which libpq's programs read them.
VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "options": "PGOPTIONS",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
    "sslmode": "PGSSLMODE",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcrl": "PGSSLCRL",
    "sslsni": "PGSSLSNI",
    "sslnegotiation": "PGSSLNEGOTIATION",
    "channel_binding": "PGCHANNELBINDING",
    "require_auth": "PGREQUIREAUTH",
    "gssencmode": "PGGSSENCMODE",
    "krbsrvname": "PGKRBSRVNAME",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}

#: A server that does not answer within this many seconds is not there.
CONNECT_SECONDS = 10
#: How often a watched statement asks whether it should stop, in seconds.
_WATCH_SECONDS = 0.1


class MigrationRefused(PlanError):
    """A migration that does not go on; ``code`` says by which rule."""

    code = "migration_refused"


class MigrationStopped(PlanError):
    """Somebody asked to stop: a person, the lease, or the deadline."""

    code = "cancelled"


@dataclass(frozen=True)
class Target:
    """A database server and one database on it, as a DSN names them."""

    words: Mapping[str, str] = field(repr=False)

    @classmethod
    def read(cls, dsn: str) -> Target:
        """``MigrationRefused`` never repeats the text: it holds a password."""
        try:
            words = parse_dsn(dsn)
        except psycopg2.Error:
            raise MigrationRefused(
                "The target's DSN cannot be read.", code="bad_dsn"
            ) from None
        unknown = sorted({*words} - {*VARIABLES, "application_name"})
        if unknown:
            raise MigrationRefused(
                f"The target's DSN holds {unknown[0]}, which pg_dump and psql could "
                "not be told without showing it.",
                code="bad_dsn",
            )
        return cls(words)

    @property
    def database(self) -> str:
        with self.connect() as connection:
            return str(value(connection, "SELECT current_database()"))

    def on(self, database: str) -> Target:
        """The same server, another database."""
        return Target({**self.words, "dbname": database})

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """What makes pg_dump, psql and a smoke check find this database."""
        clean = {name: text for name, text in base.items() if name[:2] != "PG"}
        named = {VARIABLES[n]: w for n, w in self.words.items() if n in VARIABLES}
        return {**clean, **named}

    @contextmanager
    def connect(self, name: str = "planctl") -> Iterator[Connection]:
        """A connection that commits each statement unless it is told otherwise."""
        words: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, **self.words}
        opened = psycopg2.connect(**{**words, "application_name": name})
        try:
            opened.autocommit = True
            yield opened
        finally:
            opened.close()


def execute(connection: Connection, sql: str, *values: object) -> None:
    """A per cent sign in ``sql`` is one only when values are given."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def rows(connection: Connection, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def value(connection: Connection, sql: str, *values: object) -> Any:
    """The first cell, or None without a row."""
    found = rows(connection, sql, *values)
    return found[0][0] if found else None


def quoted(*names: str) -> str:
    """A qualified name as SQL writes it.

    >>> quoted("public", 'a"b')
    '"public"."a""b"'
    """
    return ".".join('"{}"'.format(name.replace('"', '""')) for name in names)


def literal(text: str) -> str:
    """A string constant, whatever standard_conforming_strings says.

    >>> literal("it's")
    " E'it''s'"
    """
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f" E'{escaped}'"


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """One transaction; a failure of any kind leaves nothing of it."""
    execute(connection, "BEGIN")
    try:
        yield
    except BaseException:
        with suppress(psycopg2.Error):
            execute(connection, "ROLLBACK")
        raise
    execute(connection, "COMMIT")


@contextmanager
def watched(connection: Connection, cancelled: Callable[[], bool]) -> Iterator[None]:
    """Cancel the statement that runs when somebody asks to stop."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_WATCH_SECONDS):
            if cancelled():
                with suppress(psycopg2.Error):
                    connection.cancel()

    watcher = threading.Thread(target=watch, name="planctl-watch", daemon=True)
    watcher.start()
    try:
        yield
    except psycopg2.errors.QueryCanceled as error:
        if cancelled():
            raise MigrationStopped("Stopped while a statement ran.") from error
        raise
    finally:
        done.set()
        watcher.join()


def problem(error: psycopg2.Error) -> str:
    """What the server said, in one line, with its code."""
    text = (error.diag.message_primary or str(error)).strip().splitlines()
    first = text[0] if text else type(error).__name__
    detail = error.diag.message_detail
    code = f" ({error.pgcode})" if error.pgcode else ""
    return f"{first}{f' {detail}' if detail else ''}{code}"


def names_of(found: Sequence[tuple[Any, ...]]) -> list[str]:
    """The first column as texts."""
    return [str(row[0]) for row in found]
