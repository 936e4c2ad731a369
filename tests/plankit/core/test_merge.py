# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Three-way merge: examples a person would tell, and what holds for all plans."""

from dataclasses import replace

import pytest
from hypothesis import given

from plankit.diff import EXTRA, diff, numbered
from plankit.keys import parent_field
from plankit.merge import ORDER, merge
from plankit.plan import PARENTS, ChecklistItem, Phase, Plan, Risk, Task
from tests.plankit.strategies import plans, three_plans, without


def plan(*tasks, **values):
    return Plan(tasks=tasks, **values)


def task(key, **values):
    return Task(key=key, ref=key, **values)


BASE = plan(task("A", title="Build"), task("B", title="Test"))


def test_edits_of_different_fields_are_both_kept():
    ours = plan(task("A", title="Build", status="done"), task("B", title="Test"))
    theirs = plan(task("A", title="Build", owner="QA"), task("B", title="Try"))
    merged = merge(BASE, ours, theirs)
    assert not merged.conflicts
    assert merged.plan.tasks == (
        task("A", title="Build", status="done", owner="QA"),
        task("B", title="Try"),
    )


def test_one_field_changed_twice_is_a_conflict_with_all_three_values():
    ours = plan(task("A", title="Make"), task("B", title="Test"))
    theirs = plan(task("A", title="Construct"), task("B", title="Test"))
    merged = merge(BASE, ours, theirs)
    assert merged.plan == ours
    (conflict,) = merged.conflicts
    assert conflict.place == ("tasks", "A", "title")
    assert (conflict.base, conflict.ours, conflict.theirs) == (
        "Build",
        "Make",
        "Construct",
    )
    assert conflict.name == "A"


@pytest.mark.parametrize(
    ("choice", "title"), [("ours", "Make"), ("theirs", "Construct")]
)
def test_a_conflict_is_settled_for_all_or_for_one(choice, title):
    ours = plan(task("A", title="Make"), task("B", title="Test"))
    theirs = plan(task("A", title="Construct"), task("B", title="Test"))
    for merged in (
        merge(BASE, ours, theirs, choice),
        merge(BASE, ours, theirs, resolutions={("tasks", "A", "title"): choice}),
    ):
        assert merged.plan.tasks[0].title == title
        assert not merged.conflicts
        assert len(merged.settled) == 1


def test_an_unknown_way_to_settle_is_refused():
    with pytest.raises(ValueError, match="on_conflict"):
        merge(BASE, BASE, BASE, "mine")


@pytest.mark.parametrize(("choice", "kept"), [("ours", True), ("theirs", False)])
def test_deleted_there_and_changed_here_is_a_conflict(choice, kept):
    ours = plan(task("A", title="Build", status="done"), task("B", title="Test"))
    theirs = plan(task("B", title="Test"))
    (conflict,) = merge(BASE, ours, theirs).conflicts
    assert conflict.place == ("tasks", "A", "")
    assert conflict.theirs is None
    merged = merge(BASE, ours, theirs, choice)
    assert ("A" in [t.key for t in merged.plan.tasks]) is kept


def test_deleted_there_and_untouched_here_is_deleted():
    theirs = plan(task("B", title="Test"))
    merged = merge(BASE, BASE, theirs)
    assert merged.plan == theirs
    assert not merged.conflicts


PHASED = Plan(
    phases=(Phase(key="P1", code="P1"),),
    tasks=(task("A", phase="P1"), task("B", phase="P1")),
)


def test_a_child_added_to_a_deleted_parent_is_one_conflict_on_the_parent():
    child = task("C", phase="P1")
    ours = replace(PHASED, tasks=(*PHASED.tasks, child))
    refused = merge(PHASED, ours, Plan())
    assert [c.place for c in refused.conflicts] == [("phases", "P1", "")]
    assert refused.plan == ours
    assert merge(PHASED, ours, Plan(), "theirs").plan == Plan()


def test_changed_children_of_a_deleted_parent_follow_its_conflict():
    ours = replace(PHASED, tasks=(task("A", phase="P1", status="done"),))
    for merged in (merge(PHASED, ours, Plan()), merge(PHASED, Plan(), ours)):
        assert [c.place for c in merged.conflicts] == [("phases", "P1", "")]
    settled = merge(PHASED, ours, Plan(), resolutions={("phases", "P1", ""): "theirs"})
    assert settled.plan == Plan()


def test_a_change_deep_below_a_deleted_phase_is_a_conflict_on_the_phase():
    box = ChecklistItem(key="A/x", task="A", name="x")
    base = replace(PHASED, checklist=(box,))
    ours = replace(base, checklist=(replace(box, done=True),))
    merged = merge(base, ours, Plan())
    assert [c.place for c in merged.conflicts] == [("phases", "P1", "")]
    assert merged.plan == ours


def test_a_task_moved_out_of_a_deleted_phase_lives_on_with_both_edits():
    base = replace(PHASED, phases=(*PHASED.phases, Phase(key="P2", code="P2")))
    theirs = replace(
        base,
        phases=base.phases[1:],
        tasks=tuple(replace(t, phase="P2") for t in base.tasks),
    )
    ours = replace(base, tasks=(replace(base.tasks[0], status="done"), base.tasks[1]))
    merged = merge(base, ours, theirs)
    assert not merged.conflicts
    assert merged.plan.tasks == (
        task("A", phase="P2", status="done"),
        task("B", phase="P2"),
    )


def test_the_same_item_added_twice_is_merged_by_fields():
    merged = merge(Plan(), plan(task("N", owner="QA")), plan(task("N", title="New")))
    assert merged.plan.tasks == (task("N", owner="QA", title="New"),)
    clash = merge(Plan(), plan(task("N", title="Old")), plan(task("N", title="New")))
    assert [c.place for c in clash.conflicts] == [("tasks", "N", "title")]


def test_extra_values_are_merged_by_header():
    def risk(notes, link):
        extra = (("Notes", notes), ("Link", link))
        return Plan(risks=(Risk(key="R", name="R", extra=extra),))

    merged = merge(risk("a", "b"), risk("x", "b"), risk("a", "y"))
    assert merged.plan == risk("x", "y")
    assert not merged.conflicts
    (conflict,) = merge(risk("a", "b"), risk("x", "b"), risk("z", "b")).conflicts
    assert conflict.place == ("risks", "R", "extra:Notes")


def test_new_items_of_both_sides_stand_behind_their_neighbours():
    ours = plan(BASE.tasks[0], task("mine"), BASE.tasks[1])
    theirs = plan(task("first"), *BASE.tasks, task("last"))
    merged = merge(BASE, ours, theirs)
    assert [t.key for t in merged.plan.tasks] == ["first", "A", "mine", "B", "last"]


def test_two_ways_to_rearrange_are_a_conflict_of_the_collection():
    base = plan(*map(task, "ABC"))
    merged = merge(base, plan(*map(task, "BAC")), plan(*map(task, "ACB")))
    assert [c.place for c in merged.conflicts] == [("tasks", "", ORDER)]
    assert [t.key for t in merged.plan.tasks] == ["B", "A", "C"]
    chosen = merge(base, plan(*map(task, "BAC")), plan(*map(task, "ACB")), "theirs")
    assert [t.key for t in chosen.plan.tasks] == ["A", "C", "B"]


def test_ten_thousand_tasks_merge_in_a_moment():
    base = plan(*(task(f"T{n}") for n in range(10_000)))
    ours = replace(base, tasks=base.tasks[::-1])
    theirs = plan(*(replace(t, owner="QA") for t in base.tasks), task("new"))
    merged = merge(base, ours, theirs)
    assert len(merged.plan.tasks) == 10_001
    assert not merged.conflicts


@given(three_plans())
def test_a_merge_with_an_unchanged_side_is_the_other(three):
    base, ours, theirs = three
    assert merge(base, ours, base).plan == ours
    assert not merge(base, ours, base).conflicts
    assert merge(base, base, theirs).plan == theirs
    assert not merge(base, base, theirs).conflicts


@given(three_plans())
def test_a_merge_of_equal_sides_is_that_side(three):
    base, ours, _theirs = three
    merged = merge(base, ours, ours)
    assert merged.plan == ours
    assert not merged.conflicts


@given(three_plans())
def test_conflicts_are_the_same_from_both_sides(three):
    base, ours, theirs = three
    one = {
        (c.place, repr(c.ours), repr(c.theirs))
        for c in merge(base, ours, theirs).conflicts
    }
    other = {
        (c.place, repr(c.theirs), repr(c.ours))
        for c in merge(base, theirs, ours).conflicts
    }
    assert one == other


@given(three_plans())
def test_no_edit_is_lost(three):
    base, ours, theirs = three
    merged = merge(base, ours, theirs)
    places = {c.place for c in merged.conflicts}
    for side in (ours, theirs):
        for change in diff(base, side):
            assert _present(change, merged.plan) or _named(change, places, base, side)


def _present(change, plan):
    items = {i.key: i for i in plan.items(change.collection)} if change.key else {}
    item = items.get(change.key) if change.key else plan
    if change.kind == "delete":
        return item is None
    if change.kind == "move":
        return True  # who deletes an item need not hear that it was moved
    if item is None or change.kind == "create":
        return item is not None
    if change.field.startswith(EXTRA):
        return numbered(item.extra).get(change.field[len(EXTRA) :]) == change.new
    if change.field == "extra":
        return set(dict(change.new).items()) <= set(item.extra)
    return getattr(item, change.field) == change.new


def _named(change, places, base, side):
    """A conflict names the value, its item, or an item above it."""
    if (change.collection, change.key, change.field) in places:
        return True
    mine = (change.collection, change.key)
    if change.field == "extra" and any(p[:2] == mine for p in places):
        return True
    collection, key = change.collection, change.key
    while key:
        if (collection, key, "") in places:
            return True
        field = parent_field(collection)
        owner = {i.key: i for p in (base, side) for i in p.items(collection)}.get(key)
        key = getattr(owner, field) if field and owner else ""
        collection = PARENTS.get(field, "")
    return False


@given(plans(most=3))
def test_a_deletion_and_an_edit_elsewhere_go_together(base):
    for collection, item in base.walk():
        gone = without(base, collection, item.key)
        merged = merge(base, gone, replace(base, overview="Changed."))
        assert merged.plan == replace(gone, overview="Changed.")
        assert not merged.conflicts


@given(three_plans())
def test_every_settled_merge_leaves_no_orphan(three):
    for choice in ("ours", "theirs", "refuse"):
        merged = merge(*three, choice).plan
        for collection, item in merged.walk():
            field = parent_field(collection)
            if field:
                parents = {p.key for p in merged.items(PARENTS[field])}
                assert getattr(item, field) in parents
