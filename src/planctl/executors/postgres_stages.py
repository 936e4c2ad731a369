# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The steps of a rehearsal on its throw-away database.

The catalog after the down must be the one before the up, and every row that was
there, or was written in between, must still be there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_apply import prepare
from planctl.executors.postgres_between import Between, written_between
from planctl.executors.postgres_catalog import read_catalog
from planctl.executors.postgres_connection import (
    MigrationRefused,
    Target,
    execute,
    problem,
)
from planctl.executors.postgres_data import (
    Keeper,
    Moment,
    advance,
    row_counts,
    sequences,
    settle,
)
from planctl.executors.postgres_lab import SHOWN, Lab, Seen
from planctl.executors.postgres_ledger import UP, Ledger
from planctl.executors.postgres_locks import Locks, Sampler
from planctl.executors.postgres_probe import Probe, held_by, probe_queries
from planctl.executors.postgres_rows import Writer
from planctl.executors.postgres_script import Runner, Script, ignored, read_script
from planctl.executors.postgres_tables import LEDGER, Table, read_tables
from planctl.executors.postgres_work import Migration
from plankit import ladder
from plankit.catalog import changed_tables, differences, weak_differences

_LEAST_TIMEOUT_MS = 1000

_Catalog = dict[str, dict[str, Any]]


@dataclass
class Stage:
    """The throw-away database while the rehearsal goes on.

    ``keep`` holds the copies, ``write`` writes rows, ``main`` runs the scripts.
    """

    lab: Lab
    place: Target
    seen: Seen
    keep: Connection
    write: Connection
    main: Connection
    held: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keeper = Keeper(self.keep)
        self.writer = Writer(self.write)
        self.migration = self.lab.work.migration

    def run(self, missing: Sequence[Migration], up: Script, down: Script) -> None:
        ledger = Ledger(self.main)
        ledger.create()
        for one in missing:
            self.lab.stage(1, f"{one.version} comes before and is applied")
            self._forget()
            self._runner().run(one, read_script(UP, one.up), None)
        tables = self._seeded()
        catalog = read_catalog(self.keep)
        before = self.keeper.copy(tables)
        if not self._up(up, tables):
            return
        changed = read_catalog(self.keep)
        between = self._between(tables, before)
        touched = changed_tables(catalog, changed) | self._locked()
        touched |= self.keeper.changed(before, between.first)
        self._count(touched & {*tables})
        unproved = between.unproved(touched & {*tables})
        self.seen.note(
            rows_written=sum(between.written.values()), unproved_tables=unproved
        )
        if not self._down(down):
            return
        self._compare(catalog, before, between)
        self._again(up, changed)

    def _runner(self, locks: Locks | None = None) -> Runner:
        looked = self._looker(locks) if locks else ignored
        budget = self.lab.work.lock_budget_ms
        return Runner(self.main, Ledger(self.main), self.lab.steps, budget, looked)

    def _looker(self, locks: Locks) -> Any:
        pid = held_by(self.main)

        def look(_script: Script, _place: int) -> None:
            locks.look(self.main, pid, locks.last)

        return look

    def _seeded(self) -> dict[str, Table]:
        self.lab.stage(2, "rows are seeded into tables that have few")
        tables = read_tables(self.keep)
        self.seen.counts = row_counts(self.keep, tables)
        numbers = sequences(self.keep)
        self.held = self.writer.seed(tables)
        settle(self.write, numbers)
        advance(self.write)
        for name, count in self.held.items():
            if not count:
                self.lab.tell(f"no row could be made for {name}")
        self.seen.note(tables=len(tables))
        return tables

    def _up(self, up: Script, tables: dict[str, Table]) -> bool:
        self.lab.stage(3, "up, with its locks measured beside a probe")
        locks = self.seen.locks = Locks.of(self.keep, LEDGER)
        queries = probe_queries(self.writer, tables, self.migration.up)
        timeout = max(self.lab.work.lock_budget_ms, _LEAST_TIMEOUT_MS)
        probe = self.seen.probe = Probe(self.place, queries, timeout)
        with probe, Sampler(self.place, locks, held_by(self.main)):
            ran = self._ran(up, self._runner(locks))
        self.seen.note(
            up_ran=ran,
            measured=True,
            longest_lock_ms=locks.longest_blocking_ms,
            probe_queries=probe.queries,
            probe_errors=probe.errors,
        )
        for message in probe.messages:
            self.lab.tell(f"a probe failed: {message}")
        return ran

    def _ran(self, script: Script, runner: Runner) -> bool:
        """What PostgreSQL turns down is a finding; all else ends the rehearsal."""
        if not script.of:
            self.lab.tell(f"the {script.direction} script does nothing")
            return False
        try:
            self._forget()
            runner.run(self.migration, script, None)
        except MigrationRefused as refusal:
            self.lab.tell(f"the {script.direction} script failed: {refusal.message}")
            return False
        except psycopg2.Error as error:
            if self.main.closed or error.pgcode is None:
                raise
            self.lab.tell(f"the {script.direction} script failed: {problem(error)}")
            return False
        return True

    def _forget(self) -> None:
        """A target's script has a session of its own: no setting is left to it."""
        execute(self.main, "DISCARD ALL")
        prepare(self.main)

    def _between(self, tables: dict[str, Table], before: Moment) -> Between:
        self.lab.stage(4, "rows are written in between")
        now = read_tables(self.keep)
        first = self.keeper.copy(now, tables)
        written = written_between(self.writer, tables, now)
        self._smoke()
        settle(self.write, before.sequences)
        second = self.keeper.copy(now, tables)
        return Between(first, second, written, self.held, {*now})

    def _smoke(self) -> None:
        command = self.lab.work.previous_smoke
        if not command:
            return
        programs = self.lab.programs
        words = [programs.path("bash") if not programs.folder else "bash", "-c"]
        environment = self.place.environment(programs.environment)
        workdir = str(self.lab.policy.get("workdir", "")) or None
        code, text = programs.run([*words, command], environment, workdir)
        self.lab.steps.log("stdout", text)
        self.lab.tell(f"the previous version's smoke check ended with code {code}")
        self.seen.note(smoke=ladder.FAILED if code else ladder.PASSED)

    def _locked(self) -> set[str]:
        return self.seen.locks.written if self.seen.locks else set()

    def _count(self, touched: set[str]) -> None:
        counts = self.lab.target_counts(touched & {*self.seen.counts})
        enough = {*counts} == touched and all(
            self.seen.counts[name] >= count for name, count in counts.items()
        )
        self.seen.note(production_counts=enough)

    def _down(self, down: Script) -> bool:
        self.lab.stage(5, "down")
        ran = self._ran(down, self._runner())
        self.seen.note(down_ran=ran)
        return ran

    def _compare(self, catalog: _Catalog, before: Moment, between: Between) -> None:
        self.lab.stage(6, "catalog and rows are compared")
        now = read_catalog(self.keep)
        seen = self.seen
        seen.catalog = differences(catalog, now)
        seen.weak = weak_differences(catalog, now)
        seen.rows = self.keeper.differences(
            before, between.first, between.second, read_tables(self.keep)
        )
        for one in seen.catalog[:SHOWN]:
            self.lab.tell(f"differs: {one['object']} {one['field']}")
        for one in seen.rows[:SHOWN]:
            self.lab.tell(f"lost: {one['table']} {one['code']} {one['rows']}")
        seen.note(
            catalog_differences=len(seen.catalog),
            row_differences=sum(max(one["rows"], 1) for one in seen.rows),
        )

    def _again(self, up: Script, changed: _Catalog) -> None:
        self.lab.stage(7, "up again")
        ran = self._ran(up, self._runner())
        self.seen.note(again=ran)
        if ran:
            found = differences(changed, read_catalog(self.keep))
            self.seen.note(again_differences=len(found))
            self.seen.catalog += [{**one, "again": True} for one in found]
