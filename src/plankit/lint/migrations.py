# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules about database migrations and what is claimed of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from plankit.errors import ERROR, INFO, WARNING
from plankit.lint.rule import Context, Problem, Rule, at, header, is_open, name_of
from plankit.migration import claims
from plankit.plan import Migration

_NUMBER = re.compile(r"^[vV]?(\d{1,18})$")
#: Longer numbers are dates; nobody expects them to follow each other.
_DIGITS = 6


def _claim_line(strategy: str, name: str) -> int:
    at_name = strategy.find(name)
    return strategy.count("\n", 0, max(at_name, 0))


def rollback_tested_unproved(context: Context) -> Iterator[Problem]:
    strategy = context.plan.migration_strategy
    if claims(strategy).rollback_tested:
        message = "rollback_tested: true is a claim; no run proves it."
        line = _claim_line(strategy, "rollback_tested")
        yield header("migration_strategy", message, line)


def zero_downtime_unproved(context: Context) -> Iterator[Problem]:
    strategy = context.plan.migration_strategy
    if claims(strategy).zero_downtime:
        message = "zero_downtime: true is a claim; nothing measured it."
        line = _claim_line(strategy, "zero_downtime")
        yield header("migration_strategy", message, line)


def zero_downtime_breaking(context: Context) -> Iterator[Problem]:
    if not claims(context.plan.migration_strategy).zero_downtime:
        return
    for migration in context.plan.migrations:
        if migration.breaking == "yes":
            name = name_of("migrations", migration)
            message = f"{name} is breaking, but the strategy claims zero downtime."
            yield at("migrations", migration, "breaking", message)


def unknown_breaking(context: Context) -> Iterator[Problem]:
    for migration in context.plan.migrations:
        if migration.breaking not in ("yes", "no") and not is_open(migration.breaking):
            name = name_of("migrations", migration)
            message = f"{name} does not say yes or no to breaking."
            yield at("migrations", migration, "breaking", message)


def migration_without_rollback(context: Context) -> Iterator[Problem]:
    if context.plan.migrations and not context.plan.rollback_plan.strip():
        yield Problem(
            message="Migrations are planned, but nothing says how to take them back."
        )


def duplicate_migration(context: Context) -> Iterator[Problem]:
    seen: set[str] = set()
    for migration in context.plan.migrations:
        version = migration.version.strip()
        if version and version in seen:
            message = f"Version {version[:80]} is used more than once."
            yield at("migrations", migration, "version", message)
        seen.add(version)


def _numbered(context: Context) -> list[tuple[Migration, int]]:
    found = []
    for migration in context.plan.migrations:
        match = _NUMBER.match(migration.version.strip())
        if match:
            found.append((migration, int(match.group(1))))
    return found


def migration_disorder(context: Context) -> Iterator[Problem]:
    for (first, low), (second, high) in pairwise(_numbered(context)):
        if high < low:
            message = f"{second.version} stands after {first.version}."
            yield at("migrations", second, "version", message)


def migration_gap(context: Context) -> Iterator[Problem]:
    for (first, low), (second, high) in pairwise(_numbered(context)):
        if high > low + 1 and high < 10**_DIGITS:
            message = (
                f"Between {first.version} and {second.version} a version is missing."
            )
            yield at("migrations", second, "version", message)


RULES = (
    Rule(
        "rollback_tested_unproved",
        WARNING,
        rollback_tested_unproved,
        "rollback_tested: true without evidence.",
        "Rehearse the rollback; the level reached then stands beside the claim.",
    ),
    Rule(
        "zero_downtime_unproved",
        INFO,
        zero_downtime_unproved,
        "zero_downtime: true without evidence.",
        "Measure locks and errors in a rehearsal.",
    ),
    Rule(
        "zero_downtime_breaking",
        ERROR,
        zero_downtime_breaking,
        "Zero downtime is claimed, but a migration is breaking.",
        "Split the migration into expand and contract, or take the claim back.",
    ),
    Rule(
        "unknown_breaking",
        INFO,
        unknown_breaking,
        "A migration does not say whether it is breaking.",
        "Write Yes or No.",
    ),
    Rule(
        "migration_without_rollback",
        WARNING,
        migration_without_rollback,
        "Migrations are planned without a rollback plan.",
        "Add a Rollback Plan section with the commands.",
    ),
    Rule(
        "duplicate_migration",
        ERROR,
        duplicate_migration,
        "Two migrations have the same version.",
        "Give each a version of its own.",
    ),
    Rule(
        "migration_disorder",
        WARNING,
        migration_disorder,
        "Migrations do not stand in the order of their versions.",
        "List them in the order in which they run.",
    ),
    Rule(
        "migration_gap",
        INFO,
        migration_gap,
        "A version is missing between two migrations.",
        "Renumber, or list the missing one.",
    ),
)
