# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Killed anywhere, a migration is applied exactly once after the retry."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planctl.executors.postgres_connection import Target, execute, rows, value
from planctl.executors.postgres_migration import PostgresMigrationExecutor
from tools.postgres import USER, Server

from .conftest import PACKAGES
from .lab import Watcher, content, migration, run

ROOT = Path(__file__).parents[3]
CHILD = Path(__file__).with_name("crash_child.py")

WHOLE = migration(
    "INSERT INTO did VALUES ('one'); ALTER TABLE did ADD x int;"
    " INSERT INTO did VALUES ('two')",
    "DELETE FROM did; ALTER TABLE did DROP COLUMN x",
)
EACH = migration(
    "INSERT INTO did VALUES ('one');"
    "CREATE UNIQUE INDEX CONCURRENTLY did_what ON did (what);"
    "INSERT INTO did VALUES ('two')",
    "DROP INDEX CONCURRENTLY did_what; DELETE FROM did",
)
#: ``(migration, step)``: the last thing that happened.
UP = [
    *((WHOLE, f"up: {step}") for step in ("begin", "statement 1", "statement 2")),
    *((WHOLE, f"up: {step}") for step in ("statement 3", "ledger", "committed")),
    *((EACH, f"up: {step}") for step in ("ledger 1", "position 1", "marked 2")),
    *((EACH, f"up: {step}") for step in ("alone 2", "position 2", "ledger 3")),
    *((EACH, f"up: {step}") for step in ("position 3", "committed")),
]
DOWN = [
    *((WHOLE, f"down: {step}") for step in ("begin", "statement 1", "ledger")),
    *((EACH, f"down: {step}") for step in ("marked 1", "alone 1", "position 1")),
    *((EACH, f"down: {step}") for step in ("ledger 2", "committed")),
]
ONE_AND_TWO = [("one",), ("two",)]


def named(case):
    return ("whole " if case[0] is WHOLE else "each ") + case[1]


@pytest.fixture
def made(connection):
    execute(connection, "CREATE TABLE did (what text)")
    return connection


def child(dsn, given, step):
    """The agent's process; killed by itself at the step."""
    path = os.pathsep.join([str(ROOT / "src"), str(CHILD.parent)])
    words = [sys.executable, str(CHILD), dsn, json.dumps(given), step]
    return subprocess.Popen(words, env={**os.environ, "PYTHONPATH": path})


def killed(dsn, given, step):
    assert child(dsn, given, step).wait(60) == -signal.SIGKILL


def retried(dsn, given, state):
    result, watcher = run(dsn, given)
    assert result.outcome == "succeeded", watcher.text
    assert result.data["applied"]["state"] == state
    return result


def check_up(connection):
    assert rows(connection, "SELECT what FROM did ORDER BY 1") == ONE_AND_TWO
    assert value(connection, "SELECT bool_and(indisvalid) FROM pg_index")


@pytest.mark.parametrize("case", UP, ids=named)
def test_agent_killed_on_the_way_up(dsn, database, made, case):
    one, step = case
    killed(dsn(database), content("apply", one), step)
    retried(dsn(database), content("apply", one), "applied")
    check_up(made)


@pytest.mark.parametrize("case", DOWN, ids=named)
def test_agent_killed_on_the_way_down(dsn, database, made, case):
    one, step = case
    retried(dsn(database), content("apply", one), "applied")
    killed(dsn(database), content("rollback", one), step)
    retried(dsn(database), content("rollback", one), "rolled_back")
    assert rows(made, "SELECT what FROM did") == []
    assert value(made, "SELECT to_regclass('did_what')") is None
    retried(dsn(database), content("apply", one), "applied")
    check_up(made)


class Cutting:
    """Ends the migration's session at a step."""

    def __init__(self, connection, database, step):
        self.connection, self.database, self.step = connection, database, step

    def __call__(self, text):
        if text == self.step:
            self.step = None
            sql = (
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = %s AND application_name = 'planctl'"
            )
            rows(self.connection, sql, self.database)


@pytest.mark.parametrize("case", UP, ids=named)
def test_session_ended_by_the_server(dsn, database, made, case, monkeypatch):
    one, step = case
    cut = Cutting(made, database, step)
    monkeypatch.setattr(Watcher, "progress", lambda _self, _d, _t, text: cut(text))
    result, _watcher = run(dsn(database), content("apply", one))
    assert cut.step is None
    assert result.outcome in ("error", "failed", "succeeded")
    if result.outcome != "succeeded":
        assert result.data["code"] == "connection_lost"
    retried(dsn(database), content("apply", one), "applied")
    check_up(made)


def waiting(connection, sql, *values):
    """Until the query finds something; the test's own time limit ends it."""
    for _try in range(600):
        if value(connection, sql, *values):
            return
        time.sleep(0.05)
    raise AssertionError(sql)


def test_index_cut_short_is_built_again(dsn, database, target, made):
    """The agent dies while PostgreSQL waits for another session's transaction."""
    with target.connect("other") as other:
        execute(other, "BEGIN; INSERT INTO did VALUES ('kept')")
        agent = child(dsn(database), content("apply", EACH), "never")
        building = "SELECT count(*) FROM pg_stat_progress_create_index"
        waiting(made, building)
        invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid"
        waiting(made, invalid)
        agent.send_signal(signal.SIGKILL)
        agent.wait(60)
        waiting(made, f"SELECT ({building}) = 0")
        assert value(made, invalid) == 1
        execute(other, "COMMIT")
    result, watcher = run(dsn(database), content("reconcile", EACH))
    assert result.data["applied"]["state"] == "partial"
    assert result.data["applied"]["position"] == 1
    retried(dsn(database), content("apply", EACH), "applied")
    execute(made, "DELETE FROM did WHERE what = 'kept'")
    check_up(made)


def test_server_stopped_at_once_within_a_migration(tmp_path_factory):
    """Crash recovery, then the retry; the point is named by the agent's step."""
    folder = tmp_path_factory.mktemp("crash")
    for each in (folder, *folder.parents):
        if each != Path("/tmp") and each.is_relative_to("/tmp"):
            each.chmod(0o711)
    cluster = Server(PACKAGES, folder, ("fsync=off", "max_connections=20"))
    cluster.start()
    try:
        dsn = f"host={cluster.socket} port=5432 user={USER} dbname=postgres"
        target = Target.read(dsn)
        with target.connect() as connection:
            execute(connection, "CREATE TABLE did (what text)")
        for one, step in (UP[3], UP[4], UP[5], UP[8], UP[9], UP[11]):
            _stopped_at(cluster, dsn, one, step)
            retried(dsn, content("apply", one), "applied")
            with target.connect() as connection:
                check_up(connection)
            retried(dsn, content("rollback", one), "rolled_back")
    finally:
        cluster.stop()


def _stopped_at(cluster, dsn, one, step):
    class Stopping(Watcher):
        def progress(self, done, total, text):
            if text == step:
                pid = int((cluster.data / "postmaster.pid").read_text().split()[0])
                os.kill(pid, signal.SIGQUIT)
                while cluster.ready() or (cluster.data / "postmaster.pid").exists():
                    if not Path("/proc", str(pid)).exists():
                        break
                    time.sleep(0.05)

    PostgresMigrationExecutor().run(Stopping(dsn, content("apply", one)))
    cluster.start()
