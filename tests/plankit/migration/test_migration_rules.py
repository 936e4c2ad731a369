# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from dataclasses import replace
from itertools import product

import pytest

from plankit.migration import DOWNTIME_LEVELS, ROLLBACK_LEVELS
from plankit.migration_rules import (
    ACTIONS,
    NOTHING_RAN,
    STANDS,
    Situation,
    edge_after,
    objections,
    reached,
)
from plankit.workflows import MIGRATION

READY = Situation(rollback_level="R3", downtime_level="Z2")
APPLIED = replace(READY, stand="applied")


def test_what_is_ready_is_applied():
    assert objections("apply", READY) == []
    assert objections("rollback", APPLIED) == []


@pytest.mark.parametrize("action", [key for key, _label in ACTIONS])
def test_nothing_is_done_with_what_nobody_signed_or_wrote(action):
    assert "not_signed" in objections(action, replace(APPLIED, is_covered=False))
    assert "no_script" in objections(action, replace(APPLIED, has_up=False))


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("sign_off_needed", {"is_signed_off": False}),
        ("already_applied", {"stand": "applied"}),
        ("already_running", {"is_running": True}),
        (
            "checks_below",
            {"below": "Staging", "is_applied_below": True, "unproved_below": ("Up",)},
        ),
        ("out_of_order", {"lower_open": ("001",)}),
        ("applied_script_edited", {"edited": ("001",)}),
        ("lower_environment_first", {"below": "Staging"}),
        ("rollback_unproved", {"rollback_level": "R2"}),
        ("downtime_unproved", {"downtime_level": "Z1"}),
        ("rehearsal_expired", {"is_expired": True}),
    ],
)
def test_each_rule_alone_keeps_it_from_being_applied(code, change):
    assert objections("apply", replace(READY, **change)) == [code]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("no_down", {"has_down": False}),
        ("not_applied", {"stand": "not_applied"}),
        ("not_applied", {"stand": "rolled_back"}),
        ("already_running", {"is_running": True}),
        ("out_of_order", {"higher_applied": ("002",)}),
        ("applied_script_edited", {"is_edited": True, "edited": ("001",)}),
    ],
)
def test_each_rule_alone_keeps_it_from_being_rolled_back(code, change):
    assert objections("rollback", replace(APPLIED, **change)) == [code]


def test_a_rollback_needs_no_proof():
    assert objections("rollback", replace(APPLIED, rollback_level="R0")) == []


def test_what_is_half_done_goes_on_or_back():
    partial = replace(READY, stand="partial")
    assert objections("apply", partial) == objections("rollback", partial) == []


def test_a_reason_stands_in_for_its_own_proof_alone():
    bare = replace(READY, rollback_level="R0", downtime_level="Z0")
    assert objections("apply", replace(bare, is_irreversible=True)) == [
        "downtime_unproved"
    ]
    assert objections("apply", replace(bare, may_lock=True)) == ["rollback_unproved"]
    assert objections("apply", replace(bare, may_lock=True, is_irreversible=True)) == []


def test_what_rests_on_no_proof_does_not_expire():
    old = replace(READY, is_expired=True, is_irreversible=True)
    assert objections("apply", old) == ["rehearsal_expired"]
    assert objections("apply", replace(old, may_lock=True)) == []


@pytest.mark.parametrize("levels", [ROLLBACK_LEVELS, DOWNTIME_LEVELS])
def test_levels_are_compared_as_listed(levels):
    names = [key for key, _label in levels]
    for (i, one), (j, other) in product(enumerate(names), enumerate(names)):
        assert reached(one, other, levels) is (i >= j)


CASES = list(
    product(
        [key for key, _label in ACTIONS],
        (True, False),
        ("", *(key for key, _label in STANDS)),
        (True, False),
        [key for key, _label in MIGRATION.states],
    )
)


def after(action, succeeded, stand, is_last, state):
    edge = edge_after(
        action, succeeded=succeeded, stand=stand, is_last=is_last, state=state
    )
    if edge and state in MIGRATION.transitions[edge].sources:
        return MIGRATION.transitions[edge].target
    return state


def test_only_the_highest_database_makes_it_applied():
    for action, succeeded, stand, is_last, state in CASES:
        if after(action, succeeded, stand, is_last, state) == "applied" != state:
            assert is_last
            assert stand == "applied"
            assert succeeded


def test_what_moved_and_failed_is_failed_whatever_it_was():
    for action, succeeded, stand, is_last, state in CASES:
        if action in ("apply", "rollback") and not succeeded:
            assert after(action, succeeded, stand, is_last, state) == "failed"


def test_what_never_began_moves_nothing():
    for code in NOTHING_RAN:
        for action in ("apply", "rollback"):
            edge = edge_after(
                action,
                succeeded=False,
                stand="",
                is_last=True,
                state="approved",
                code=code,
            )
            assert edge == "", code


def test_reading_alone_moves_nothing():
    for action, *rest in CASES:
        if action == "lint":
            assert after(action, *rest) == rest[-1]


def test_a_failure_is_over_once_nothing_is_half_done():
    for is_last, stand in product((True, False), ("applied", "rolled_back")):
        assert after("reconcile", True, stand, is_last, "failed") != "failed"
    assert after("reconcile", True, "partial", True, "failed") == "failed"
    assert after("reconcile", False, "", True, "failed") == "failed"
