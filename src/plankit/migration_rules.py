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

#: Of these one at a time on a database.
_MOVING = frozenset({"rehearse", "apply", "rollback"})


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A migration as it is now, seen from one environment.

    ``stand`` is a key of ``STANDS`` here; ``lower_open``, ``higher_applied`` and
    ``edited`` are versions, the last of those that ran here with other scripts (itself
    and lower ones); ``below`` is the next lower environment with a database, empty
    where there is none, and ``is_applied_below`` says whether the same scripts run
    there; ``unproved_below`` names the migration's checks that have not passed there
    since.
    """

    has_up: bool = True
    has_down: bool = True
    is_covered: bool = True
    is_signed_off: bool = True
    rollback_level: str = "R0"
    downtime_level: str = "Z0"
    is_irreversible: bool = False
    may_lock: bool = False
    is_expired: bool = False
    is_running: bool = False
    is_edited: bool = False
    stand: str = "not_applied"
    lower_open: tuple[str, ...] = ()
    higher_applied: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    below: str = ""
    is_applied_below: bool = False
    unproved_below: tuple[str, ...] = ()


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
    ``rollback_unproved``, ``downtime_unproved``, ``rehearsal_expired``,
    ``already_applied``, ``already_running``, ``not_applied``, ``out_of_order``,
    ``applied_script_edited``, ``lower_environment_first``, ``checks_below``.

    >>> objections("rehearse", Situation(is_covered=False))
    ['not_signed']
    """
    found = [] if now.has_up else ["no_script"]
    if not now.is_covered:
        found.append("not_signed")
    if now.is_running and action in _MOVING:
        found.append("already_running")
    if action == "rehearse" and now.stand == "applied":
        found.append("already_applied")
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
    if now.edited:
        found.append("applied_script_edited")
    if now.below and not now.is_applied_below:
        found.append("lower_environment_first")
    elif now.below and now.unproved_below:
        found.append("checks_below")
    is_proved = reached(now.rollback_level, LEAST_ROLLBACK, ROLLBACK_LEVELS)
    if not is_proved and not now.is_irreversible:
        found.append("rollback_unproved")
    is_quick = reached(now.downtime_level, LEAST_DOWNTIME, DOWNTIME_LEVELS)
    if not is_quick and not now.may_lock:
        found.append("downtime_unproved")
    rests_on_proof = not (now.is_irreversible and now.may_lock)
    if now.is_expired and rests_on_proof:
        found.append("rehearsal_expired")
    return found


def _against_rollback(now: Situation) -> list[str]:
    """An emergency needs no rehearsal: what is signed may be taken back at once."""
    found = [] if now.has_down else ["no_down"]
    if now.stand not in ("applied", "partial"):
        found.append("not_applied")
    if now.higher_applied:
        found.append("out_of_order")
    if now.is_edited:
        found.append("applied_script_edited")
    return found


#: Codes of an agent with which an apply or a rollback ends before anything ran.
NOTHING_RAN = frozenset(
    {
        *("no_dsn", "bad_dsn", "unreachable", "locked", "program_missing"),
        *("out_of_order", "checksum_changed", "already_applied", "not_applied"),
        *("partial_down", "no_up", "no_down", "cluster_wide", "unreadable_sql"),
        *("transaction_control", "transaction_mixing", "not_resumable"),
    }
)


def edge_after(
    action: str,
    *,
    succeeded: bool,
    stand: str,
    is_last: bool,
    state: str,
    code: str = "",
) -> str:
    """The edge of ``MIGRATION`` that a run's end asks for, empty where it asks none.

    ``stand`` is what the database's ledger says afterwards, empty where it was not
    read; ``is_last`` means the highest database: its stand is that of the whole.
    ``code`` is the agent's, where it has one.

    >>> edge_after("apply", succeeded=True, stand="applied", is_last=True,
    ...     state="approved")
    'apply'
    """
    if action == "rehearse":
        return "rehearse" if succeeded else ""
    if action == "lint":
        return ""
    if not succeeded:
        return "" if action == "reconcile" or code in NOTHING_RAN else "fail"
    edge = {"applied": "apply", "rolled_back": "roll_back"}.get(stand, "")
    if is_last and edge:
        return edge
    is_over = stand in ("applied", "rolled_back", "not_applied")
    if is_over and (state == "failed" or (is_last and state == "applied")):
        return "recover"
    return ""
