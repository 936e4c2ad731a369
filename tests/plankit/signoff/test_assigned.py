# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The document as signed hashes to what was signed, whatever stands in it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plankit import assigned
from plankit.errors import PlanError
from plankit.markdown import read, render
from plankit.plan import COLLECTIONS, Phase, Plan, Risk, Task
from plankit.scope import ALL_PARTS, PARTS, parts_of
from plankit.snapshot import Subject, content, digest, select
from tests.plankit.markdown.sources import OWN, REFERENCE, text_of
from tests.plankit.strategies import edited, plans

SUBJECT = Subject("s")
DOCUMENTS = [pytest.param(path, id=path.stem) for path in (REFERENCE, *OWN)]
BEYOND = (("@up_sql", "CREATE\r\n```\n## As Signed\n"), ("@date", "2026-01-01"))


def with_beyond(plan):
    """The plan with values in every item that its document has no place for."""
    changed = {
        name: tuple(replace(i, extra=(*i.extra, *BEYOND)) for i in plan.items(name))
        for name in COLLECTIONS
    }
    extra = (*plan.extra, ("@prose", "Words.\n"), ("@policies", "SRE: 1"))
    return replace(plan, extra=extra, **changed)


def signed(source, plan, subject=SUBJECT, parts=ALL_PARTS, facts=None):
    """The document as signed, after the checks that hold for every one."""
    found = content(plan, subject, parts, facts or {})
    document = assigned.best_document(source, plan, subject, parts, facts)
    text = assigned.write(document, found, assigned.beyond_of(plan), subject)
    assert assigned.digest_of(text) == digest(found)
    assert assigned.document_of(text) == document
    return text


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("role", ["Tech Lead", "Security", "SRE", "Owner"])
def test_a_document_is_signed_as_it_is(path, role):
    source = text_of(path)
    plan = read(source).plan
    text = signed(source, with_beyond(plan), parts=parts_of(role), facts={"a": "1"})
    assert assigned.is_bound(text)
    assert assigned.document_of(text) == source


@pytest.mark.parametrize("path", DOCUMENTS)
def test_items_are_signed_in_the_documents_that_show_them(path):
    source = text_of(path)
    plan = with_beyond(read(source).plan)
    for collection in COLLECTIONS:
        for item in plan.items(collection)[:1]:
            subject = Subject("s", "item", collection, item.key)
            assert assigned.is_bound(signed(source, plan, subject))


@pytest.mark.parametrize("path", DOCUMENTS)
def test_an_item_alone_has_a_document_of_its_own(path):
    plan = with_beyond(read(text_of(path)).plan)
    for collection in ("tasks", "deliverables", "risks", "dependencies"):
        for item in plan.items(collection)[:2]:
            subject = Subject("s", "item", collection, item.key)
            assert assigned.is_bound(signed("", select(plan, subject), subject))


@settings(max_examples=30, deadline=None)
@given(plans(), st.sets(st.sampled_from(sorted(PARTS))))
def test_any_plan_is_signed(plan, parts):
    signed("", plan, parts=frozenset(parts))


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_an_edited_document_is_signed(data):
    source = text_of(data.draw(st.sampled_from([REFERENCE, *OWN[:5]])))
    plan = data.draw(edited(with_beyond(read(source).plan)))
    signed(source, plan)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_item_of_any_plan_is_signed(data):
    plan = data.draw(plans())
    items = [(c, i.key) for c, i in plan.walk()]
    if items:
        collection, key = data.draw(st.sampled_from(items))
        subject = Subject("s", "item", collection, key)
        signed(render(plan), plan, subject)


def test_keys_of_records_find_their_items():
    plan = Plan(
        phases=(Phase(key="new:1", code="P1", name="One"),),
        tasks=(
            Task(key="new:2", ref="P1.1", title="a", phase="new:1"),
            Task(key="new:3", ref="P1.1", title="b", phase="new:1"),
        ),
    )
    for key in ("new:2", "new:3"):
        subject = Subject("s", "task", "tasks", key)
        assert assigned.is_bound(signed("", plan, subject))


def test_an_appendix_carries_what_is_signed_and_no_more():
    plan = with_beyond(read(text_of(REFERENCE)).plan)
    text = signed(text_of(REFERENCE), plan, parts=parts_of("SRE"))
    line = json.loads(text.rstrip("`\n").rsplit("\n", 1)[-1])
    assert set(line["beyond"]) == {"environments", "triggers", "metrics", "dashboards"}
    assert line["parts"] == sorted(parts_of("SRE"))


def test_an_appendix_of_an_item_carries_no_values_of_others():
    plan = with_beyond(read(text_of(REFERENCE)).plan)
    subject = Subject("s", "risk", "risks", plan.risks[0].key)
    text = signed(text_of(REFERENCE), plan, subject)
    line = json.loads(text.rstrip("`\n").rsplit("\n", 1)[-1])
    assert {name: list(keys) for name, keys in line["beyond"].items()} == {
        "risks": [plan.risks[0].key]
    }


def test_a_text_that_does_not_read_back_carries_the_content_itself():
    plan = Plan(title="T", overview="## Risks\n\nno", risks=(Risk(key="a", name=" "),))
    text = signed("", plan)
    assert not assigned.is_bound(text)
    assert '"bound":false' in text


def test_a_source_that_cannot_be_read_is_not_shown():
    text = signed("# A\0", Plan(title="T"))
    assert assigned.document_of(text) == render(Plan(title="T"))


def test_a_source_that_has_no_place_for_the_plan_is_not_shown():
    source = "# T\n\n## Risks\n\n| Risk | Owner |\n|--|--|\n| Late | |\n"
    (risk,) = read(source).plan.risks
    plan = Plan(title="T", risks=(replace(risk, mitigation="Start early"),))
    text = signed(source, plan)
    assert assigned.is_bound(text)
    assert assigned.document_of(text) == render(plan)


def test_the_columns_a_document_calls_so_itself_stay_where_they_are():
    source = "# T\n\n## Risks\n\n| Risk | @who | Owner |\n|-|-|-|\n| a | bo | x |\n"
    plan = read(source).plan
    (risk,) = plan.risks
    assert risk.extra == (("@who", "bo"),)
    more = replace(risk, extra=(*risk.extra, ("@holds", "P1")))
    text = signed(source, replace(plan, risks=(more,)))
    assert assigned.document_of(text) == source
    assert assigned.is_bound(text)


# Documents that lie


FAKE = signed(text_of(REFERENCE), read(text_of(REFERENCE)).plan)
LINES = (
    *("", "## As Signed", "```json", "```", "# T", "## Risks", "{}", "<!--", "-->"),
    *("- a", "````", "~~~", FAKE.rsplit("\n\n```json", 1)[0][-60:], FAKE[-200:]),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(["\n", "\r\n", "\r"])))
)
def test_a_document_with_an_appendix_of_its_own_confuses_nobody(lines):
    source = "".join(line + end for line, end in lines)
    signed(source, read(source).plan)
    found = content(Plan(title="Other"), SUBJECT)
    text = assigned.write(source, found, {}, SUBJECT)
    assert assigned.digest_of(text) == digest(found)
    assert assigned.document_of(text) == source


def test_a_signed_document_is_signed_again():
    again = signed(FAKE, read(FAKE).plan)
    assert assigned.document_of(again) == FAKE
    assert assigned.document_of(assigned.document_of(again)) == text_of(REFERENCE)


def test_values_with_fences_and_headings_stay_inside():
    fact = "```\n\n## As Signed\n\n````json\n{}\n````\n"
    text = signed(text_of(REFERENCE), Plan(title="T"), facts={fact: fact * 3})
    assert "\n\n`````json\n{" in text
    assert text.endswith("}\n`````\n")


@pytest.mark.parametrize("ends", ["\r\n"])
def test_a_mail_that_changes_line_ends_changes_nothing(ends):
    assert assigned.digest_of(FAKE.replace("\n", ends)) == assigned.digest_of(FAKE)


EDITS = [
    ("Set up CI/CD pipelines", "Set up nothing"),
    ("> 500ms for 5 minutes", "> 700ms for 5 minutes"),
    ('"plan":"s"', '"plan":"t"'),
    ('"work"]', '"policies"]'),
]


@pytest.mark.parametrize(("old", "new"), EDITS)
def test_an_edit_of_what_was_signed_changes_the_hash(old, new):
    assert old in FAKE
    assert assigned.digest_of(FAKE.replace(old, new)) != assigned.digest_of(FAKE)


def test_an_edit_of_what_nobody_signs_changes_no_hash():
    edited = FAKE.replace("Not Started", "Done").replace("- [ ]", "- [x]")
    assert edited != FAKE
    assert assigned.digest_of(edited) == assigned.digest_of(FAKE)


BAD = [
    *("", "# T\n", FAKE[:-5], FAKE + "more", FAKE.replace("## As Signed", "## As")),
    *(FAKE.replace("```json\n{", "```json\n["), FAKE.replace("signed/1", "signed/2")),
    FAKE.replace('"bound":true', '"bound":false'),
    FAKE.replace('"bound":true,', ""),
    FAKE.replace('"beyond":{}', '"beyond":[]'),
    FAKE.replace('"beyond":{}', '"beyond":{"risks":1}'),
    FAKE.replace('"beyond":{}', '"beyond":{"":{"":["a"]}}'),
    FAKE.replace('"kind":"plan"', '"sort":"plan"'),
    FAKE.replace('"collection":""', '"collection":"walk"'),
    FAKE.replace('"collection":""', '"collection":"risks"'),
    FAKE.replace('"work"]', '"nothing"]'),
    FAKE.replace('"work"]', "1.5]"),
    FAKE.replace("```json\n{", "```json\n" + "[" * 100_000),
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_what_is_no_document_as_signed_is_refused(text):
    with pytest.raises(PlanError) as refusal:
        assigned.digest_of(text)
    assert refusal.value.code in ("not_as_signed", "no_subject")


def test_only_the_values_beyond_are_taken():
    plan = Plan(extra=(("Branch", "main"), ("@prose", "a"), ("@policies", "")))
    assert assigned.beyond_of(plan) == {"": {"": [["@prose", "a"]]}}
