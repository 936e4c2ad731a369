# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The throw-away database goes, whatever happens; the target is never touched."""

import subprocess
from contextlib import contextmanager

import pytest

from planctl.executors.postgres_catalog import read_catalog
from planctl.executors.postgres_connection import MigrationRefused, Target, value
from planctl.executors.postgres_programs import Programs
from planctl.executors.postgres_scratch import PREFIX, drop, drop_orphans
from plankit.catalog import differences
from tools.postgres import programs

from .conftest import PACKAGES
from .lab import content, migration, run

BIN = str(programs(PACKAGES))
ADD = "ALTER TABLE item ADD x int"
DROP = "ALTER TABLE item DROP COLUMN x"
OLD = f"{PREFIX}20200101000000_0123456789ab"


def left(admin):
    admin.execute(f"SELECT count(*) FROM pg_database WHERE datname LIKE '{PREFIX}%'")
    return admin.fetchone()[0]


def given(up=ADD, down=DROP, before=(), **more):
    return content("rehearse", migration(up, down), before, **more)


@contextmanager
def unchanged(dsn, shop):
    """The target's catalog is what it was."""
    target = Target.read(dsn(shop))
    with target.connect() as connection:
        before = read_catalog(connection)
    yield
    with target.connect() as connection:
        assert differences(before, read_catalog(connection)) == []


@pytest.mark.parametrize("mode", ["schema", "data", "template"])
def test_copy_has_the_targets_catalog(dsn, shop, admin, mode):
    """Names, rights and comments too: pg_dump brings them along."""
    policy = {"copy": mode, "bin": BIN}
    asked = "has_column_privilege('lab_reader', 'customer', 'note', 'UPDATE')"
    order = given(previous_smoke=f'psql -X -At -c "SELECT {asked}" | grep -qx t')
    with unchanged(dsn, shop):
        result, watcher = run(dsn(shop), order, policy)
    assert result.message.startswith("R4"), watcher.text
    assert left(admin) == 0
    assert bool(watcher.groups)


@pytest.mark.parametrize("form", ["plain", "custom"])
def test_dump_of_the_policy_is_restored(dsn, shop, server, admin, tmp_path, form):
    path = tmp_path / "dump"
    command = [f"{BIN}/pg_dump", "-F", form, "-f", str(path), shop]
    subprocess.run(command, check=True, env=server.environment)
    policy = {"copy": "schema", "dump": str(path), "bin": BIN}
    result, watcher = run(dsn(shop), given(), policy)
    assert result.message.startswith("R3"), watcher.text
    assert left(admin) == 0


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ({"copy": "schema", "dump": "/nowhere/dump", "bin": BIN}, "no_dump"),
        ({"copy": "schema", "bin": "/nowhere"}, "program_missing"),
        ({"copy": "all", "bin": BIN}, "bad_policy"),
    ],
)
def test_policy_that_cannot_be_followed_is_an_error(dsn, shop, admin, policy, code):
    result, _watcher = run(dsn(shop), given(), policy)
    assert (result.outcome, result.data["code"]) == ("error", code)
    assert left(admin) == 0


def test_password_is_in_the_environment_and_in_no_word(dsn, shop, monkeypatch):
    seen = []
    kept = Programs.run

    def spied(self, words, environment, workdir=None):
        seen.append((words, environment))
        return kept(self, words, environment, workdir)

    monkeypatch.setattr(Programs, "run", spied)
    policy = {"copy": "schema", "bin": BIN}
    order = given(previous_smoke="env")
    result, _watcher = run(dsn(shop) + " password=s3cr3t-word", order, policy)
    assert result.message.startswith("R4")
    assert len(seen) == 3
    assert "s3cr3t" not in repr([words for words, _environment in seen])
    assert {one["PGPASSWORD"] for _words, one in seen} == {"s3cr3t-word"}
    assert "s3cr3t" not in repr(result)


def test_target_in_use_cannot_be_a_template(dsn, database, connection, admin):
    """Somebody is connected: PostgreSQL copies no database under their hands."""
    result, _watcher = run(dsn(database), given("SELECT 1", "SELECT 1"))
    assert (result.outcome, result.data["code"]) == ("error", "database_error")
    assert left(admin) == 0


def test_broken_dump_is_an_error(dsn, shop, admin, tmp_path):
    path = tmp_path / "dump.sql"
    path.write_text("CREATE TABLE x (); SELECT nonsense")
    policy = {"copy": "schema", "dump": str(path), "bin": BIN}
    result, _watcher = run(dsn(shop), given(), policy)
    assert (result.outcome, result.data["code"]) == ("error", "program_failed")
    assert left(admin) == 0


@pytest.mark.parametrize(
    "step",
    ["database", "seeded", "measured", "statement 1", "in between", "down", "again"],
)
def test_cancelled_at_each_step_leaves_no_database(dsn, shop, admin, step):
    with unchanged(dsn, shop):
        result, watcher = run(dsn(shop), given(), stop_at=step)
    assert result.outcome == "cancelled" or step == "again", watcher.text
    assert left(admin) == 0


def test_smoke_check_is_stopped_with_its_children(dsn, shop, admin):
    order = given(previous_smoke="sleep 1000 & echo started; wait")
    result, watcher = run(dsn(shop), order, stop_at="in between")
    assert result.outcome == "cancelled"
    done = subprocess.run(
        ["pgrep", "-r", "D,R,S,T", "-g", str(watcher.groups[-1])],
        capture_output=True,
        check=False,
    )
    assert done.stdout == b""
    assert left(admin) == 0


def test_smoke_that_fails_stops_at_data(dsn, shop):
    result, watcher = run(dsn(shop), given(previous_smoke="echo no >&2; exit 3"))
    assert result.message.startswith("R3")
    assert "no\n" in watcher.text
    reasons = [one["code"] for one in result.data["rehearsal"]["reasons"]]
    assert "smoke_failed" in reasons


def test_smoke_sees_the_new_schema_of_the_copy(dsn, shop):
    command = "psql -X -q -v ON_ERROR_STOP=1 -c 'SELECT x FROM item'"
    policy = {"bin": BIN}
    result, watcher = run(dsn(shop), given(previous_smoke=command), policy)
    assert result.message.startswith("R4"), watcher.text


def test_up_that_fails_proves_nothing_and_leaves_no_database(dsn, shop, admin):
    result, _watcher = run(dsn(shop), given(up="SELECT 1/0"))
    assert (result.outcome, result.message[:2]) == ("failed", "R0")
    assert left(admin) == 0


@pytest.mark.parametrize(
    "up", ["CREATE ROLE lab_other", "ALTER SYSTEM SET fsync = on", "GRANT a TO b"]
)
def test_what_reaches_beyond_the_database_is_not_rehearsed(dsn, shop, admin, up):
    result, _watcher = run(dsn(shop), given(up=up))
    assert (result.outcome, result.data["code"]) == ("failed", "cluster_wide")
    admin.execute("SELECT count(*) FROM pg_roles WHERE rolname = 'lab_other'")
    assert admin.fetchone()[0] == 0


def test_what_reached_beyond_it_long_ago_bars_nothing(dsn, database):
    up = "CREATE TABLE low (n int); ALTER ROLE CURRENT_USER RESET work_mem"
    lower = migration(up, "DROP TABLE low", "001")
    one = given("ALTER TABLE low ADD m int", "ALTER TABLE low DROP m", [lower])
    result, _watcher = run(dsn(database), one)
    assert result.data["code"] == "cluster_wide"
    result, _watcher = run(dsn(database), content("apply", lower))
    assert result.outcome == "succeeded", result.message
    result, watcher = run(dsn(database), one)
    assert result.message.startswith("R3"), watcher.text


def test_lower_ones_that_the_target_has_not_are_applied_first(dsn, shop):
    lower = migration("CREATE TABLE low (n int)", "DROP TABLE low", "001")
    one = given("ALTER TABLE low ADD m int", "ALTER TABLE low DROP m", [lower])
    result, watcher = run(dsn(shop), one)
    assert result.message.startswith("R3"), watcher.text


def test_applied_one_is_not_rehearsed(dsn, database, admin):
    one = migration("CREATE TABLE a (n int)", "DROP TABLE a")
    assert run(dsn(database), content("apply", one))[0].outcome == "succeeded"
    result, _watcher = run(dsn(database), content("rehearse", one))
    assert result.data["code"] == "already_applied"


def test_lower_one_that_was_edited_is_told(dsn, database):
    lower = migration("CREATE TABLE low (n int)", "DROP TABLE low", "001")
    run(dsn(database), content("apply", lower))
    edited = migration("CREATE TABLE low (n int, m int)", "DROP TABLE low", "001")
    result, _watcher = run(dsn(database), given("SELECT 1", "SELECT 1", [edited]))
    assert result.data["code"] == "checksum_changed"


def test_orphans_of_a_crash_are_dropped_after_a_day(dsn, admin):
    target = Target.read(dsn("postgres"))
    with target.connect() as connection:
        sql = "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISS')"
        now = value(connection, sql)
        young = f"{PREFIX}{now}_0123456789ab"
        for name in (OLD, young, f"{PREFIX}mine"):
            admin.execute(f"CREATE DATABASE {name} STRATEGY FILE_COPY")
        drop_orphans(connection)
        admin.execute(f"SELECT datname FROM pg_database WHERE datname LIKE '{PREFIX}%'")
        assert {row[0] for row in admin.fetchall()} == {young, f"{PREFIX}mine"}
        drop(connection, young)
        with pytest.raises(MigrationRefused):
            drop(connection, f"{PREFIX}mine")
        admin.execute(f"DROP DATABASE {PREFIX}mine")
