# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The executors http and sql against real servers."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import psycopg2
import pytest

from planctl.executors.http import HttpExecutor
from planctl.executors.sql import SqlExecutor
from tests.planctl.agent.recorder import Recorder


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path in ("/here", "/away"):
            host = "127.0.0.1" if self.path == "/here" else "localhost"
            self.send_response(302)
            location = f"http://{host}:{self.server.server_port}/ok"
            self.send_header("Location", location)
            self.end_headers()
            return
        self.send_response(200 if self.path == "/ok" else 503)
        self.end_headers()
        self.wfile.write(b"all is well")

    def log_message(self, *_words):
        pass


@pytest.fixture(scope="module")
def site():
    server = HTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def ask(url, **content):
    context = Recorder("http", {"method": "GET", "url": url, **content})
    return HttpExecutor().run(context)


def test_statuses_and_texts(site):
    assert ask(f"{site}/ok").outcome == "succeeded"
    assert ask(f"{site}/down").outcome == "failed"
    assert ask(f"{site}/down", expect_status=503).outcome == "succeeded"
    assert ask(f"{site}/ok", expect_text="well").outcome == "succeeded"
    assert ask(f"{site}/ok", expect_text="ill").outcome == "failed"
    assert ask(f"{site}/ok").data == {"status": 200}


def test_redirects_stay_on_the_host(site):
    assert ask(f"{site}/here").data == {"status": 200}
    assert ask(f"{site}/away").data == {"status": 302}


def test_nobody_there_is_an_error_never_a_failure(site):
    result = ask("http://127.0.0.1:1/")
    assert (result.outcome, result.data["code"]) == ("error", "no_answer")


def query(dsn, text, **content):
    context = Recorder(
        "sql",
        {"query": text, **content},
        target={"dsn_env": "DSN"},
        secrets={"DSN": dsn},
    )
    return SqlExecutor().run(context), context


def test_rows_are_the_log_and_one_value_is_compared(dsn):
    result, context = query(dsn, "SELECT 1, NULL UNION SELECT 2, 'b' ORDER BY 1;")
    assert (result.outcome, result.data["rows"]) == ("succeeded", 2)
    assert context.text() == "1 | \n2 | b\n"
    assert query(dsn, "SELECT 40 + 2", expect="42")[0].outcome == "succeeded"
    assert query(dsn, "SELECT 40 + 1", expect="42")[0].outcome == "failed"


@pytest.mark.parametrize(
    "text",
    [
        "DROP TABLE kept",
        "SELECT 1; DROP TABLE kept",
        "SELECT 1; COMMIT; DROP TABLE kept",
        "SELECT 1; COMMIT; SET default_transaction_read_only = off; DROP TABLE kept",
        "WITH gone AS (DELETE FROM kept RETURNING 1) SELECT * FROM gone",
        "SELECT set_config('transaction_read_only', 'off', true); DROP TABLE kept",
        "SELECT 1' ; END; DROP TABLE kept; --",
        "SELECT '$do$'; DROP TABLE kept",
    ],
)
def test_a_query_writes_nothing(dsn, text):
    with psycopg2.connect(dsn) as database, database.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        cursor.execute("INSERT INTO kept SELECT 1 WHERE NOT EXISTS (TABLE kept)")
    database.close()
    result, _context = query(dsn, text)
    assert (result.outcome, result.data["code"]) == ("error", "sql_error")
    assert query(dsn, "SELECT count(*) FROM kept", expect="1")[0].outcome == "succeeded"


def test_a_read_only_transaction_cannot_be_loosened(dsn):
    text = "SELECT set_config('transaction_read_only', 'off', true)"
    assert query(dsn, text)[0].data["code"] == "sql_error"


def test_no_server_or_no_name_is_an_error(dsn):
    assert query("host=/nowhere", "SELECT 1")[0].data["code"] == "no_answer"
    context = Recorder("sql", {"query": "SELECT 1"})
    assert SqlExecutor().run(context).data["code"] == "no_dsn"


def test_a_long_query_is_cancelled(dsn):
    context = Recorder(
        "sql",
        {"query": "SELECT pg_sleep(300)"},
        target={"dsn_env": "DSN"},
        secrets={"DSN": dsn},
    )
    found = []
    worker = threading.Thread(target=lambda: found.append(SqlExecutor().run(context)))
    worker.start()
    time.sleep(0.5)
    context.stop = True
    worker.join(30)
    assert found[0].outcome == "cancelled"
