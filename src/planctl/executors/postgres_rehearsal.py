# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A migration rehearsed on a throw-away database: up, writes, down, up again."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from planctl.executors.postgres_apply import check_before
from planctl.executors.postgres_connection import MigrationRefused
from planctl.executors.postgres_lab import Lab, Seen
from planctl.executors.postgres_ledger import APPLIED, DOWN, UP, Ledger
from planctl.executors.postgres_scratch import Scratch
from planctl.executors.postgres_script import read_script
from planctl.executors.postgres_stages import Stage
from planctl.executors.postgres_statements import statements
from planctl.executors.postgres_work import Migration
from plankit.ladder import Facts
from plankit.migration_words import cluster_wide


def rehearse(lab: Lab, *, lint_clean: bool) -> dict[str, Any]:
    """The values of the levels reached; the database is gone afterwards."""
    missing = _missing(lab)
    _check_reach([*missing, lab.work.migration])
    up = read_script(UP, lab.work.migration.up)
    down = read_script(DOWN, lab.work.migration.down)
    scratch = Scratch(lab.target, lab.policy, lab.programs)
    facts = Facts(lint_clean=lint_clean, lock_budget_ms=lab.work.lock_budget_ms)
    seen = Seen(facts)
    lab.stage(0, "a throw-away database is made")
    with scratch.database() as place, ExitStack() as stack:
        keep, write, main = (
            stack.enter_context(place.connect()) for _session in range(3)
        )
        Stage(lab, place, seen, keep, write, main).run(missing, up, down)
    return seen.values()


def _check_reach(every: Iterable[Migration]) -> None:
    """The server is the target's: nothing may happen outside of the database."""
    for text in (text for one in every for text in (one.up, one.down)):
        for one in statements(text):
            if cluster_wide(one):
                raise MigrationRefused(
                    f"Line {one.line} changes the whole cluster: it cannot be "
                    "rehearsed beside the target.",
                    code="cluster_wide",
                )


def _missing(lab: Lab) -> list[Migration]:
    """The lower ones that the target has not got yet."""
    with lab.target.connect() as connection:
        entries = Ledger(connection).entries()
    own = entries.get(lab.work.migration.version)
    if own and own.state == APPLIED:
        raise MigrationRefused(
            f"{own.version} is applied on the target already.",
            code="already_applied",
        )
    there = [one for one in lab.work.before if one.version in entries]
    done = [one for one in there if entries[one.version].state == APPLIED]
    check_before(replace(lab.work, before=tuple(done)), entries)
    return [one for one in lab.work.before if one not in done]
