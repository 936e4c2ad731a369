# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Natural keys, and the same item found again under a new name or in a new place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.align import KeyMaker, align, natural_key, natural_keys
from plankit.diff import diff
from plankit.keys import LIMIT, NAMES
from plankit.plan import (
    COLLECTIONS,
    ChecklistItem,
    Deliverable,
    Phase,
    Plan,
    Risk,
    Task,
    item_fields,
)
from tests.plankit.growth import growth
from tests.plankit.strategies import edited, keyed, plans


@pytest.mark.parametrize(
    ("collection", "values", "parent", "key"),
    [
        ("tasks", {"ref": "P1.1", "title": "Build"}, "P1", "P1.1"),
        ("tasks", {"ref": "", "title": "Build"}, "P1", "Build"),
        ("phases", {"code": "P1", "name": "Foundation"}, "", "P1"),
        ("checklist", {"name": "Schema reviewed"}, "P1.1", "P1.1/Schema reviewed"),
        ("deliverables", {"name": "API"}, "", "API"),
        ("checks", {"name": "", "command": "make\ntest"}, "P1", "P1/make test"),
        ("risks", {"name": ""}, "", "?"),
        ("approvals", {"role": "SRE", "name": ""}, "", "SRE"),
    ],
)
def test_natural_keys_come_from_content(collection, values, parent, key):
    assert natural_key(collection, values, parent) == key


def test_every_collection_has_a_name_that_is_a_field():
    assert set(NAMES) == set(COLLECTIONS)
    for collection, names in NAMES.items():
        assert set(names) <= set(item_fields(collection))


@given(st.lists(st.sampled_from(["a", "a#2", "a#2#2", "b", ""]), max_size=20))
def test_keys_of_one_collection_are_unique(names):
    keys = KeyMaker()
    made = [keys.make("risks", {"name": name}) for name in names]
    assert len(set(made)) == len(names)


def test_endless_names_give_short_and_different_keys():
    one, other = (natural_key("risks", {"name": "x" * 5_000 + end}) for end in "ab")
    assert one != other
    assert len(one) == LIMIT


@given(plans())
def test_natural_keys_of_a_read_plan_are_its_keys(plan):
    for collection, keys in natural_keys(plan).items():
        assert list(keys) == [item.key for item in plan.items(collection)]
        assert all(key == natural for key, natural in keys.items())


def tasks(*rows):
    return tuple(Task(key=key, ref=ref, title=title) for key, ref, title in rows)


def test_a_changed_title_keeps_the_record_of_the_reference():
    ours = Plan(tasks=tasks(("k1", "P1.1", "Build")))
    theirs = Plan(tasks=tasks(("P1.1", "P1.1", "Construct the house")))
    plan, natural = align(theirs, ours)
    assert plan.tasks[0].key == "k1"
    assert natural["tasks"] == {"k1": "P1.1"}


def test_an_item_renamed_in_odoo_is_found_by_the_remembered_key():
    ours = Plan(risks=(Risk(key="Late", name="Quite different"),))
    theirs = Plan(risks=(Risk(key="Late", name="Late"),))
    assert align(theirs, ours).plan.risks[0].key == "Late"


def test_an_item_renamed_in_the_file_is_found_by_likeness():
    ours = Plan(risks=(Risk(key="r1", name="Database migration fails"),))
    theirs = Plan(risks=(Risk(key="x", name="Database migration fails late"),))
    assert align(theirs, ours).plan.risks[0].key == "r1"


def test_an_unlike_item_is_new_and_never_takes_a_key_in_use():
    ours = Plan(risks=(Risk(key="Cost", name="Database migration fails"),))
    theirs = Plan(
        risks=(
            Risk(key="Database migration fails", name="Database migration fails"),
            Risk(key="Cost", name="Cost"),
        )
    )
    plan, natural = align(theirs, ours)
    assert [r.key for r in plan.risks] == ["Cost", "Cost#2"]
    assert natural["risks"] == {"Cost": "Database migration fails", "Cost#2": "Cost"}


def test_children_follow_a_renamed_parent():
    ours = Plan(
        tasks=tasks(("t", "", "Write the runbook")),
        checklist=(ChecklistItem(key="c", task="t", name="Draft"),),
    )
    title = "Write the runbooks"
    theirs = Plan(
        tasks=tasks((title, "", title)),
        checklist=(ChecklistItem(key=f"{title}/Draft", task=title, name="Draft"),),
    )
    plan = align(theirs, ours).plan
    assert plan.tasks[0].key == "t"
    assert plan.checklist == ours.checklist


def test_equal_names_stay_below_their_parents():
    phases = (Phase(key="P1", code="P1"), Phase(key="P2", code="P2"))
    ours = Plan(
        phases=phases,
        deliverables=(
            Deliverable(key="P1/Docs", phase="P1", name="Docs"),
            Deliverable(key="P2/Docs", phase="P2", name="Docs"),
        ),
    )
    theirs = replace(ours, deliverables=ours.deliverables[1:])
    assert align(theirs, ours).plan == theirs


def test_a_name_moves_to_another_parent_when_it_is_the_only_one():
    phases = (Phase(key="P1", code="P1"), Phase(key="P2", code="P2"))
    one = Deliverable(key="P1/Docs", phase="P1", name="Docs", done=True)
    other = Deliverable(key="P2/Docs", phase="P2", name="Docs", done=True)
    ours = Plan(phases=phases, deliverables=(one,))
    theirs = Plan(phases=phases, deliverables=(other,))
    assert align(theirs, ours).plan.deliverables == (replace(one, phase="P2"),)


def test_of_repeated_names_the_remembered_key_counts():
    ours = Plan(risks=(Risk(key="Late#2", name="Late", owner="QA"),))
    theirs = Plan(
        risks=(
            Risk(key="Late", name="Late"),
            Risk(key="Late#2", name="Late", owner="QA"),
        )
    )
    assert align(theirs, ours).plan == theirs


def test_swapped_names_follow_the_other_fields():
    ours = Plan(
        risks=(
            Risk(key="a", name="b", owner="x", mitigation="first"),
            Risk(key="b", name="a", owner="y", mitigation="second"),
        )
    )
    theirs = Plan(
        risks=(
            Risk(key="a", name="a", owner="x", mitigation="first"),
            Risk(key="b", name="b", owner="y", mitigation="second"),
        )
    )
    assert align(theirs, ours).plan == theirs


@given(plans(most=3))
def test_a_plan_aligned_to_itself_is_unchanged(plan):
    found = align(plan, plan)
    assert found.plan == plan
    assert all(a == b for keys in found.natural.values() for a, b in keys.items())


@given(st.data())
def test_keys_stay_unique_and_parents_exist(data):
    ours = data.draw(plans(most=3))
    theirs = keyed(data.draw(edited(ours, most=5)))
    plan, natural = align(theirs, ours)
    for collection in COLLECTIONS:
        keys = [item.key for item in plan.items(collection)]
        assert len(set(keys)) == len(keys)
        known = [item.key for item in theirs.items(collection)]
        assert [natural[collection][key] for key in keys] == known
    assert {t.phase for t in plan.tasks} <= {p.key for p in plan.phases}


@given(st.data())
def test_a_document_exported_from_edited_records_has_no_difference(data):
    base = data.draw(plans(most=3))
    ours = data.draw(edited(base, most=4))
    assert diff(ours, align(keyed(ours), ours).plan) == ()


def test_each_of_many_renamed_items_costs_as_much_as_one_of_few():
    def many(word, size):
        rows = (Risk(key=f"{word}{n}", name=f"{word} {n}") for n in range(size))
        return Plan(risks=tuple(rows))

    def renamed(size):
        return many("Server fails", size), many("Service fails", size)

    assert growth(lambda pair: align(*pair), renamed(1_000), renamed(10_000)) < 40
