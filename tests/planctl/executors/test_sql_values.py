# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a query gives, compared as the server writes it, from a real PostgreSQL."""

import threading
from contextlib import closing

import psycopg2
import pytest

from planctl.executors.sql import SqlExecutor
from plankit.canonical import canonical
from tests.planctl.agent.recorder import Recorder


def order(dsn, text, timeout=60, **content):
    return Recorder(
        "sql",
        {"query": text, **content},
        target={"dsn_env": "DSN"},
        secrets={"DSN": dsn},
        timeout=timeout,
    )


def query(dsn, text, **values):
    context = order(dsn, text, **values)
    return SqlExecutor().run(context), context


def ask(dsn, text):
    with closing(psycopg2.connect(dsn)) as database, database.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "NOT true",
        "1e20::float8",
        "0.1::float8",
        "1.50::numeric",
        r"'\x01ff'::bytea",
        "ARRAY[1, 2]",
        "ARRAY[true, NULL]",
        """'{"a": [1, null]}'::jsonb""",
        "interval '1 day 02:00'",
        "'infinity'::date",
        "'20000-01-01'::date",
        "'2026-01-02 03:04:05+00'::timestamptz",
        "'infinity'::timestamp",
        "'[1,5)'::int4range",
        "'f47ac10b-58cc-4372-a567-0e02b2c3d479'::uuid",
        "'10.0.0.1/8'::inet",
        "ROW(1, 'a b')",
        "E'a\\nb%s \\u00e9'",
    ],
)
def test_a_value_is_the_servers_own_text(dsn, text):
    expected = ask(dsn, f"SELECT ({text})::text")
    result, context = query(dsn, f"SELECT {text}", expect=expected)
    assert (result.outcome, result.data["value"]) == ("succeeded", expected)
    assert context.text() == f"{expected}\n"
    canonical(dict(result.data))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 'x' WHERE false",
        "SELECT '' FROM generate_series(1, 2)",
        "SELECT '', ''",
    ],
)
def test_only_one_value_can_be_the_expected_one(dsn, text):
    assert query(dsn, text, expect="")[0].outcome == "failed"
    assert query(dsn, text)[0].outcome == "succeeded"


def test_no_text_can_be_expected(dsn):
    assert query(dsn, "SELECT ''", expect="")[0].outcome == "succeeded"


def test_more_rows_than_are_shown_are_told(dsn):
    result, context = query(dsn, "SELECT generate_series(1, 1001)")
    assert result.data["rows"] == 1_000
    assert context.text().splitlines()[-1] == "1000"
    assert "1000" in context.text("agent")
    _result, context = query(dsn, "SELECT generate_series(1, 1000)")
    assert not context.text("agent")


def test_a_long_value_is_compared_whole_and_kept_short(dsn):
    text = "SELECT repeat('x', 300000) || 'y'"
    result, _context = query(dsn, text, expect="x" * 300_000 + "y")
    assert result.outcome == "succeeded"
    assert len(canonical(dict(result.data))) < 10_000
    result, _context = query(dsn, text, expect="x" * 300_000 + "z")
    assert result.outcome == "failed"
    assert len(result.message) < 10_000


def test_a_query_ends_at_the_deadline(dsn):
    result, _context = query(dsn, "SELECT pg_sleep(300)", timeout=1)
    assert (result.outcome, result.data["code"]) == ("error", "timeout")


def test_a_long_time_is_no_error(dsn):
    assert query(dsn, "SELECT 1", timeout=10_000_000)[0].outcome == "succeeded"


def test_a_cancelled_job_asks_nothing(dsn):
    context = order(dsn, "SELECT 1")
    context.stop = True
    assert SqlExecutor().run(context).outcome == "cancelled"
    assert not context.lines


def test_a_cancelled_query_ends_on_the_server(dsn):
    context = order(dsn, "SELECT pg_sleep(300)")
    found = []
    worker = threading.Thread(target=lambda: found.append(SqlExecutor().run(context)))
    worker.start()
    running = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE query LIKE 'FETCH%' AND wait_event = 'PgSleep'"
    )
    while not ask(dsn, running):
        worker.join(0.05)
    context.stop = True
    worker.join(30)
    assert found[0].outcome == "cancelled"
    assert ask(dsn, running) == 0


@pytest.mark.parametrize("call", ["CALL write_once(1)", "CALL write_loose(1)"])
def test_a_procedure_cannot_commit_its_way_out(dsn, call):
    with closing(psycopg2.connect(dsn)) as database, database.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS untouched (id int)")
        for name, first in (
            ("write_once", "SET TRANSACTION READ WRITE"),
            ("write_loose", "SET default_transaction_read_only = off; COMMIT"),
        ):
            cursor.execute(
                f"CREATE OR REPLACE PROCEDURE {name}(INOUT a int) LANGUAGE plpgsql AS "
                f"$$BEGIN COMMIT; {first}; INSERT INTO untouched VALUES (1); END$$"
            )
        database.commit()
    assert query(dsn, call)[0].data["code"] == "sql_error"
    assert ask(dsn, "SELECT count(*) FROM untouched") == 0


def test_an_explained_write_writes_nothing(dsn):
    text = "EXPLAIN ANALYZE SELECT nextval('counted')"
    with closing(psycopg2.connect(dsn)) as database, database.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS counted")
        database.commit()
    assert query(dsn, text)[0].data["code"] == "sql_error"
    assert ask(dsn, "SELECT is_called FROM counted") is False


def test_a_broken_dsn_is_told_without_its_words():
    result, _context = query("host=a pass word=hidden", "SELECT 1")
    assert (result.outcome, result.data["code"]) == ("error", "no_dsn")
    assert "pass" not in result.message
    assert "hidden" not in result.message
    assert "DSN" in result.message
