# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The catalog of a PostgreSQL database as plain values for ``plankit.catalog``."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_catalog_sql import OTHERS, QUERIES
from planctl.executors.postgres_connection import rows, transaction

#: Numbers of objects (and what holds them) differ after every drop and re-add.
_COLUMNS_OF_OTHERS = """
SELECT c.relname, a.attname
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relname = ANY(%s) AND c.relnamespace = 'pg_catalog'::regnamespace
  AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid <> ALL(ARRAY['oid',
    'oidvector', 'aclitem[]', 'pg_node_tree']::regtype[])
ORDER BY 1, a.attnum
"""

_FIRST_OF_USERS = 16384


def read_catalog(connection: Connection) -> dict[str, dict[str, Any]]:
    """Everything that a down has to give back, under one snapshot."""
    found: dict[str, dict[str, Any]] = {}
    with transaction(connection):
        _execute_settings(connection)
        for name, fields in rows(connection, _query(connection)):
            found[name] = fields
    return found


def _execute_settings(connection: Connection) -> None:
    """Names come out qualified whatever the database's own search path is."""
    settings = (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "SET LOCAL search_path = pg_catalog",
        "SET LOCAL jit = off",
    )
    with connection.cursor() as cursor:
        for one in settings:
            cursor.execute(one)


def _query(connection: Connection) -> str:
    parts = [*QUERIES, *_others(connection)]
    every = " UNION ALL ".join(part.strip() for part in parts)
    return f"SELECT name, jsonb_strip_nulls(fields) FROM ({every}) AS x(name, fields)"


def _others(connection: Connection) -> list[str]:
    columns: dict[str, list[str]] = {}
    for catalog, name in rows(connection, _COLUMNS_OF_OTHERS, list(OTHERS)):
        columns.setdefault(catalog, []).append(name)
    return [_other(catalog, names) for catalog, names in columns.items()]


def _other(catalog: str, names: list[str]) -> str:
    fields = ", ".join(f"'{name}', x.{name}" for name in names)
    return (
        f"SELECT o.type || ' ' || o.identity, jsonb_build_object({fields}, 'comment', "
        f"obj_description(x.oid, '{catalog}')) FROM {catalog} x, LATERAL "
        f"pg_identify_object('{catalog}'::regclass, x.oid, 0) o "
        f"WHERE x.oid >= {_FIRST_OF_USERS} AND NOT EXISTS (SELECT FROM pg_depend e "
        f"WHERE e.deptype = 'e' AND e.classid = '{catalog}'::regclass "
        "AND e.objid = x.oid)"
    )
