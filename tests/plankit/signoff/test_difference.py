# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is shown to an approver, applied to what they signed, is the present."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plankit.diff import MOVE, UPDATE
from plankit.difference import applied, difference
from plankit.errors import PlanError
from plankit.markdown import read
from plankit.plan import COLLECTIONS, Migration, Phase, Plan, Risk, Task
from plankit.scope import ALL_PARTS, ORDERED, PARTS, parts_of
from plankit.snapshot import Subject, content, text
from tests.plankit.markdown.sources import OWN, REFERENCE, text_of
from tests.plankit.strategies import edited, keyed, plans

SUBJECT = Subject("s")
facts = st.dictionaries(st.sampled_from(["a", "b"]), st.text(max_size=3))
extras = st.lists(
    st.tuples(
        st.sampled_from(["Notes", "@prose", "@policies", "@fact:a", "@@x", "Notes#2"]),
        st.sampled_from(["one", "two\nlines", ""]),
    ),
    max_size=4,
).map(tuple)
parts = st.one_of(st.just(ALL_PARTS), st.sets(st.sampled_from(sorted(PARTS))))


def agree(old, new):
    """Both ways, exactly, from what is stored of them."""
    for one, other in ((old, new), (new, old)):
        one, other = json.loads(text(one)), json.loads(text(other))
        changes = difference(one, other)
        assert applied(one, changes) == other
        assert bool(changes) == (one != other)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_random_edits_are_shown_completely(data):
    plan = replace(data.draw(plans()), extra=data.draw(extras))
    new = plan
    for _save in range(data.draw(st.integers(1, 3))):
        new = data.draw(edited(new, most=4))
    new = replace(new, extra=data.draw(extras))
    for name in data.draw(st.sets(st.sampled_from(sorted(ORDERED)))):
        items = data.draw(st.permutations(new.items(name)))
        new = replace(new, **{name: tuple(items)})
    new = keyed(new) if data.draw(st.booleans()) else new
    old = content(plan, SUBJECT, frozenset(data.draw(parts)), data.draw(facts))
    agree(old, content(new, SUBJECT, frozenset(data.draw(parts)), data.draw(facts)))


@settings(max_examples=25, deadline=None)
@given(plans(), plans())
def test_plans_that_have_nothing_in_common_are_shown_completely(one, other):
    agree(content(one, SUBJECT), content(other, Subject("other", "plan")))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_edits_of_an_item_are_shown_completely(data):
    plan = data.draw(plans())
    new = data.draw(edited(plan, most=6))
    for collection, item in plan.walk():
        subject = Subject("s", "item", collection, item.key)
        if any(item.key == other.key for other in new.items(collection)):
            agree(content(plan, subject), content(new, subject))


NAMES = [path.stem for path in (REFERENCE, *OWN)]


@pytest.mark.parametrize("at", range(len(NAMES)), ids=NAMES)
def test_real_documents_are_shown_completely(at):
    paths = [REFERENCE, *OWN]
    one, other = (read(text_of(p)).plan for p in (paths[at], paths[at - 1]))
    agree(content(one, SUBJECT), content(other, SUBJECT))


def test_twins_are_shown_completely():
    def twins(*owners):
        items = (Risk(key=str(n), name="Late", owner=o) for n, o in enumerate(owners))
        return content(Plan(risks=tuple(items)), SUBJECT)

    owners = [*"kjihgfedcba", ""]
    agree(twins(*owners), twins(*owners[3:], *"xyz"))
    agree(twins(*owners), twins(*owners[1:]))


def test_a_renamed_item_is_an_update():
    old = Plan(
        phases=(Phase(key="P1", code="P1"),),
        tasks=(Task(key="a", title="Create schema", phase="P1", owner="ann"),),
    )
    new = replace(old, tasks=(replace(old.tasks[0], key="b", title="Create schemas"),))
    (change,) = difference(content(old, SUBJECT), content(new, SUBJECT))
    assert (change.kind, change.key, change.field) == (UPDATE, "Create schema", "title")
    assert (change.old, change.new) == ("Create schema", "Create schemas")


def test_an_order_that_is_not_signed_is_not_shown():
    names = ("A long delay", "Budget", "Cost")
    risks = tuple(Risk(key=name, name=name) for name in names)
    renamed = (replace(risks[0], name="The long delay"), *risks[1:])
    old, new = (content(Plan(risks=r), SUBJECT) for r in (risks, renamed))
    assert [c.kind for c in difference(old, new)] == [UPDATE]


@pytest.mark.parametrize("collection", sorted(ORDERED))
def test_an_order_that_is_signed_is_shown(collection):
    name = "version" if collection == "migrations" else "name"
    kind = COLLECTIONS[collection]
    items = tuple(kind(key=each, **{name: each}) for each in "abcd")
    old = content(Plan(**{collection: items}), SUBJECT)
    new = content(Plan(**{collection: (items[3], *items[:3])}), SUBJECT)
    agree(old, new)
    (change,) = difference(old, new)
    assert (change.kind, change.key, change.after) == (MOVE, "d", "")


def test_as_what_it_is_signed_is_shown():
    old, new = (content(Plan(), Subject("s", kind)) for kind in ("plan", "release"))
    agree(old, new)
    (change,) = difference(old, new)
    assert (change.field, change.old, change.new) == ("@kind", "plan", "release")


def test_what_is_signed_comes_first():
    old = content(Plan(), SUBJECT, parts_of("SRE"))
    new = content(Plan(title="T"), SUBJECT, parts_of("SRE", ["summary"]))
    first, second = difference(old, new)
    assert (first.field, first.old, first.new) == (
        "@parts",
        sorted(parts_of("SRE")),
        sorted(parts_of("SRE", ["summary"])),
    )
    assert second.field == "title"


def test_a_fact_is_shown():
    old, new = (content(Plan(), SUBJECT, facts={"a": value}) for value in "12")
    (change,) = difference(old, new)
    assert (change.field, change.old, change.new) == ("extra:@fact:a", "1", "2")


def test_sql_is_shown_as_a_value_of_its_own():
    def plan(sql):
        item = Migration(key="m", version="1", extra=(("@up_sql", sql),))
        return content(Plan(migrations=(item,)), SUBJECT)

    (change,) = difference(plan("SELECT 1"), plan("SELECT 2"))
    assert (change.collection, change.field) == ("migrations", "extra:@up_sql")


def test_equal_contents_have_no_difference():
    found = content(read(text_of(REFERENCE)).plan, SUBJECT)
    assert difference(found, found) == ()


def test_a_plan_and_its_item_cannot_be_compared():
    plan = Plan(risks=(Risk(key="r", name="r"),))
    item = content(plan, Subject("s", "risk", "risks", "r"))
    with pytest.raises(PlanError) as refusal:
        difference(content(plan, SUBJECT), item)
    assert refusal.value.code == "other_subject"


def test_contents_of_another_format_are_refused():
    found = content(Plan(), SUBJECT)
    with pytest.raises(PlanError) as refusal:
        difference(found, {**found, "format": "implementation-plan-content/9"})
    assert refusal.value.code == "unknown_format"
