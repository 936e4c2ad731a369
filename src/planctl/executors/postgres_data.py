# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether the rows survived: copies as text, kept by the session, compared in place.

Columns are compared by name, so that their order does not matter, and as text, so
that a copy keeps no type alive that the down has to drop. A copy is a temporary
table: the server compares, and no value leaves the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_connection import (
    execute,
    literal,
    quoted,
    rows,
    transaction,
    value,
)
from planctl.executors.postgres_tables import Table

_SEQUENCES = """
SELECT format('%I.%I', schemaname, sequencename), increment_by,
  coalesce(last_value, start_value - increment_by) FROM pg_sequences
WHERE schemaname !~ '^pg_'
"""
_OWNED = """
SELECT DISTINCT format('%I.%I', n.nspname, s.relname), format('%I.%I', m.nspname,
  c.relname), a.attname
FROM pg_depend d
JOIN pg_class s ON s.oid = CASE WHEN d.classid = 'pg_class'::regclass THEN d.objid
  ELSE d.refobjid END AND s.relkind = 'S'
JOIN pg_namespace n ON n.oid = s.relnamespace
LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
JOIN pg_class c ON c.oid = coalesce(f.adrelid, d.refobjid) AND c.relkind IN ('r', 'p')
JOIN pg_namespace m ON m.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = coalesce(f.adnum,
  d.refobjsubid) AND a.atttypid = ANY('{int2,int4,int8}'::regtype[])
WHERE d.classid IN ('pg_class'::regclass, 'pg_attrdef'::regclass)
  AND d.refclassid = 'pg_class'::regclass
"""
_SETTINGS = """
SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres';
SET bytea_output = 'hex'; SET extra_float_digits = 1; SET row_security = off;
SET search_path = pg_catalog; SET lc_monetary = 'C'
"""


@dataclass(frozen=True)
class Copy:
    """A table's rows at one moment: the temporary table and its columns' types."""

    name: str
    types: Mapping[str, str]
    count: int


@dataclass
class Moment:
    """All tables and sequences at one moment."""

    copies: dict[str, Copy] = field(default_factory=dict)
    sequences: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Keeper:
    """Keeps copies and compares them; its connection must stay open meanwhile."""

    connection: Connection
    _made: int = 0

    def __post_init__(self) -> None:
        execute(self.connection, _SETTINGS)

    def copy(
        self, tables: Mapping[str, Table], common: Mapping[str, Table] | None = None
    ) -> Moment:
        """Copy the tables, or only the columns that they have in ``common`` too."""
        moment = Moment(sequences=sequences(self.connection))
        for name, table in tables.items():
            columns = table.columns
            if common is not None:
                if name not in common:
                    continue
                columns = {
                    n: c for n, c in columns.items() if n in common[name].columns
                }
            self._made += 1
            made = f"plan_copy_{self._made}"
            chosen = _texts({n: quoted(n) for n in columns})
            sql = f"CREATE TEMP TABLE {made} AS SELECT {chosen} FROM ONLY {table.sql}"
            execute(self.connection, sql)
            count = int(value(self.connection, f"SELECT count(*) FROM {made}"))
            types = {n: c.type_text for n, c in columns.items()}
            moment.copies[name] = Copy(made, types, count)
        return moment

    def changed(self, one: Moment, other: Moment) -> set[str]:
        """The tables whose rows are not the same in the columns both moments have."""
        found = set()
        for name in {*one.copies} & {*other.copies}:
            old, new = one.copies[name], other.copies[name]
            shared = [column for column in old.types if column in new.types]
            first, second = _select(old, shared), _select(new, shared)
            if self._count(first, second) or self._count(second, first):
                found.add(name)
        return found

    def differences(
        self,
        before: Moment,
        first: Moment,
        second: Moment,
        tables: Mapping[str, Table],
    ) -> list[dict[str, Any]]:
        """What was lost: ``before`` the up, or between ``first`` and ``second``.

        ``tables`` are those that are there now, after the down.
        """
        found: list[dict[str, Any]] = []
        for name, old in before.copies.items():
            if name not in tables:
                found.append(_row_difference(name, "table_lost", old.count))
                continue
            table = tables[name]
            between = (first.copies.get(name), second.copies.get(name))
            found += self._table_differences(table, old, *between)
        return [*found, *self._sequence_differences(before, second)]

    def _table_differences(
        self, table: Table, old: Copy, first: Copy | None, second: Copy | None
    ) -> Iterable[dict[str, Any]]:
        now = self._now(table, old.types)
        if now is None:
            yield _row_difference(table.name, "columns_lost", old.count)
            return
        kept = _select(old, old.types)
        if first and second and table.key and {*table.key} <= {*first.types}:
            kept += f" WHERE {self._untouched(table.key, first, second)}"
        lost = self._count(kept, now)
        if lost:
            yield _row_difference(table.name, "rows_before_lost", lost)
        if first and second:
            lost = self._written_lost(table, first, second)
            if lost:
                yield _row_difference(table.name, "rows_between_lost", lost)
        added = second.count - first.count if first and second else 0
        wanted = old.count + added
        there = int(value(self.connection, f"SELECT count(*) FROM ONLY {table.sql}"))
        if there > wanted:
            yield _row_difference(table.name, "rows_added", there - wanted)
        if there < wanted:
            yield _row_difference(table.name, "rows_lost", wanted - there)

    def _untouched(self, key: tuple[str, ...], first: Copy, second: Copy) -> str:
        """Not one of the rows that were changed or deleted in between."""
        names = ", ".join(quoted(name) for name in key)
        a, b = _select(first, first.types), _select(second, second.types)
        both = f"({a} EXCEPT ALL {b}) UNION ALL ({b} EXCEPT ALL {a})"
        known = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in key)
        return f"({names}) NOT IN (SELECT {names} FROM ({both}) x WHERE {known})"

    def _written_lost(self, table: Table, first: Copy, second: Copy) -> int:
        a, b = _select(first, first.types), _select(second, second.types)
        written = f"({b} EXCEPT ALL {a})"
        plain = self._now(table, first.types)
        lost = self._count(written, plain) if plain else second.count
        if not lost:
            return 0
        seen = self._now(table, first.types, first.types)
        try:
            return min(lost, self._count(written, seen)) if seen else lost
        except psycopg2.Error:  # the type of the time between is gone
            return lost

    def _now(
        self,
        table: Table,
        names: Iterable[str],
        types: Mapping[str, str] | None = None,
    ) -> str | None:
        """The live rows in these columns, seen through other types if they are given.

        Through the type of the time between, 5 is 5.00 again; a value cut short by
        the down stays short.
        """
        if not {*names} <= {*table.columns}:
            return None
        seen = {name: quoted(name) for name in names}
        for name in seen if types else ():
            wanted = types[name] if types else ""
            if wanted != table.columns[name].type_text:
                seen[name] = f"{quoted(name)}::text::{wanted}"
        return f"SELECT {_texts(seen)} FROM ONLY {table.sql}"

    def _count(self, those: str, these: str) -> int:
        sql = f"SELECT count(*) FROM ({those} EXCEPT ALL {these}) x"
        return int(value(self.connection, sql))

    def _sequence_differences(
        self, before: Moment, second: Moment
    ) -> Iterable[dict[str, Any]]:
        """A sequence may be ahead, never behind: it would give a number twice."""
        now = sequences(self.connection)
        for name, (increment, old) in before.sequences.items():
            wanted = second.sequences.get(name, (increment, old))[1]
            if name not in now:
                yield _row_difference(name, "sequence_lost", 1)
            elif (now[name][1] - wanted) * increment < 0:
                yield _row_difference(name, "sequence_behind", 1)


def sequences(connection: Connection) -> dict[str, tuple[int, int]]:
    """Step and last number by qualified name."""
    found = rows(connection, _SEQUENCES)
    return {name: (int(step), int(last)) for name, step, last in found}


def settle(connection: Connection, before: Mapping[str, tuple[int, int]]) -> None:
    """Take back the numbers that failed tries used up: no row has them.

    Never below what was there ``before``, nor below a number that a row has.
    """
    now = sequences(connection)
    for name, table, column in rows(connection, _OWNED):
        step, last = now.get(name, (0, 0))
        if step <= 0:
            continue
        highest = value(connection, f"SELECT max({quoted(column)}) FROM {table}")
        floor = before.get(name, (step, last))[1]
        wanted = max(floor, int(highest or 0))
        if 0 < wanted < last:
            sql = "SELECT setval(%s, %s)"
            with transaction(connection):
                execute(connection, sql, name, wanted)


def advance(connection: Connection) -> None:
    """Take numbers from each sequence of which no column speaks for itself.

    One that nobody used yet would hide that the down starts it again.
    """
    owned = {row[0] for row in rows(connection, _OWNED)}
    for name in {*sequences(connection)} - owned:
        with suppress(psycopg2.Error):
            execute(connection, "SELECT nextval(%s) FROM generate_series(1, 3)", name)


def row_counts(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """How many rows each table holds; names are qualified and quoted."""
    wanted = sorted(names)
    if not wanted:
        return {}
    parts = [f"SELECT{literal(name)}, count(*) FROM ONLY {name}" for name in wanted]
    return {name: int(n) for name, n in rows(connection, " UNION ALL ".join(parts))}


def _texts(expressions: Mapping[str, str]) -> str:
    """Each column as text, byte by byte; a table without columns still has rows."""
    words = [
        f'({sql})::text COLLATE "C" AS {quoted(name)}'
        for name, sql in expressions.items()
    ]
    return ", ".join(words) or "''::text AS nothing"


def _select(copy: Copy, names: Iterable[str]) -> str:
    words = ", ".join(quoted(name) for name in names) or "''::text AS nothing"
    return f"SELECT {words} FROM {copy.name}"


def _row_difference(name: str, code: str, count: int) -> dict[str, Any]:
    return {"table": name, "code": code, "rows": count}
