# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One query that can only read."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.sql import Literal

from planctl.executors.base import Context, Result, error

_MOST_ROWS = 1_000
_TICK = 0.2
_CONNECT = 10


class SqlExecutor:
    """``{query, expect}``: passes when the one value is the expected text, if any is.

    The server is given the query as the text of a cursor, which it takes as one
    statement, in a transaction that may not write: ``SELECT 1; COMMIT; DROP TABLE x``
    is refused before any of it runs.
    """

    def run(self, context: Context) -> Result:
        name = str(context.target.get("dsn_env") or "")
        if name not in context.secrets:
            target = context.order.target
            return error("no_dsn", f"The policy gives {target} no dsn_env.")
        try:
            database = psycopg2.connect(context.secrets[name], connect_timeout=_CONNECT)
        except psycopg2.Error as failure:
            return error("no_answer", str(failure))
        try:
            with _watched(context, database):
                return _judge(context, _read(context, database))
        except psycopg2.Error as failure:
            if context.cancelled():
                return Result("cancelled", message="Stopped.")
            return error("sql_error", str(failure))
        finally:
            database.close()


def _read(context: Context, database: Connection) -> list[tuple[Any, ...]]:
    database.set_session(readonly=True, autocommit=False)
    left = max(1.0, context.deadline - time.monotonic())
    query = str(context.order.content["query"]).strip().rstrip(";")
    with database.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [int(1000 * left)])
        opened = "DECLARE found refcursor := 'plan_query'; BEGIN OPEN found FOR EXECUTE"
        body = f"{opened} {Literal(query).as_string(cursor)}; END"
        cursor.execute("DO %s", [body])
        cursor.execute(f"FETCH {_MOST_ROWS} FROM plan_query")
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    database.rollback()
    return rows


def _judge(context: Context, rows: list[tuple[Any, ...]]) -> Result:
    for row in rows:
        context.log("stdout", " | ".join(_text(value) for value in row) + "\n")
    value = _text(rows[0][0]) if len(rows) == 1 and len(rows[0]) == 1 else ""
    data = {"rows": len(rows), "value": value}
    expected = context.order.content.get("expect")
    if expected is not None and value != str(expected):
        return Result("failed", 1, data, f"It is {value!r}, expected {expected!r}.")
    return Result("succeeded", 0, data)


def _text(value: object) -> str:
    return "" if value is None else str(value)


@contextmanager
def _watched(context: Context, database: Connection) -> Iterator[None]:
    """The server is told to stop when the agent is."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_TICK):
            if context.cancelled():
                database.cancel()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
