# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a rehearsal proved: the levels of rollback and downtime, and why no higher.

Levels are cumulative: intact data proves nothing while the catalog differs. What was
not measured is not proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

#: How a smoke check of the previous version ended.
PASSED, FAILED, NOT_RUN = "passed", "failed", ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a rehearsal saw; the defaults are those of one that saw nothing.

    ``again`` says whether the second up ran, ``again_differences`` how far its
    catalog was from the first one's. ``unproved_tables`` were changed by the
    migration, but held no row or could not be written in between.
    """

    up_ran: bool = False
    down_ran: bool = False
    again: bool = False
    catalog_differences: int = 0
    again_differences: int = 0
    tables: int = 0
    rows_written: int = 0
    row_differences: int = 0
    unproved_tables: tuple[str, ...] = ()
    smoke: str = NOT_RUN
    lint_clean: bool = False
    measured: bool = False
    longest_lock_ms: int = 0
    lock_budget_ms: int = 0
    probe_queries: int = 0
    probe_errors: int = 0
    production_counts: bool = False


@dataclass(frozen=True)
class Reason:
    """Why ``level`` was not reached."""

    code: str
    level: str
    message: str


@dataclass(frozen=True)
class Reached:
    """A level, and what stands between it and the next one."""

    level: str
    reasons: tuple[Reason, ...] = ()


def rollback_level(facts: Facts) -> Reached:
    """How far the rollback is proved.

    >>> rollback_level(Facts(up_ran=True, down_ran=True, again=True)).level
    'R3'
    >>> rollback_level(Facts(up_ran=True, down_ran=True, catalog_differences=1)).level
    'R1'
    """
    steps = (("R1", _ran), ("R2", _restored), ("R3", _intact), ("R4", _compatible))
    return _climbed("R0", facts, steps)


def downtime_level(facts: Facts) -> Reached:
    """How far "no downtime" is proved.

    >>> downtime_level(Facts(lint_clean=True)).reasons[0].code
    'not_measured'
    """
    steps = (("Z1", _linted), ("Z2", _measured), ("Z3", _production))
    return _climbed("Z0", facts, steps)


def reasons(*reached: Reached) -> list[dict[str, str]]:
    """The reasons of several levels as JSON values."""
    return [
        {"code": reason.code, "level": reason.level, "message": reason.message}
        for one in reached
        for reason in one.reasons
    ]


_Problems = Iterator[tuple[str, str]]
_Steps = tuple[tuple[str, Callable[[Facts], _Problems]], ...]


def _climbed(level: str, facts: Facts, steps: _Steps) -> Reached:
    for name, rule in steps:
        found = tuple(Reason(code, name, text) for code, text in rule(facts))
        if found:
            return Reached(level, found)
        level = name
    return Reached(level)


def _ran(facts: Facts) -> _Problems:
    if not facts.up_ran:
        yield "up_failed", "The up script did not run to its end."
    elif not facts.down_ran:
        yield "down_failed", "The down script is missing or did not run to its end."


def _restored(facts: Facts) -> _Problems:
    if facts.catalog_differences:
        count = facts.catalog_differences
        yield "catalog_differs", f"After the down {count} values of the catalog differ."
    if not facts.again:
        yield "second_up_failed", "The up script did not run again after the down."
    elif facts.again_differences:
        count = facts.again_differences
        message = f"The second up left {count} values unlike the first one."
        yield "second_up_differs", message


def _intact(facts: Facts) -> _Problems:
    if facts.row_differences:
        count = facts.row_differences
        yield "data_differs", f"{count} rows or sequences are lost or changed."
    if facts.tables and not facts.rows_written:
        yield "nothing_written", "No row was written between up and down."
    for table in facts.unproved_tables:
        message = f"{table} is changed, but held no row or could not be written."
        yield "table_unproved", message


def _compatible(facts: Facts) -> _Problems:
    if facts.smoke == NOT_RUN:
        yield "no_smoke", "No smoke check of the previous version was given."
    elif facts.smoke != PASSED:
        message = "The previous version's smoke check failed on the new schema."
        yield "smoke_failed", message


def _linted(facts: Facts) -> _Problems:
    if not facts.lint_clean:
        yield "lint_findings", "The lint is not clean."


def _measured(facts: Facts) -> _Problems:
    if not facts.measured or not facts.up_ran:
        yield "not_measured", "Locks were not measured."
        return
    if not facts.lock_budget_ms:
        yield "no_lock_budget", "No lock budget was given."
    elif facts.longest_lock_ms > facts.lock_budget_ms:
        yield (
            "lock_over_budget",
            f"A blocking lock was held for {facts.longest_lock_ms} ms, "
            f"and the budget is {facts.lock_budget_ms} ms.",
        )
    if facts.tables and not facts.probe_queries:
        yield "no_probe", "No probe ran beside the migration."
    if facts.probe_errors:
        count = facts.probe_errors
        yield "probe_errors", f"{count} probes failed beside the migration."


def _production(facts: Facts) -> _Problems:
    if not facts.production_counts:
        yield "row_counts", "The tables held fewer rows than the target's."
