# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows made for tables: values by type, foreign keys by rows that are there.

PostgreSQL judges each row; a constraint that turns one down leads to other values for
the columns it names. What cannot be written so is told, never passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg2
from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_connection import execute, quoted, rows
from planctl.executors.postgres_tables import Column, Reference, Table
from planctl.executors.postgres_values import SHAPES, sample

#: Fewer rows would hide that a column of defaults or an enum's label is lost.
SEEDS = 3
_MOST_SEEDS = 8
#: Tries for one row.
_TRIES = 24
#: Rows of a referenced table to choose from.
_CHOICES = 20


@dataclass
class Writer:
    """Writes rows through one connection; ``number`` makes each value a new one."""

    connection: Connection
    number: int = 0
    _steps: dict[tuple[str, str], int] = field(default_factory=dict)

    def seed(self, tables: Mapping[str, Table]) -> dict[str, int]:
        """At least three rows in each table where that can be; what each one holds."""
        held = {}
        for table in ordered(tables):
            wanted = max([SEEDS, *(_labels(c) for c in table.columns.values())])
            wanted = min(wanted, _MOST_SEEDS)
            sql = f"SELECT count(*) FROM (SELECT FROM ONLY {table.sql} LIMIT %s) x"
            there = int(rows(self.connection, sql, wanted)[0][0])
            there += sum(
                self.insert(table, table.columns, place)
                for place in range(wanted - there)
            )
            held[table.name] = there
        return held

    def insert(self, table: Table, names: Iterable[str], place: int) -> bool:
        """One row through the named columns; each second one as short as may be."""
        chosen = [table.columns[name] for name in names if name in table.columns]
        full = place % 2 == 0
        chosen = [c for c in chosen if c.writable and (full or c.required)]
        needed = [c for c in table.columns.values() if c.required and c not in chosen]
        for _try in range(_TRIES):
            self.number += 1
            values = self.values(table, [*chosen, *needed])
            sql, texts = statement(table, values)
            try:
                execute(self.connection, sql, *texts)
            except psycopg2.Error as error:
                self._learn(table, values, error)
            else:
                return True
        return False

    def values(self, table: Table, columns: Sequence[Column]) -> dict[str, str | None]:
        """A value a column, left out where the type is unknown and none is needed."""
        pointed: dict[str, str | None] = {}
        for reference in table.references:
            pointed.update(self._pointed(reference))
        found: dict[str, str | None] = {}
        for column in columns:
            if column.name in pointed:
                found[column.name] = pointed[column.name]
                continue
            text = self._candidate(table, column)
            if text is not None or column.required:
                found[column.name] = text
        return found

    def update(self, table: Table, names: Iterable[str]) -> int:
        """Change one row that is there, column by column; how many were changed."""
        fixed = {name for one in table.references for name in one.columns}
        key = ", ".join(f"{quoted(name)}::text" for name in table.key)
        there = rows(self.connection, f"SELECT {key} FROM ONLY {table.sql} LIMIT 2")
        if len(there) < 2:
            return 0
        where = " AND ".join(f"{_marked(name)} = %s" for name in table.key)
        into = table.sql.replace("%", "%%")
        changed = 0
        for name in sorted({*names} - {*table.key} - fixed):
            column = table.columns[name]
            if column.writable:
                sql = f"UPDATE ONLY {into} SET {_marked(name)} = %s WHERE {where}"
                changed += self._changed(table, column, sql, there[0])
        return changed

    def _changed(
        self, table: Table, column: Column, sql: str, key: tuple[str, ...]
    ) -> bool:
        for _try in range(SHAPES):
            self.number += 1
            text = self._candidate(table, column)
            if text is None:
                return False
            with suppress(psycopg2.Error):
                execute(self.connection, sql, text, *key)
                return True
            self._step(table, column.name)
        return False

    def _pointed(self, reference: Reference) -> dict[str, str | None]:
        names = ", ".join(f"{quoted(name)}::text" for name in reference.targets)
        sql = f"SELECT {names} FROM {reference.table} ORDER BY 1 LIMIT {_CHOICES}"
        there = rows(self.connection, sql)
        if not there:
            return dict.fromkeys(reference.columns)
        chosen = there[self.number % len(there)]
        return dict(zip(reference.columns, chosen, strict=True))

    def _candidate(self, table: Table, column: Column) -> str | None:
        """The first shape, then what checks name, then the other shapes."""
        step = self._steps.get((table.name, column.name), 0)
        hints = [
            text
            for name, texts in table.checks.items()
            if column.name in table.checked.get(name, (column.name,))
            for text in texts
        ]
        if 1 <= step <= len(hints):
            return hints[step - 1]
        shape = step - len(hints) if step else 0
        return sample(column.type, self.number, shape)

    def _learn(
        self, table: Table, values: Mapping[str, str | None], error: psycopg2.Error
    ) -> None:
        """Other values next time for the columns of the constraint, else for all."""
        if error.pgcode is None:
            raise error
        if error.pgcode == "23505":  # the next number is another value
            return
        named = table.checked.get(error.diag.constraint_name or "", ())
        if error.diag.datatype_name:
            kinds = {name: table.columns[name].type.name for name in values}
            named = tuple(n for n in kinds if kinds[n] == error.diag.datatype_name)
        if error.diag.column_name:
            named = (error.diag.column_name,)
        for name in named or values:
            self._step(table, name)

    def _step(self, table: Table, name: str) -> None:
        key = (table.name, name)
        self._steps[key] = self._steps.get(key, 0) + 1


def statement(
    table: Table, values: Mapping[str, str | None]
) -> tuple[str, list[str | None]]:
    """INSERT and its values."""
    if not values:
        return f"INSERT INTO {table.sql} DEFAULT VALUES", []
    names = ", ".join(quoted(name) for name in values).replace("%", "%%")
    marks = ", ".join(["%s"] * len(values))
    into = table.sql.replace("%", "%%")
    return f"INSERT INTO {into} ({names}) VALUES ({marks})", [*values.values()]


def ordered(tables: Mapping[str, Table]) -> list[Table]:
    """Referenced tables before those that point to them; circles as they come."""
    found: dict[str, Table] = {}
    open_: set[str] = set()

    def visit(name: str) -> None:
        if name in found or name in open_ or name not in tables:
            return
        open_.add(name)
        for reference in tables[name].references:
            visit(reference.table)
        found[name] = tables[name]

    for name in sorted(tables):
        visit(name)
    return list(found.values())


def _labels(column: Column) -> int:
    return len(column.type.labels)


def _marked(name: str) -> str:
    return quoted(name).replace("%", "%%")
