# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Content: stable where nothing signed changed, and complete where it did."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plankit.errors import PlanError
from plankit.markdown import read, render, write
from plankit.markdown.drawings import DRAWINGS
from plankit.plan import COLLECTIONS, Check, ChecklistItem, Phase, Plan, Risk, Task
from plankit.scope import ALL_PARTS, ORDERED, PARTS, parts_of
from plankit.snapshot import Subject, content, digest, select, text, to_plan
from tests.plankit.growth import growth
from tests.plankit.markdown.sources import DATA, OWN, REFERENCE, text_of
from tests.plankit.strategies import edited, plans

SUBJECT = Subject("s")
GOLDEN = DATA / "reference" / "signed.json"
QUICK = settings(max_examples=40, deadline=None)
DOCUMENTS = [pytest.param(path, id=path.stem) for path in (REFERENCE, *OWN)]


def hashed(plan, parts=ALL_PARTS, subject=SUBJECT):
    return digest(content(plan, subject, parts))


def golden():
    """Hashes of the reference document that must never change."""
    plan = read(text_of(REFERENCE)).plan
    plan = replace(plan, slug="reference", extra=(*plan.extra, ("@prose", "Words.")))
    roles = ["Tech Lead", "Security", "SRE", "Product Owner"]
    found = {r: hashed(plan, parts_of(r), Subject("reference")) for r in roles}
    for collection in COLLECTIONS:
        for item in plan.items(collection)[:1]:
            subject = Subject("reference", "item", collection, item.key)
            found[collection] = digest(content(plan, subject))
    facts = {"until": "2026-01-31", "name": "Zoë"}
    found["facts"] = digest(content(plan, Subject("reference"), facts=facts))
    return found


def test_the_hashes_of_the_reference_document_never_change():
    assert golden() == json.loads(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("role", ["Tech Lead", "Security", "SRE", "Owner"])
def test_a_document_exported_and_read_again_has_its_hash(path, role):
    document = read(text_of(path))
    parts = parts_of(role)
    exported = write(document, document.plan).text
    crlf = exported.replace("\r\n", "\n").replace("\n", "\r\n")
    for again in (exported, crlf, crlf.replace("\r\n", "\n")):
        assert hashed(read(again).plan, parts) == hashed(document.plan, parts)


def test_the_reference_layout_of_the_reference_document_has_its_hash():
    plan = read(text_of(REFERENCE)).plan
    assert hashed(read(render(plan)).plan) == hashed(plan)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_an_edit_that_a_document_holds_whole_is_read_with_its_hash(data):
    document = read(text_of(REFERENCE))
    plan = data.draw(edited(document.plan, most=2))
    written = write(document, plan)
    if not written.unwritten:
        found = read(written.text).plan
        # A drawing that shows items follows them when it is written.
        drawn = {name: getattr(found, name) for name in DRAWINGS}
        assert hashed(found) == hashed(replace(plan, **drawn))


@pytest.mark.parametrize("depends", ["-", "None", " n/a ", ""])
def test_no_dependency_is_none_in_every_notation(depends):
    old, new = Task(key="a", ref="P1"), Task(key="a", ref="P1", depends=depends)
    assert hashed(Plan(tasks=(new,))) == hashed(Plan(tasks=(old,)))


@QUICK
@given(plans(), st.sets(st.sampled_from(sorted(PARTS))))
def test_content_comes_back_from_its_values(plan, parts):
    found = content(plan, SUBJECT, frozenset(parts))
    again = to_plan(json.loads(text(found)))
    assert content(again, SUBJECT, frozenset(parts)) == found


@QUICK
@given(st.data())
def test_content_of_any_item_comes_back_from_its_values(data):
    plan = data.draw(plans())
    subjects = [Subject("s", "i", c, item.key) for c, item in plan.walk()]
    if subjects:
        subject = data.draw(st.sampled_from(subjects))
        found = content(plan, subject)
        chosen = select(plan, subject)
        assert content(chosen, subject) == found
        assert content(select(chosen, subject), subject) == found


def renamed(plan, name=lambda collection, key: f"new:{collection}:{key}"):
    """The plan with keys that say nothing, as records of a server have them."""
    changed = {}
    for collection in COLLECTIONS:
        items = []
        for item in plan.items(collection):
            values = {"key": name(collection, item.key)}
            for field, above in (("phase", "phases"), ("task", "tasks")):
                if getattr(item, field, ""):
                    values[field] = name(above, getattr(item, field))
            items.append(replace(item, **values))
        changed[collection] = tuple(items)
    return replace(plan, **changed)


@QUICK
@given(plans(), st.sets(st.sampled_from(sorted(PARTS))))
def test_the_keys_of_records_are_no_part_of_it(plan, parts):
    parts = frozenset(parts)
    assert content(renamed(plan), SUBJECT, parts) == content(plan, SUBJECT, parts)


def test_a_parent_that_is_no_part_of_it_is_called_by_its_natural_key():
    plan = renamed(reference())
    rows = content(plan, SUBJECT, frozenset({"verification"}))["items"]["checks"]
    assert {row["phase"] for row in rows} == {"P1"}
    assert rows[0]["key"] == "P1/Health check passes"


@QUICK
@given(plans(), st.randoms(use_true_random=False))
def test_an_order_that_is_not_signed_is_no_part_of_it(plan, chance):
    assert hashed(shuffled(plan, chance)) == hashed(plan)


def shuffled(plan, chance):
    changed = {}
    for name in COLLECTIONS:
        if name not in ORDERED:
            items = list(plan.items(name))
            chance.shuffle(items)
            changed[name] = tuple(items)
    return replace(plan, **changed)


TWINS = Plan(
    risks=tuple(
        Risk(key=str(at), name="Late", mitigation=str(at % 7)) for at in range(12)
    ),
    tasks=tuple(Task(key=str(at), title="Do") for at in range(3)),
    checklist=(
        ChecklistItem(key="a", task="0", name="middle"),
        ChecklistItem(key="b", task="1", name="zenith"),
        ChecklistItem(key="c", task="1", name="alpha"),
    ),
)


@pytest.mark.parametrize("seed", range(20))
def test_items_of_one_name_are_told_apart_by_what_they_hold(seed):
    assert hashed(shuffled(TWINS, random.Random(seed))) == hashed(TWINS)
    found = content(TWINS, SUBJECT)
    assert content(to_plan(found), SUBJECT) == found


def test_a_checklist_that_moves_to_its_tasks_twin_changes_the_hash():
    moved = [replace(item, task="2") for item in TWINS.checklist[:1]]
    other = [replace(item, task="1") for item in TWINS.checklist[:1]]
    rest = TWINS.checklist[1:]
    assert hashed(replace(TWINS, checklist=(*moved, *rest))) == hashed(TWINS)
    assert hashed(replace(TWINS, checklist=(*other, *rest))) != hashed(TWINS)


def test_the_order_of_commands_counts_below_each_phase():
    phases = tuple(Phase(key=code, code=code) for code in ("P1", "P2"))
    one, two = (Check(key=n, phase="P1", command=n) for n in "ab")
    other = Check(key="c", phase="P2", command="c")
    plan = Plan(phases=phases, checks=(one, two, other))
    assert hashed(plan) == hashed(replace(plan, checks=(other, one, two)))
    assert hashed(plan) != hashed(replace(plan, checks=(two, one, other)))


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_within_values_are_one(ends):
    lines = "one{0} two {0}{0}three{0}"
    old, new = lines.format("\n"), lines.format(ends)

    def plan(value):
        extra = (("Notes", value), ("@up_sql", value))
        risk = Risk(key="r", name="n", mitigation=value, extra=extra)
        return Plan(overview=value, extra=(("@prose", value),), risks=(risk,))

    assert hashed(plan(new)) == hashed(plan(old))
    facts = [content(Plan(), SUBJECT, facts={"a": value}) for value in (old, new)]
    assert facts[0] == facts[1]
    assert hashed(plan(old.replace("two ", "two"))) != hashed(plan(old))


def test_defaults_and_empty_values_are_left_out():
    risk = Risk(key="r", name="n", extra=(("Notes", ""), ("Status", "x")))
    found = content(Plan(risks=(risk,), extra=(("Branch", ""),)), SUBJECT)
    assert found["items"] == {"risks": [{"key": "n", "name": "n"}]}
    assert found["header"] == {}
    assert "facts" not in found


def test_the_order_of_columns_is_no_part_of_it():
    pairs = (("B", "1"), ("A", "2"), ("B", "0"))
    one = Plan(risks=(Risk(key="r", name="n", extra=pairs),))
    other = Plan(risks=(Risk(key="r", name="n", extra=(pairs[1], *pairs[::2])),))
    assert hashed(one) == hashed(other)


def test_content_holds_texts_and_whole_numbers_only():
    found = content(read(text_of(REFERENCE)).plan, SUBJECT, facts={"a": "1"})
    assert list(found) == ["format", "subject", "parts", "facts", "header", "items"]
    assert json.loads(text(found)) == found
    assert found["items"]["tasks"][0] == {
        "key": "P1.1",
        "ref": "P1.1",
        "title": "Create database schema",
        "phase": "P1",
        "owner": "implementer",
    }


def test_grants_are_counted_among_themselves():
    plan = read(text_of(REFERENCE)).plan
    first, second = plan.migrations[:2]
    grants = replace(second, version=first.version, name="grants")
    plan = replace(plan, migrations=(first, grants))
    alone = replace(plan, migrations=(grants,))
    assert hashed(plan, parts_of("Security")) == hashed(alone, parts_of("Security"))


# Subjects


def reference():
    return read(text_of(REFERENCE)).plan


def test_a_phase_is_signed_with_what_is_below_it():
    plan = reference()
    found = select(plan, Subject("s", "phase", "phases", "P1"))
    assert [p.key for p in found.phases] == ["P1"]
    assert {t.phase for t in found.tasks} == {"P1"}
    assert len(found.tasks) == 5
    assert len(found.deliverables) == 4
    assert len(found.checks) == 3
    assert not found.risks
    assert not found.title
    assert not content(plan, Subject("s", "phase", "phases", "P1"))["header"]


def test_a_task_is_signed_with_its_checklist():
    plan = read(text_of(next(path for path in OWN if path.stem == "nested"))).plan
    boxes = plan.checklist[0]
    found = select(plan, Subject("s", "task", "tasks", boxes.task))
    assert len(found.tasks) == 1
    assert {box.task for box in found.checklist} == {boxes.task}
    assert found.phases == ()


def test_a_subject_that_is_not_there_is_refused():
    with pytest.raises(PlanError) as refusal:
        content(reference(), Subject("s", "risk", "risks", "No such"))
    assert refusal.value.code == "no_subject"


def test_parts_are_of_plans_an_item_is_signed_whole():
    plan = reference()
    subject = Subject("s", "risk", "risks", plan.risks[0].key)
    assert content(plan, subject, frozenset({"work"})) == content(plan, subject)
    assert "parts" not in content(plan, subject)


def test_an_items_parent_keeps_its_name():
    plan = renamed(reference())
    subject = Subject("s", "task", "tasks", plan.tasks[0].key)
    (row,) = content(plan, subject)["items"]["tasks"]
    assert row["phase"] == "P1"
    subject = Subject("s", "deliverable", "deliverables", plan.deliverables[0].key)
    (row,) = content(plan, subject)["items"]["deliverables"]
    assert row["key"] == "P1/Database schema deployed to staging"


def test_a_twin_elsewhere_does_not_rename_a_subject():
    late = [Risk(key=str(at), name="Late", owner=str(at)) for at in range(3)]
    both = Plan(risks=tuple(late))
    subject = Subject("s", "risk", "risks", "1")
    fewer = Plan(risks=tuple(late[1:]))
    assert content(both, subject) == content(fewer, subject)


@QUICK
@given(st.data())
def test_an_edit_elsewhere_leaves_an_item_as_it_is(data):
    plan = data.draw(plans())
    risks = [*plan.risks, Risk(key="mine", name="Mine", owner="me")]
    plan = replace(plan, risks=tuple(risks))
    subject = Subject("s", "risk", "risks", "mine")
    new = data.draw(edited(plan))
    if plan.risks[-1] in new.risks:
        assert content(new, subject) == content(plan, subject)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "implementation-plan-content/2"},
        {"format": None},
        {"items": {"nothing": []}},
        {"items": {"risks": [{"key": "a", "colour": "red"}]}},
        {"items": {"risks": ["a"]}},
        {"items": None},
        {"header": {"colour": "red"}},
        {"header": {"extra": [["a"]]}},
        {"subject": {}},
        {"facts": 1},
    ],
)
def test_what_is_no_content_is_refused(change):
    found = {**content(reference(), SUBJECT), **change}
    with pytest.raises(PlanError) as refusal:
        to_plan(found)
    assert refusal.value.code == "unknown_format"


def many(count, **same):
    phases = tuple(Phase(key=f"P{n}", code=f"P{n}") for n in range(100))
    tasks = (
        Task(key=f"new:{n}", ref=f"T{n}", phase=f"P{n % 100}") for n in range(count)
    )
    return Plan(phases=phases, tasks=tuple(replace(task, **same) for task in tasks))


@pytest.mark.parametrize("same", [{}, {"ref": "T"}])
def test_ten_thousand_tasks_cost_no_more_than_ten_times_a_thousand(same):
    assert growth(hashed, many(1_000, **same), many(10_000, **same)) < 30
