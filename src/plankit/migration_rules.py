# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What may be done with a migration on an environment, and why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plankit.migration import DOWNTIME_LEVELS, ROLLBACK_LEVELS

ACTIONS = [
    ("lint", "Lint"),
    ("rehearse", "Rehearse"),
    ("apply", "Apply"),
    ("rollback", "Roll Back"),
    ("reconcile", "Compare with the Database"),
]

#: How a migration stands in one database, by that database's own ledger.
STANDS = [
    ("not_applied", "Not Applied"),
    ("applied", "Applied"),
    ("partial", "Half Done"),
    ("rolled_back", "Rolled Back"),
]

#: What has to be proved before a migration is applied.
LEAST_ROLLBACK, LEAST_DOWNTIME = "R3", "Z2"


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A migration as it is now, seen from one environment.

    ``stand`` is a key of ``STANDS`` here; ``lower_open`` and ``higher_applied`` are
    versions; ``below`` is the next lower environment with a database, empty where
    there is none, and ``is_applied_below`` says whether the same scripts run there.
    """

    has_up: bool = True
    has_down: bool = True
    is_covered: bool = True
    is_signed_off: bool = True
    rollback_level: str = "R0"
    downtime_level: str = "Z0"
    is_irreversible: bool = False
    may_lock: bool = False
    stand: str = "not_applied"
    lower_open: tuple[str, ...] = ()
    higher_applied: tuple[str, ...] = ()
    below: str = ""
    is_applied_below: bool = False


def reached(level: str, least: str, levels: Iterable[tuple[str, str]]) -> bool:
    """Whether a level is at least another one.

    >>> reached("R3", "R2", ROLLBACK_LEVELS), reached("Z1", "Z2", DOWNTIME_LEVELS)
    (True, False)
    """
    order = [key for key, _label in levels]
    return order.index(level) >= order.index(least)


def objections(action: str, now: Situation) -> list[str]:
    """Codes of all that stands against an action, none where it may be done.

    ``no_script``, ``no_down``, ``not_signed``, ``sign_off_needed``,
    ``rollback_unproved``, ``downtime_unproved``, ``already_applied``, ``not_applied``,
    ``out_of_order``, ``lower_environment_first``.

    >>> objections("rehearse", Situation(is_covered=False))
    ['not_signed']
    """
    found = [] if now.has_up else ["no_script"]
    if not now.is_covered:
        found.append("not_signed")
    if action == "apply":
        found += _against_apply(now)
    elif action == "rollback":
        found += _against_rollback(now)
    return found


def _against_apply(now: Situation) -> list[str]:
    found = [] if now.is_signed_off else ["sign_off_needed"]
    if now.stand == "applied":
        found.append("already_applied")
    if now.lower_open:
        found.append("out_of_order")
    if now.below and not now.is_applied_below:
        found.append("lower_environment_first")
    is_proved = reached(now.rollback_level, LEAST_ROLLBACK, ROLLBACK_LEVELS)
    if not is_proved and not now.is_irreversible:
        found.append("rollback_unproved")
    is_quick = reached(now.downtime_level, LEAST_DOWNTIME, DOWNTIME_LEVELS)
    if not is_quick and not now.may_lock:
        found.append("downtime_unproved")
    return found


def _against_rollback(now: Situation) -> list[str]:
    """An emergency needs no rehearsal: what is signed may be taken back at once."""
    found = [] if now.has_down else ["no_down"]
    if now.stand not in ("applied", "partial"):
        found.append("not_applied")
    if now.higher_applied:
        found.append("out_of_order")
    return found
