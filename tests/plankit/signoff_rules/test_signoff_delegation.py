# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Delegations: never to oneself, never backwards, never in a circle."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plankit.signoff import Delegation, SignRefused, check_delegation

FIRST = date(2026, 3, 1)


def given_to(delegator, delegate, start=0, end=5, **more):
    return Delegation(
        id=more.pop("id", 0),
        delegator=delegator,
        delegate=delegate,
        start=FIRST + timedelta(start),
        end=FIRST + timedelta(end),
        **more,
    )


def code(new, present=()):
    try:
        check_delegation(new, present)
    except SignRefused as refusal:
        return refusal.code
    return ""


def test_no_one_delegates_to_themself():
    assert code(given_to(1, 1)) == "delegation_to_self"


def test_a_delegation_does_not_end_before_it_starts():
    assert code(given_to(1, 2, start=1, end=0)) == "delegation_dates"
    assert code(given_to(1, 2, start=1, end=1)) == ""


@pytest.mark.parametrize("length", [1, 2, 3, 10])
def test_a_circle_of_any_length_is_refused(length):
    present = [given_to(n, n + 1) for n in range(1, length + 1)]
    with pytest.raises(SignRefused) as caught:
        check_delegation(given_to(length + 1, 1), present)
    assert caught.value.code == "delegation_circle"
    people = caught.value.values["people"]
    assert people == (length + 1, *range(1, length + 2))


def test_a_line_that_does_not_come_back_is_no_circle():
    assert code(given_to(1, 2), [given_to(2, 3), given_to(4, 1)]) == ""


def test_an_old_circle_of_others_is_not_the_new_ones_fault():
    assert code(given_to(1, 2), [given_to(2, 3), given_to(3, 2)]) == ""


@pytest.mark.parametrize(
    "back",
    [
        given_to(2, 1, revoked=True),
        given_to(2, 1, start=6, end=9),
        given_to(2, 1, role=2),
        given_to(2, 1, plan=2),
    ],
)
def test_delegations_that_never_meet_make_no_circle(back):
    assert code(given_to(1, 2, role=1, plan=1), [back]) == ""


def test_a_circle_on_one_day_is_one():
    assert code(given_to(1, 2), [given_to(2, 1, start=5, end=9)]) == "delegation_circle"


def test_links_that_meet_in_pairs_but_never_all_make_no_circle():
    present = [given_to(2, 3, role=1), given_to(3, 1, role=2)]
    assert code(given_to(1, 2), present) == ""
    days = [given_to(2, 3, start=0, end=2), given_to(3, 1, start=3, end=5)]
    assert code(given_to(1, 2), days) == ""


@pytest.mark.parametrize("scope", ["role", "plan"])
def test_a_link_for_everything_does_not_widen_the_one_before(scope):
    present = [given_to(2, 3), given_to(3, 1, **{scope: 2})]
    assert code(given_to(1, 2, **{scope: 1}), present) == ""
    assert code(given_to(1, 2, **{scope: 2}), present) == "delegation_circle"


def test_a_delegation_is_not_its_own_circle_when_changed():
    present = [given_to(2, 1, id=4)]
    assert code(given_to(1, 2, id=4), present) == ""
    assert code(given_to(1, 2, id=5), present) == "delegation_circle"
    assert code(given_to(1, 2), [replace(present[0], id=0)]) == "delegation_circle"


def test_a_revoked_one_closes_nothing():
    assert code(given_to(1, 2, revoked=True), [given_to(2, 1)]) == ""


delegations = st.builds(
    lambda pair, start, days, role, plan, revoked: given_to(
        *pair, start, start + days, role=role, plan=plan, revoked=revoked
    ),
    st.permutations([1, 2, 3, 4]).map(lambda people: people[:2]),
    st.integers(0, 3),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 2),
    st.booleans(),
)


def leads_back(new, present):
    """On some day, for some role and plan, whether ``new`` stands in a circle."""
    for day, role, plan in product(range(7), (1, 2, 3), (1, 2, 3)):
        held = [
            each
            for each in (new, *present)
            if not each.revoked
            and each.start <= FIRST + timedelta(day) <= each.end
            and each.role in (0, role)
            and each.plan in (0, plan)
        ]
        if not any(each is new for each in held):
            continue
        links = [(each.delegator, each.delegate) for each in held]
        reached = {new.delegate}
        while more := {b for a, b in links if a in reached} - reached:
            reached |= more
        if new.delegator in reached:
            return True
    return False


@settings(deadline=None, max_examples=300)
@given(delegations, st.lists(delegations, max_size=6))
def test_circles_are_those_of_some_day_role_and_plan(new, present):
    assert (code(new, present) == "delegation_circle") == leads_back(new, present)
