# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Locks are measured on a real run, and whoever suffers from them is counted."""

import pytest

from planctl.executors.postgres_connection import Target, execute, rows
from planctl.executors.postgres_data import row_counts
from planctl.executors.postgres_locks import Locks, Sampler
from planctl.executors.postgres_probe import Probe, held_by, probe_queries
from planctl.executors.postgres_rows import Writer
from planctl.executors.postgres_tables import LEDGER, read_tables
from tools.postgres import programs

from .conftest import PACKAGES
from .lab import content, migration, run
from .schema import SCHEMA

ADD = "ALTER TABLE item ADD x int"
DROP = "ALTER TABLE item DROP COLUMN x"


@pytest.fixture
def rehearsed(dsn, shop):
    def done(up, down, budget=60_000, **more):
        given = content("rehearse", migration(up, down, breaking="no"))
        given.update(lock_budget_ms=budget, **more)
        result, watcher = run(dsn(shop), given)
        assert "rehearsal" in result.data, watcher.text
        return result.data["rehearsal"]

    return done


def codes(found):
    return [one["code"] for one in found["reasons"]]


def test_short_migration_within_the_budget_is_measured(rehearsed):
    found = rehearsed(ADD, DROP)
    assert found["downtime_level"] == "Z3"
    assert found["probe"]["queries"] > 0
    assert found["probe"]["errors"] == 0
    modes = {(one["table"], one["mode"]) for one in found["locks"]}
    assert ("public.item", "AccessExclusiveLock") in modes


def test_long_exclusive_lock_is_seen_with_table_mode_and_victims(rehearsed):
    found = rehearsed(f"{ADD}; SELECT pg_sleep(1.5)", DROP, budget=1000)
    longest = found["locks"][0]
    assert (longest["table"], longest["mode"]) == ("public.item", "AccessExclusiveLock")
    assert longest["milliseconds"] >= 1400
    assert found["longest_lock_ms"] >= 1400
    assert found["probe"]["errors"] > 0
    assert found["downtime_level"] == "Z1"
    assert {"lock_over_budget", "probe_errors"} <= {*codes(found)}


def test_lock_too_short_for_a_sample_is_seen_by_the_session_itself(connection):
    execute(connection, "CREATE TABLE t (n int)")
    locks = Locks.of(connection, LEDGER)
    execute(connection, "BEGIN; LOCK TABLE t IN EXCLUSIVE MODE")
    locks.look(connection, held_by(connection), locks.last)
    execute(connection, "COMMIT")
    locks.finish()
    assert locks.values()[0]["mode"] == "ExclusiveLock"
    assert locks.written == {"public.t"}


def test_tables_of_the_migration_itself_are_locked_for_nobody(rehearsed):
    up = "CREATE TABLE fresh (n int); LOCK TABLE fresh; SELECT pg_sleep(0.2)"
    found = rehearsed(up, "DROP TABLE fresh")
    assert "public.fresh" not in {one["table"] for one in found["locks"]}
    assert found["longest_lock_ms"] == 0


def test_index_built_beside_writers_blocks_nobody(rehearsed):
    found = rehearsed(
        "CREATE INDEX CONCURRENTLY fresh ON item (price)",
        "DROP INDEX CONCURRENTLY fresh",
    )
    assert found["rollback_level"] == "R3"
    assert found["longest_lock_ms"] == 0
    assert found["downtime_level"] == "Z3"


@pytest.mark.parametrize(
    ("up", "down"),
    [
        (
            "ALTER TABLE item RENAME done TO closed",
            "ALTER TABLE item RENAME closed TO done",
        ),
        (
            "ALTER TABLE customer ADD must int NOT NULL DEFAULT 1;"
            "ALTER TABLE customer ALTER must DROP DEFAULT",
            "ALTER TABLE customer DROP must",
        ),
        (
            "ALTER TABLE item ADD CONSTRAINT tiny CHECK (amount < 0) NOT VALID",
            "ALTER TABLE item DROP CONSTRAINT tiny",
        ),
    ],
)
def test_schema_that_the_previous_version_cannot_use_is_seen(rehearsed, up, down):
    found = rehearsed(up, down)
    assert found["probe"]["errors"] > 0
    assert "probe_errors" in codes(found) or found["downtime_level"] == "Z0"


def test_probe_leaves_no_trace(target, dsn, shop, connection, roles):
    execute(connection, SCHEMA)
    tables = read_tables(connection)
    writer = Writer(connection)
    writer.seed(tables)
    before = rows(connection, "SELECT c::text FROM customer c ORDER BY id")
    counts = row_counts(connection, tables)
    queries = probe_queries(writer, tables, "item")
    assert {sql.split()[0] for sql, _values in queries} == {
        "SELECT",
        "UPDATE",
        "INSERT",
    }
    assert "item" in queries[0][0]
    with Probe(target, queries, 1000) as probe:
        pass
    assert (probe.errors, probe.queries >= len(queries)) == (0, True)
    assert rows(connection, "SELECT c::text FROM customer c ORDER BY id") == before
    assert row_counts(connection, tables) == counts


def test_sampler_ends_with_its_block(target, connection):
    locks = Locks.of(connection, LEDGER)
    with Sampler(target, locks, held_by(connection)) as sampler:
        pass
    assert sampler.looks > 0
    looks = sampler.looks
    execute(connection, "SELECT pg_sleep(0.05)")
    assert sampler.looks == looks


def test_rows_of_the_target_decide_on_the_highest_level(dsn, admin, roles):
    """Only the schema is copied: the rehearsal has fewer rows than the target."""
    admin.execute("CREATE DATABASE lab_rows STRATEGY FILE_COPY")
    with Target.read(dsn("lab_rows")).connect() as one:
        execute(one, "CREATE TABLE t (n bigint); INSERT INTO t VALUES (1), (2)")
    up, down = "ALTER TABLE t ADD x text", "ALTER TABLE t DROP COLUMN x"
    given = content("rehearse", migration(up, down, breaking="no"))
    given["lock_budget_ms"] = 60_000
    bin_folder = str(programs(PACKAGES))
    for mode, level in (("schema", "Z2"), ("data", "Z3"), ("template", "Z3")):
        policy = {"copy": mode, "bin": bin_folder}
        result, watcher = run(dsn("lab_rows"), given, policy)
        assert "rehearsal" in result.data, watcher.text
        found = result.data["rehearsal"]
        assert (mode, found["downtime_level"]) == (mode, level), found["reasons"]
        assert found["row_counts"] == {"public.t": 0 if mode == "schema" else 2}
