# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Statements outside of a transaction: what is left of one that was cut short.

PostgreSQL builds an index CONCURRENTLY in several transactions. One that was cut
short leaves an invalid index, which slows every write and helps no query.
"""

from __future__ import annotations

from collections.abc import Sequence

from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_connection import execute, quoted, rows, value
from planctl.executors.postgres_work import Steps
from plankit.migration_words import Statement, unnamed_index

_INDEX = """
SELECT n.nspname, o.relname, i.indisvalid FROM pg_index i
JOIN pg_class o ON o.oid = i.indexrelid JOIN pg_namespace n ON n.oid = o.relnamespace
JOIN pg_class t ON t.oid = i.indrelid
WHERE t.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass(%s))
  AND o.relname = %s
"""
_REBUILT = """
SELECT n.nspname, o.relname FROM pg_index i
JOIN pg_class o ON o.oid = i.indexrelid JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE NOT i.indisvalid AND o.relname ~ '_cc(new|old)[0-9]*$' AND i.indrelid = coalesce(
  (SELECT indrelid FROM pg_index WHERE indexrelid = to_regclass(%s)), to_regclass(%s))
"""


def resumable(one: Statement) -> bool:
    """Whether one can tell after a crash how far the statement came."""
    if _creates(one):
        return not unnamed_index(one)
    return one.starts("VACUUM") or _drops(one) or _rebuilds(one)


def finished_meanwhile(connection: Connection, one: Statement, steps: Steps) -> bool:
    """Whether a statement that was cut short had done its work.

    What it left half done is cleared away, so that it can run again.
    """
    if _creates(one):
        return _index_is_there(connection, one, steps)
    if _drops(one):
        return value(connection, "SELECT to_regclass(%s)", _named(one)) is None
    if _rebuilds(one):
        name = _named(one)
        for schema, index in rows(connection, _REBUILT, name, name):
            _drop(connection, schema, index, steps)
    return False


def _index_is_there(connection: Connection, one: Statement, steps: Steps) -> bool:
    place = one.words.index("ON", one.words.index("CONCURRENTLY"))
    index = _plain(one.words[place - 1])
    skip = 2 if one.words[place + 1 : place + 2] == ("ONLY",) else 1
    table = _qualified(one.words[place + skip :])
    for schema, name, valid in rows(connection, _INDEX, table, index):
        if valid:
            return True
        _drop(connection, schema, name, steps)
    return False


def _drop(connection: Connection, schema: str, name: str, steps: Steps) -> None:
    steps.log("agent", f"the invalid index {schema}.{name} is dropped\n")
    execute(connection, f"DROP INDEX CONCURRENTLY {quoted(schema, name)}")


def _creates(one: Statement) -> bool:
    return one.starts("CREATE") and one.has("INDEX", "CONCURRENTLY")


def _drops(one: Statement) -> bool:
    return one.starts("DROP", "INDEX", "CONCURRENTLY") and "," not in one.words


def _rebuilds(one: Statement) -> bool:
    kinds = (("INDEX", "CONCURRENTLY"), ("TABLE", "CONCURRENTLY"))
    return one.starts("REINDEX") and any(one.has(*kind) for kind in kinds)


def _named(one: Statement) -> str:
    """The name behind CONCURRENTLY."""
    rest = one.words[one.words.index("CONCURRENTLY") + 1 :]
    if rest[:2] == ("IF", "EXISTS"):
        rest = rest[2:]
    return _qualified(rest)


def _qualified(words: Sequence[str]) -> str:
    names = [_plain(words[0])]
    if len(words) > 2 and words[1] == ".":
        names.append(_plain(words[2]))
    return quoted(*names)


def _plain(word: str) -> str:
    """A name as the catalog has it."""
    if word.startswith('"'):
        return word[1:-1].replace('""', '"')
    return word.lower()
