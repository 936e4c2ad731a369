# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run a script: as one transaction, or by the statement where PostgreSQL wants that.

By the statement, the ledger holds the position before and after each one, so that
whoever comes after a crash knows which statement was under way.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import psycopg2
from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_connection import (
    MigrationRefused,
    MigrationStopped,
    execute,
    problem,
    transaction,
    value,
    watched,
)
from planctl.executors.postgres_ledger import PARTIAL, Entry, Ledger
from planctl.executors.postgres_resume import finished_meanwhile, resumable
from planctl.executors.postgres_statements import statements
from planctl.executors.postgres_work import Migration, Steps
from plankit.migration_words import (
    Statement,
    body,
    control,
    needs_no_transaction,
    sets_session,
)

_SHOWN = 160


class StatementFailed(MigrationRefused):
    """PostgreSQL turned a statement down; nothing of its transaction is left."""

    code = "statement_failed"


@dataclass(frozen=True)
class Script:
    """One direction of a migration, cut into statements."""

    direction: str
    statements: tuple[Statement, ...]

    @property
    def of(self) -> int:
        return len(self.statements)

    @property
    def atomic(self) -> bool:
        """Whether it is one transaction."""
        return not any(needs_no_transaction(one) for one in self.statements)


def read_script(direction: str, text: str) -> Script:
    """A script that can be run, or ``MigrationRefused``."""
    found = statements(text)
    inner = body(found)
    for one in inner:
        if control(one):
            raise MigrationRefused(
                f"Line {one.line}: {one.words[0]} would end the migration's own "
                "transaction.",
                code="transaction_control",
            )
        if needs_no_transaction(one) and not resumable(one):
            raise MigrationRefused(
                f"Line {one.line}: after a crash nobody could tell whether this ran: "
                f"{_short(one)}",
                code="not_resumable",
            )
    script = Script(direction, tuple(inner))
    if not script.atomic and len(inner) < len(found):
        raise MigrationRefused(
            "Between BEGIN and COMMIT stands a statement that PostgreSQL refuses.",
            code="transaction_mixing",
        )
    return script


def ignored(_script: Script, _statement: int) -> None:
    """Nobody looks at the locks."""


@dataclass(frozen=True)
class Runner:
    """Runs scripts through a connection that writes the ledger too.

    ``seen`` is called after each statement, while its transaction is open.
    """

    connection: Connection
    ledger: Ledger
    steps: Steps
    lock_timeout_ms: int = 0
    seen: Callable[[Script, int], None] = ignored

    def run(self, migration: Migration, script: Script, entry: Entry | None) -> None:
        """Run what is left of the script; afterwards the ledger says it is done."""
        with watched(self.connection, self.steps.cancelled):
            try:
                if script.atomic:
                    self._run_whole(migration, script)
                else:
                    self._run_each(migration, script, entry)
            except psycopg2.IntegrityError as error:
                raise StatementFailed(f"At the commit: {problem(error)}") from error
            finally:
                self._tell_notices()

    def _run_whole(self, migration: Migration, script: Script) -> None:
        self._progress(script, 0, "begin")
        with transaction(self.connection):
            self._set_timeout()
            number = self._transaction_number()
            for place in range(script.of):
                self._execute(script, place)
                self._progress(script, place + 1, f"statement {place + 1}")
            if self._transaction_number() != number:
                raise MigrationRefused(
                    "The script ended its transaction by itself.",
                    code="transaction_escaped",
                )
            self.ledger.note(
                migration, script.direction, script.of, script.of, done=True
            )
            self._progress(script, script.of, "ledger")
            self._stop_if_asked()
        self._progress(script, script.of, "committed")

    def _run_each(
        self, migration: Migration, script: Script, entry: Entry | None
    ) -> None:
        start, under_way = 0, False
        resumed = bool(
            entry and entry.state == PARTIAL and entry.direction == script.direction
        )
        if entry and resumed:
            start, under_way = entry.position, entry.in_flight
            self.steps.log("agent", f"resumed after statement {start} of {script.of}\n")
            self._set_again(script, start)
        for place in range(start, script.of):
            self._stop_if_asked()
            again = resumed and place == start
            if needs_no_transaction(script.statements[place]):
                self._run_alone(migration, script, place, again, under_way and again)
            else:
                self._run_one(migration, script, place)
            self._progress(script, place + 1, f"position {place + 1}")
        if start >= script.of:
            self._note(migration, script, script.of)
        self._progress(script, script.of, "committed")

    def _set_again(self, script: Script, start: int) -> None:
        """Settings of the session went with it; the statements left may need them."""
        for place in range(start):
            if sets_session(script.statements[place]):
                self._execute(script, place)

    def _run_one(self, migration: Migration, script: Script, place: int) -> None:
        with transaction(self.connection):
            self._set_timeout()
            self._execute(script, place)
            self._note(migration, script, place + 1)
            self._progress(script, place, f"ledger {place + 1}")

    def _run_alone(
        self,
        migration: Migration,
        script: Script,
        place: int,
        again: bool,
        under_way: bool,
    ) -> None:
        statement = script.statements[place]
        ended = again and finished_meanwhile(self.connection, statement, self.steps)
        if ended and under_way:
            self.steps.log("agent", f"{_short(statement)}: had ended\n")
            self._note(migration, script, place + 1)
            return
        self._note(migration, script, place, in_flight=True)
        self._progress(script, place, f"marked {place + 1}")
        try:
            self._execute(script, place)
        except (StatementFailed, MigrationStopped, psycopg2.errors.QueryCanceled):
            with suppress(psycopg2.Error):
                self._note(migration, script, place)
            raise
        self._progress(script, place, f"alone {place + 1}")
        self._note(migration, script, place + 1)

    def _note(
        self,
        migration: Migration,
        script: Script,
        position: int,
        *,
        in_flight: bool = False,
    ) -> None:
        done = position == script.of and not in_flight
        self.ledger.note(
            migration,
            script.direction,
            position,
            script.of,
            in_flight=in_flight,
            done=done,
        )

    def _execute(self, script: Script, place: int) -> None:
        statement = script.statements[place]
        label = f"{script.direction} {place + 1}/{script.of}"
        self.steps.log("agent", f"{label}: {_short(statement)}\n")
        try:
            execute(self.connection, statement.text)
            self.seen(script, place)
        except psycopg2.errors.QueryCanceled:
            if self.steps.cancelled():
                raise
            raise StatementFailed(
                f"Line {statement.line}: the statement took too long."
            ) from None
        except psycopg2.OperationalError as error:
            if self.connection.closed:
                raise
            raise self._failed(statement, error) from error
        except psycopg2.Error as error:
            raise self._failed(statement, error) from error

    def _failed(self, statement: Statement, error: psycopg2.Error) -> StatementFailed:
        return StatementFailed(f"Line {statement.line}: {problem(error)}")

    def _set_timeout(self) -> None:
        """A lock that is not had soon holds up everyone who comes after."""
        if self.lock_timeout_ms:
            execute(
                self.connection, f"SET LOCAL lock_timeout = {int(self.lock_timeout_ms)}"
            )

    def _transaction_number(self) -> str:
        return str(value(self.connection, "SELECT pg_current_xact_id()"))

    def _stop_if_asked(self) -> None:
        if self.steps.cancelled():
            raise MigrationStopped("Stopped between two statements.")

    def _progress(self, script: Script, done: int, text: str) -> None:
        self.steps.progress(done, script.of, f"{script.direction}: {text}")

    def _tell_notices(self) -> None:
        for notice in self.connection.notices:
            self.steps.log("agent", notice.strip() + "\n")
        del self.connection.notices[:]


def _short(statement: Statement) -> str:
    text = " ".join(statement.text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
