# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tables as far as their rows go: columns, keys, what a row must point to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_connection import quoted, rows
from planctl.executors.postgres_values import Type

#: Kept by ourselves in every target: no data of the application's.
LEDGER = "public.implementation_migration_ledger"

_TABLES = """
SELECT c.oid, format('%I.%I', n.nspname, c.relname), n.nspname, c.relname,
  coalesce((SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
    WHERE i.indrelid = c.oid AND i.indisprimary), '{}')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)' AND NOT EXISTS (SELECT
    FROM pg_depend e WHERE e.deptype = 'e' AND e.classid = 'pg_class'::regclass
    AND e.objid = c.oid) ORDER BY 2
"""
_COLUMNS = """
SELECT a.attrelid, a.attname, a.atttypid, a.atttypmod,
  format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text,
  a.attgenerated::text, coalesce(pg_get_expr(d.adbin, d.adrelid), '')
FROM pg_attribute a LEFT JOIN pg_attrdef d
  ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
"""
_CONSTRAINTS = """
SELECT k.conrelid, k.contypid, k.conname, k.contype::text, pg_get_constraintdef(k.oid),
  (SELECT array_agg(a.attname::text ORDER BY o) FROM unnest(k.conkey)
    WITH ORDINALITY u(n, o) JOIN pg_attribute a ON a.attrelid = k.conrelid
    AND a.attnum = u.n),
  (SELECT format('%%I.%%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n
    ON n.oid = c.relnamespace WHERE c.oid = k.confrelid),
  (SELECT array_agg(a.attname::text ORDER BY o) FROM unnest(k.confkey)
    WITH ORDINALITY u(n, o) JOIN pg_attribute a ON a.attrelid = k.confrelid
    AND a.attnum = u.n)
FROM pg_constraint k WHERE k.contype IN ('f', 'c') AND (k.conrelid = ANY(%s)
  OR k.contypid >= 16384) ORDER BY k.conname
"""
_TYPES = """
SELECT t.oid, t.typname, t.typtype::text, t.typcategory::text, t.typelem, t.typbasetype,
  t.typtypmod, coalesce(r.rngsubtype, m.rngtypid, 0),
  coalesce((SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum
    WHERE enumtypid = t.oid), '{}'),
  coalesce((SELECT array_agg(atttypid::int8 ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped
    AND t.typtype = 'c'), '{}')
FROM pg_type t LEFT JOIN pg_range r ON r.rngtypid = t.oid
LEFT JOIN pg_range m ON m.rngmultitypid = t.oid
WHERE t.typtype <> 'p' AND (t.typtype <> 'c' OR t.typnamespace >= 16384
  OR t.oid >= 16384)
"""
_TEXTS = re.compile(r"'((?:[^']|'')*)'")
_NUMBERS = re.compile(r"(?<![\w'.])-?\d+(?:\.\d+)?(?![\w'.])")
#: Types within types are followed so far: a composite may hold itself in an array.
_DEPTH = 5


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column; ``identity`` and ``generated`` are PostgreSQL's letters."""

    name: str
    type: Type
    type_text: str
    not_null: bool = False
    identity: str = ""
    generated: str = ""
    default: str = ""

    @property
    def writable(self) -> bool:
        """Numbers that a sequence gives are left to it."""
        given = self.identity or self.default.startswith("nextval(")
        return not self.generated and not given

    @property
    def required(self) -> bool:
        return self.writable and self.not_null and not self.default


@dataclass(frozen=True)
class Reference:
    """A foreign key: these columns, that table, its columns."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table by its qualified name; ``checks`` give constants by constraint."""

    name: str
    schema: str
    relation: str
    key: tuple[str, ...] = ()
    columns: Mapping[str, Column] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    checks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    checked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sql(self) -> str:
        return quoted(self.schema, self.relation)


def read_tables(connection: Connection) -> dict[str, Table]:
    """Ordinary tables of the application, partitions by themselves."""
    found = {row[0]: row for row in rows(connection, _TABLES) if row[1] != LEDGER}
    oids = list(found)
    types = _Types(connection)
    columns: dict[int, dict[str, Column]] = {oid: {} for oid in oids}
    for oid, name, kind, modifier, text, needed, *rest in rows(
        connection, _COLUMNS, oids
    ):
        columns[oid][name] = Column(
            name=name,
            type=types.type(kind, modifier),
            type_text=text,
            not_null=needed,
            identity=rest[0],
            generated=rest[1],
            default=rest[2],
        )
    tables = {
        oid: Table(
            name=name,
            schema=schema,
            relation=relation,
            key=tuple(key),
            columns=columns[oid],
        )
        for oid, name, schema, relation, key in found.values()
    }
    _add_constraints(tables, rows(connection, _CONSTRAINTS, oids))
    return {table.name: table for table in tables.values()}


def _add_constraints(
    tables: dict[int, Table], found: Sequence[tuple[Any, ...]]
) -> None:
    """Foreign keys by table; constants of checks by constraint, domains' for all."""
    domains: dict[str, tuple[str, ...]] = {}
    references: dict[int, list[Reference]] = {}
    checks: dict[int, dict[str, tuple[str, ...]]] = {}
    checked: dict[int, dict[str, tuple[str, ...]]] = {}
    for oid, domain, name, kind, definition, names, other, targets in found:
        if kind == "f":
            one = Reference(tuple(names), other, tuple(targets))
            references.setdefault(oid, []).append(one)
        elif domain:
            domains[name] = constants(definition)
        else:
            checks.setdefault(oid, {})[name] = constants(definition)
            checked.setdefault(oid, {})[name] = tuple(names or ())
    for oid, table in tables.items():
        tables[oid] = replace(
            table,
            references=tuple(references.get(oid, ())),
            checks={**domains, **checks.get(oid, {})},
            checked=checked.get(oid, {}),
        )


def constants(definition: str) -> tuple[str, ...]:
    """Values that a check names, and the numbers beside them.

    >>> constants("CHECK (((a > 5) AND (b = 'it''s'::text)))")
    ("it's", '5', '6', '4')
    """
    texts = [text.replace("''", "'") for text in _TEXTS.findall(definition)]
    for number in _NUMBERS.findall(_TEXTS.sub("", definition)):
        texts.append(number)
        if "." not in number:
            texts += [str(int(number) + 1), str(int(number) - 1)]
    return tuple(dict.fromkeys(texts))


class _Types:
    """The types of a database by number."""

    def __init__(self, connection: Connection) -> None:
        self._rows = {row[0]: row[1:] for row in rows(connection, _TYPES)}

    def type(self, oid: int, modifier: int = -1, depth: int = 0) -> Type:
        if oid not in self._rows or depth > _DEPTH:
            return Type(name="")
        name, kind, category, element, base, base_modifier, sub, labels, parts = (
            self._rows[oid]
        )
        of = {"d": base, "r": sub, "m": sub}.get(kind, element)
        inner = base_modifier if kind == "d" else modifier
        return Type(
            name=name,
            kind=kind,
            category=category,
            modifier=modifier,
            labels=tuple(labels),
            of=self.type(of, inner, depth + 1) if of else None,
            parts=tuple(self.type(part, -1, depth + 1) for part in parts),
        )
