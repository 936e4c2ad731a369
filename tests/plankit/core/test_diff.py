# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Differences: minimal where a person looks, complete for a machine."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from plankit.diff import apply, diff
from plankit.plan import Plan, Risk, Task
from tests.plankit.strategies import edited, plans

TASKS = tuple(Task(key=key, ref=key) for key in "ABCDE")


def test_equal_plans_have_no_difference():
    assert diff(Plan(tasks=TASKS), Plan(tasks=TASKS)) == ()


def test_one_changed_cell_is_one_change():
    new = Plan(tasks=(replace(TASKS[0], owner="QA"), *TASKS[1:]))
    (change,) = diff(Plan(tasks=TASKS), new)
    assert (change.kind, change.collection, change.key) == ("update", "tasks", "A")
    assert (change.field, change.old, change.new) == ("owner", "", "QA")


def test_the_header_is_compared_too():
    (change,) = diff(Plan(owner="x", title="Plan"), Plan(owner="y", title="Plan"))
    assert (change.collection, change.field, change.name) == ("", "owner", "Plan")


def test_a_moved_item_is_one_move():
    order = [TASKS[4], *TASKS[:4]]
    (change,) = diff(Plan(tasks=TASKS), Plan(tasks=tuple(order)))
    assert (change.kind, change.key, change.after) == ("move", "E", "")


def test_a_named_extra_value_is_a_change_of_its_own():
    def risk(text):
        extra = (("Notes", text), ("Notes", "same"))
        return Plan(risks=(Risk(key="R", name="R", extra=extra),))

    (change,) = diff(risk("a"), risk("b"))
    assert (change.field, change.old, change.new) == ("extra:Notes", "a", "b")
    assert apply(risk("a"), [change]) == risk("b")


def test_created_and_deleted_items_carry_the_whole_item():
    old, new = Plan(tasks=TASKS[:2]), Plan(tasks=TASKS[1:3])
    deleted, created = diff(old, new)
    assert (deleted.kind, deleted.old) == ("delete", TASKS[0])
    assert (created.kind, created.new, created.after) == ("create", TASKS[2], "B")


@given(st.data())
def test_applied_differences_give_the_new_plan(data):
    old = data.draw(plans(most=3))
    new = data.draw(edited(old, most=6))
    assert apply(old, diff(old, new)) == new


@given(plans(most=3), plans(most=3))
def test_unrelated_plans_are_bridged_too(old, new):
    assert apply(old, diff(old, new)) == new


def test_ten_thousand_reversed_items_are_compared_in_a_moment():
    items = tuple(Task(key=str(n), ref=str(n)) for n in range(10_000))
    old, new = Plan(tasks=items), Plan(tasks=items[::-1])
    assert apply(old, diff(old, new)) == new
