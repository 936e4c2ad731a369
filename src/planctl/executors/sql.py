# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One query that can only read."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import new_type, register_type, string_types
from psycopg2.sql import Literal

from planctl.executors.base import LONGEST_MESSAGE, Context, Result, error

_MOST_ROWS = 1_000
_TICK = 0.2
_CONNECT = 10
#: The largest statement_timeout that a server takes, in milliseconds.
_LONGEST = 2**31 - 1
_BOOLEAN = 16
#: Values stay as the server writes them: Python's dates and floats are others.
_TEXT = new_type(tuple(string_types), "PLAN_TEXT", lambda value, _cursor: value)
_TRUTH = new_type(
    (_BOOLEAN,),
    "PLAN_TRUTH",
    lambda value, _cursor: {"t": "true", "f": "false"}.get(str(value)),
)


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
        if context.cancelled():
            return Result("cancelled", message="Stopped.")
        try:
            database = psycopg2.connect(context.secrets[name], connect_timeout=_CONNECT)
        except psycopg2.ProgrammingError:
            # the library's message quotes words of the secret
            return error("no_dsn", f"The secret {name} is no DSN.")
        except psycopg2.Error as failure:
            return error("no_answer", str(failure))
        try:
            with _watched(context, database):
                return _judge(context, _read(context, database))
        except (psycopg2.Error, UnicodeError) as failure:
            if context.cancelled():
                return Result("cancelled", message="Stopped.")
            if time.monotonic() > context.deadline:
                seconds = context.order.timeout
                return error("timeout", f"It took more than {seconds} s.")
            return error("sql_error", str(failure))
        finally:
            database.close()


def _read(context: Context, database: Connection) -> list[tuple[Any, ...]]:
    """One row more than is shown, if there is one."""
    register_type(_TEXT, database)
    register_type(_TRUTH, database)
    database.set_session(readonly=True, autocommit=False)
    left = int(1000 * max(1.0, context.deadline - time.monotonic()))
    query = str(context.order.content["query"]).strip().rstrip(";")
    with database.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [min(left, _LONGEST)])
        opened = "DECLARE found refcursor := 'plan_query'; BEGIN OPEN found FOR EXECUTE"
        body = f"{opened} {Literal(query).as_string(cursor)}; END"
        cursor.execute("DO %s", [body])
        cursor.execute(f"FETCH {_MOST_ROWS + 1} FROM plan_query")
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _judge(context: Context, found: list[tuple[Any, ...]]) -> Result:
    rows = found[:_MOST_ROWS]
    for row in rows:
        context.log("stdout", " | ".join(_text(value) for value in row) + "\n")
    if len(found) > len(rows):
        context.log("agent", f"Only the first {_MOST_ROWS} rows are read.\n")
    single = len(rows) == 1 and len(rows[0]) == 1
    value = _text(rows[0][0]) if single else ""
    data = {"rows": len(rows), "value": value[:LONGEST_MESSAGE]}
    expected = context.order.content.get("expect")
    if expected is None or (single and value == str(expected)):
        return Result("succeeded", 0, data)
    is_what = repr(value[:LONGEST_MESSAGE]) if single else "no single value"
    wanted = repr(str(expected)[:LONGEST_MESSAGE])
    return Result("failed", 1, data, f"It is {is_what}, expected {wanted}.")


def _text(value: object) -> str:
    return "" if value is None else str(value)


@contextmanager
def _watched(context: Context, database: Connection) -> Iterator[None]:
    """The server is told to stop when the agent is, or at the deadline.

    Told until it ends: between two statements nothing is there to be stopped.
    """
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_TICK):
            if context.cancelled() or time.monotonic() > context.deadline:
                with suppress(psycopg2.Error):
                    database.cancel()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
