# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""In order, once, and as the target's ledger says."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from planctl.executors import postgres_apply
from planctl.executors.postgres_connection import execute, rows, value
from planctl.executors.postgres_tables import LEDGER

from .lab import content, migration, run

FIRST = migration("CREATE TABLE a (n int)", "DROP TABLE a", "001", "first")
SECOND = migration(
    "CREATE TABLE b (n int); INSERT INTO b VALUES (1), (2)", "DROP TABLE b", "002"
)
INDEX = migration(
    "INSERT INTO a VALUES (1);"
    "CREATE UNIQUE INDEX CONCURRENTLY a_n ON a (n);"
    "INSERT INTO a VALUES (7)",
    "DROP INDEX CONCURRENTLY a_n; DELETE FROM a",
    "002",
    "index",
)


@pytest.fixture
def act(dsn, database):
    """Run an action and give the result; ``more`` goes to the order."""

    def acted(action, one, before=(), stop_at=None, **more):
        given = content(action, one, before, **more)
        return run(dsn(database), given, stop_at=stop_at)[0]

    return acted


def standing(result):
    one = result.data["applied"]
    return one["state"], one["position"], one["of"]


def test_applied_once_and_told_so_again(act, connection):
    assert standing(act("reconcile", FIRST)) == ("not_applied", 0, 0)
    for _time in range(2):
        result = act("apply", FIRST)
        assert result.outcome == "succeeded"
        assert standing(result) == ("applied", 1, 1)
    assert result.data["applied"]["applied_at"].startswith("20")
    assert result.data["server_version"].startswith("18.")
    assert rows(connection, f"SELECT version, state, job FROM {LEDGER}") == [
        ("001", "applied", 7)
    ]


def test_reconcile_writes_nothing(act, connection):
    act("reconcile", FIRST)
    assert value(connection, "SELECT to_regclass(%s)", LEDGER) is None


def test_rolled_back_and_applied_again(act, connection):
    act("apply", FIRST)
    for _time in range(2):
        result = act("rollback", FIRST)
        assert (result.outcome, standing(result)[0]) == ("succeeded", "rolled_back")
    assert value(connection, "SELECT to_regclass('a')") is None
    assert standing(act("apply", FIRST))[0] == "applied"


@pytest.mark.parametrize(
    ("done", "action", "one", "before", "code"),
    [
        ((), "apply", SECOND, (FIRST,), "out_of_order"),
        ((FIRST, SECOND), "rollback", FIRST, (), "out_of_order"),
        ((SECOND,), "apply", FIRST, (), "out_of_order"),
        ((), "rollback", FIRST, (), "not_applied"),
        (
            (FIRST,),
            "apply",
            migration("SELECT 1", version="001"),
            (),
            "checksum_changed",
        ),
        (
            (FIRST,),
            "rollback",
            migration(FIRST["up"], "SELECT 1", version="001"),
            (),
            "checksum_changed",
        ),
        (
            (FIRST,),
            "apply",
            SECOND,
            (migration("SELECT 1", version="001"),),
            "checksum_changed",
        ),
        (
            (migration("CREATE TABLE c ()", "", "003"),),
            "rollback",
            migration("CREATE TABLE c ()", "", "003"),
            (),
            "no_down",
        ),
        ((), "apply", migration("", "SELECT 1"), (), "no_up"),
        (
            (),
            "apply",
            migration("COMMIT; SELECT 2"),
            (),
            "transaction_control",
        ),
        ((), "apply", migration("CREATE DATABASE x"), (), "not_resumable"),
        (
            (),
            "apply",
            migration("CREATE INDEX CONCURRENTLY ON a (n)"),
            (),
            "not_resumable",
        ),
        ((), "apply", migration("SELECT 'a"), (), "unreadable_sql"),
        ((), "apply", migration("SELECT 1/0"), (), "statement_failed"),
    ],
)
def test_refusals_have_a_code_and_change_nothing(
    act, connection, done, action, one, before, code
):
    for each in done:
        assert act("apply", each).outcome == "succeeded"
    kept = act("reconcile", one).data["applied"]
    result = act(action, one, before)
    assert (result.outcome, result.data["code"]) == ("failed", code)
    assert result.data["applied"] == kept


def test_order_that_is_not_its_checksum_is_refused(act, connection):
    result = act("apply", {**FIRST, "up": FIRST["up"] + " "})
    assert (result.outcome, result.data["code"]) == ("refused", "checksum_mismatch")
    result = act("apply", SECOND, [{**FIRST, "down": ""}])
    assert (result.outcome, result.data["code"]) == ("refused", "checksum_mismatch")
    assert act("destroy", FIRST).data["code"] == "bad_content"


def test_failed_statement_leaves_nothing(act, connection):
    one = migration("CREATE TABLE x (); INSERT INTO nowhere VALUES (1)")
    result = act("apply", one)
    assert result.data["code"] == "statement_failed"
    assert standing(result)[0] == "not_applied"
    assert value(connection, "SELECT to_regclass('x')") is None


def test_constraint_that_fails_at_the_commit_leaves_nothing(act, connection):
    unique = "UNIQUE DEFERRABLE INITIALLY DEFERRED"
    execute(connection, f"CREATE TABLE k (n int {unique})")
    result = act("apply", migration("INSERT INTO k VALUES (1), (1)"))
    assert (result.outcome, result.data["code"]) == ("failed", "statement_failed")
    assert standing(result)[0] == "not_applied"
    assert rows(connection, "SELECT * FROM k") == []


def test_transaction_around_the_script_is_the_runners(act, connection):
    up = "BEGIN; CREATE TABLE x (n int); INSERT INTO x VALUES (1); COMMIT;"
    assert standing(act("apply", migration(up))) == ("applied", 2, 2)
    failing = up.replace("x", "y").replace("COMMIT", "SELECT 1/0; COMMIT")
    act("apply", migration(failing, version="011"))
    assert value(connection, "SELECT to_regclass('y')") is None


def test_statement_by_statement_resumes_where_it_failed(act, connection):
    act("apply", FIRST)
    execute(connection, "INSERT INTO a VALUES (1)")
    result = act("apply", INDEX, [FIRST])
    assert result.data["code"] == "statement_failed"
    assert standing(result) == ("partial", 1, 3)
    assert value(
        connection,
        "SELECT NOT indisvalid FROM pg_index WHERE indexrelid = 'a_n'::regclass",
    )
    execute(connection, "DELETE FROM a WHERE ctid = (SELECT min(ctid) FROM a)")
    result = act("apply", INDEX, [FIRST])
    assert standing(result) == ("applied", 3, 3)
    assert rows(connection, "SELECT n FROM a ORDER BY 1") == [(1,), (7,)]
    assert value(connection, "SELECT bool_and(indisvalid) FROM pg_index")


def test_partial_one_can_go_down(act, connection):
    act("apply", FIRST)
    execute(connection, "INSERT INTO a VALUES (1)")
    act("apply", INDEX, [FIRST])
    result = act("rollback", INDEX, [FIRST])
    assert standing(result) == ("rolled_back", 2, 2)
    assert rows(connection, "SELECT * FROM a") == []
    assert value(connection, "SELECT to_regclass('a_n')") is None


def test_half_rolled_back_one_is_not_applied_again(act, connection):
    act("apply", FIRST)
    one = migration(
        "CREATE INDEX CONCURRENTLY i ON a (n)",
        "DROP INDEX CONCURRENTLY i; SELECT 1/0",
        "002",
    )
    act("apply", one, [FIRST])
    assert standing(act("rollback", one, [FIRST])) == ("partial", 1, 2)
    assert act("apply", one, [FIRST]).data["code"] == "partial_down"


def test_two_agents_at_once_apply_once(act, connection):
    one = migration("SELECT pg_sleep(0.3); CREATE TABLE x (); INSERT INTO n VALUES (1)")
    execute(connection, "CREATE TABLE n (n int)")
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda _n: act("apply", one), range(3)))
    assert {result.outcome for result in results} == {"succeeded"}
    assert rows(connection, "SELECT n FROM n") == [(1,)]


def test_whoever_waits_too_long_is_told(act, connection, monkeypatch):
    monkeypatch.setattr(postgres_apply, "WAIT_SECONDS", 0.3)
    execute(connection, "SELECT pg_advisory_lock(%s, 1)", 0x504C414E)
    result = act("apply", FIRST)
    assert (result.outcome, result.data["code"]) == ("error", "locked")


def test_cancelled_within_a_transaction_leaves_nothing(act, connection):
    one = migration("CREATE TABLE x (); SELECT pg_sleep(60)")
    result = act("apply", one, stop_at="up: statement 1")
    assert result.outcome == "cancelled"
    assert standing(result)[0] == "not_applied"
    assert value(connection, "SELECT to_regclass('x')") is None


def test_lock_that_is_not_had_within_the_budget_ends_it(act, connection, target):
    act("apply", FIRST)
    with target.connect() as other:
        execute(other, "BEGIN; LOCK TABLE a IN ACCESS SHARE MODE")
        one = migration("ALTER TABLE a ADD m int", "", "002")
        result = act("apply", one, [FIRST], lock_budget_ms=50)
    assert result.data["code"] == "statement_failed"
    assert "55P03" in result.message


def test_no_secret_in_result_or_log(dsn, database):
    given = content("apply", FIRST)
    result, watcher = run(dsn(database) + " password=s3cr3t-word", given)
    assert result.outcome == "succeeded"
    bad, other = run("postgres://u:s3cr3t-word@/x?nonsense=1", given)
    assert (bad.outcome, bad.data["code"]) == ("error", "bad_dsn")
    said = [result, bad, watcher.text, other.text, watcher.steps]
    assert "s3cr3t" not in repr(said)


def test_server_that_is_not_there_is_an_error(dsn):
    result, _watcher = run("host=/nowhere dbname=x", content("apply", FIRST))
    assert (result.outcome, result.data["code"]) == ("error", "unreachable")
    assert threading.active_count() < 20


def test_other_role_of_a_script_does_not_reach_the_ledger(act, connection, roles):
    execute(connection, "GRANT CREATE ON SCHEMA public TO lab_owner")
    one = migration("SET ROLE lab_owner; CREATE TABLE x (n int)")
    assert standing(act("apply", one)) == ("applied", 2, 2)
    sql = "SELECT relowner::regrole::text FROM pg_class WHERE relname = 'x'"
    assert value(connection, sql) == "lab_owner"


def test_settings_are_there_again_after_a_resume(act, connection, roles):
    execute(connection, "CREATE SCHEMA s; CREATE TABLE s.t (n int)")
    execute(connection, "INSERT INTO s.t VALUES (1), (1)")
    one = migration(
        "SET search_path = s; SET ROLE odoo;"
        " CREATE UNIQUE INDEX CONCURRENTLY i ON t (n); INSERT INTO t VALUES (2)"
    )
    assert standing(act("apply", one)) == ("partial", 2, 4)
    execute(connection, "DELETE FROM s.t")
    assert standing(act("apply", one)) == ("applied", 4, 4)
    assert rows(connection, "SELECT n FROM s.t") == [(2,)]
