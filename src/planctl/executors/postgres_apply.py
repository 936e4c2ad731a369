# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Apply, roll back, reconcile: in order, once, and as the target's ledger says."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_connection import MigrationRefused, Target, execute
from planctl.executors.postgres_ledger import (
    APPLIED,
    DOWN,
    NOT_APPLIED,
    PARTIAL,
    ROLLED_BACK,
    UP,
    Entry,
    Ledger,
    alone,
)
from planctl.executors.postgres_script import Runner, read_script
from planctl.executors.postgres_work import Migration, Steps, Work
from plankit.scripts import version_key

#: How long to wait for another migration on the target, in seconds.
WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class Applied:
    """Where the ledger stands, and whether anything was run to get there."""

    values: Mapping[str, Any]
    changed: bool


def apply(target: Target, work: Work, steps: Steps, job: int = 0) -> Applied:
    """Apply the migration, go on where it stopped, or find it applied."""
    return _moved(target, work, steps, job, UP)


def rollback(target: Target, work: Work, steps: Steps, job: int = 0) -> Applied:
    """Run the down of the newest migration."""
    return _moved(target, work, steps, job, DOWN)


def reconcile(target: Target, work: Work, steps: Steps) -> Applied:
    """Say where the ledger stands; nothing is written."""
    with target.connect() as connection:
        execute(connection, "SET default_transaction_read_only = on")
        entry = Ledger(connection).entries().get(work.migration.version)
    values = standing(work.migration, entry)
    steps.log("agent", f"the ledger says: {values['state']}\n")
    return Applied(values, changed=False)


def _moved(
    target: Target, work: Work, steps: Steps, job: int, direction: str
) -> Applied:
    text = work.migration.up if direction == UP else work.migration.down
    script = read_script(direction, text)
    with target.connect() as connection:
        prepare(connection)
        with alone(connection, steps, WAIT_SECONDS):
            ledger = Ledger(connection, job)
            if direction == UP:
                ledger.create()
            entries = ledger.entries()
            entry = entries.get(work.migration.version)
            check = _check_apply if direction == UP else _check_rollback
            done = check(work, entries)
            if done:
                steps.log("agent", f"{work.migration.version} is {done} already\n")
            else:
                if not script.of:
                    raise MigrationRefused(
                        f"The {direction} script does nothing.", code=f"no_{direction}"
                    )
                runner = Runner(connection, ledger, steps, work.lock_budget_ms)
                runner.run(work.migration, script, entry)
            entry = ledger.entries().get(work.migration.version)
    return Applied(standing(work.migration, entry), changed=not done)


def prepare(connection: Connection) -> None:
    """A statement ends soon after whoever asked for it is gone."""
    for sql in (
        "SET client_connection_check_interval = '1s'",
        "SET idle_in_transaction_session_timeout = '10min'",
    ):
        with suppress(psycopg2.Error):
            execute(connection, sql)


def standing(migration: Migration, entry: Entry | None) -> dict[str, Any]:
    """The ledger's word on a migration as a result's values."""
    values: dict[str, Any] = {
        "version": migration.version,
        "checksum": entry.checksum if entry else migration.checksum,
        "position": entry.position if entry else 0,
        "of": entry.of if entry else 0,
        "state": entry.state if entry else NOT_APPLIED,
        "applied_at": "",
    }
    if entry and entry.finished_at and entry.state == APPLIED:
        values["applied_at"] = entry.finished_at.isoformat()
    if entry and entry.state == PARTIAL:
        values["direction"] = entry.direction
    return values


def _check_apply(work: Work, entries: Mapping[str, Entry]) -> str:
    """APPLIED where nothing is to do; refuses what is out of order or edited."""
    entry = entries.get(work.migration.version)
    if entry and entry.state != ROLLED_BACK:
        _check_checksum(work.migration, entry)
    if entry and entry.state == APPLIED:
        return APPLIED
    if entry and entry.state == PARTIAL and entry.direction == DOWN:
        raise MigrationRefused(
            f"{work.migration.version} is half rolled back: finish that first.",
            code="partial_down",
        )
    check_before(work, entries)
    _check_later(work, entries)
    return ""


def _check_rollback(work: Work, entries: Mapping[str, Entry]) -> str:
    """ROLLED_BACK where nothing is to do; only the newest one is rolled back."""
    entry = entries.get(work.migration.version)
    if not entry:
        raise MigrationRefused(
            f"{work.migration.version} is not applied.", code="not_applied"
        )
    _check_checksum(work.migration, entry)
    if entry.state == ROLLED_BACK:
        return ROLLED_BACK
    _check_later(work, entries)
    return ""


def check_before(work: Work, entries: Mapping[str, Entry]) -> None:
    """Every lower one is applied as it is now."""
    for one in work.before:
        entry = entries.get(one.version)
        if not entry or entry.state != APPLIED:
            raise MigrationRefused(
                f"{one.version} comes before {work.migration.version} and is not "
                "applied.",
                code="out_of_order",
            )
        _check_checksum(one, entry)


def _check_later(work: Work, entries: Mapping[str, Entry]) -> None:
    own = version_key(work.migration.version)
    known = {one.version for one in work.before}
    for entry in entries.values():
        later = entry.version not in known and version_key(entry.version) > own
        if later and entry.state != ROLLED_BACK:
            raise MigrationRefused(
                f"{entry.version} is applied already and comes after "
                f"{work.migration.version}.",
                code="out_of_order",
            )


def _check_checksum(migration: Migration, entry: Entry) -> None:
    if entry.checksum != migration.checksum:
        raise MigrationRefused(
            f"{migration.version} was edited after it was applied.",
            code="checksum_changed",
        )
