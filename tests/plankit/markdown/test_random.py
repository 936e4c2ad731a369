# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Random plans and random documents: written and read again, nothing is lost."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plankit.errors import DocumentRefused
from plankit.markdown import read, render, write
from plankit.markdown.changes import missing
from plankit.plan import COLLECTIONS
from tests.plankit.strategies import plans

from .sources import (
    OWN,
    REFERENCE,
    THEIRS,
    document_of,
    text_of,
    with_items,
    with_value,
)

COMMON = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LINES = (
    *("# Plan", "## Phase 1: Start", "## Tasks", "### Deliverables", "", "---"),
    *("| ID | Task | Owner | Status |", "|--|--|--|--|", "| A.1 | One | ann | Done |"),
    *(
        "| A.2 | Two |",
        "|||",
        "| A.1 | again | - | ☐ | more |",
        "- [ ] box",
        "- [x] T1",
    ),
    *("  - [ ] below", "\t- [ ] tab", "1. first", "> quoted", "> | a | b |", "> |-|-|"),
    *("```bash", "```", "~~~", "curl x \\", "**Owner**: bob", "**Goal**:", "<!-- x"),
    *("## Verification", "-->", "text \\| more", "Setext", "===", "    code", "+ plus"),
    *("### Task 1.1: Head", "**Dependencies**: A.1", "\u00a0", "* [X] star", "***"),
)
ENDS = ("\n", "\n", "\n", "\r\n", "\r")


@COMMON
@given(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(ENDS)), max_size=40))
def test_any_text_is_given_back(lines):
    text = "".join(line + end for line, end in lines)
    document = read(text)
    assert write(document, document.plan).text == text
    for (_c, _k, _f), span in document.spans.items():
        assert 0 <= span.start <= span.end <= len(text)


@COMMON
@given(st.text(max_size=200))
def test_any_characters_are_given_back_or_refused(text):
    try:
        document = read(text)
    except DocumentRefused:
        assert "\0" in text
        return
    assert write(document, document.plan).text == text


@COMMON
@given(st.lists(st.sampled_from(LINES), max_size=30), st.data())
def test_an_edit_of_any_text_reads_back_or_is_named(lines, data):
    document = read("\n".join(lines))
    places = sorted(p for p in document.places if isinstance(document.value(p), str))
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    value = data.draw(st.sampled_from(["new", "a | b", "done", "x y"]))
    plan = with_value(document.plan, place, value)
    result = write(document, plan)
    if place in result.unwritten:
        return
    assert not set(missing(plan, read(result.text).plan)) - set(result.unwritten)


@COMMON
@given(plans())
def test_a_random_plan_written_into_an_empty_document_is_named_or_there(plan):
    """Nothing is lost in silence, not even where no section exists."""
    document = read("# Plan\n")
    result = write(document, plan)
    found = read(result.text).plan
    lost = set(missing(plan, found)) - set(result.unwritten)
    assert not {path for path in lost if path[2] not in ("order",)} or result.unwritten


@COMMON
@given(plans())
def test_the_reference_layout_is_read_and_given_back(plan):
    text = render(plan)
    document = read(text)
    assert write(document, document.plan).text == text


@COMMON
@given(st.data())
def test_items_removed_in_any_number_are_gone_and_the_others_stay(data):
    path = data.draw(st.sampled_from([REFERENCE, *OWN, *THEIRS]))
    document = document_of(path)
    plan = document.plan
    names = [name for name in COLLECTIONS if plan.items(name) and name != "phases"]
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    items = list(plan.items(name))
    gone = data.draw(st.sets(st.sampled_from([item.key for item in items])))
    plan = with_items(plan, name, [item for item in items if item.key not in gone])
    if name == "tasks":
        kept = [item for item in plan.checklist if item.task not in gone]
        plan = with_items(plan, "checklist", kept)
    result = write(document, plan)
    found = {item.key for item in read(result.text).plan.items(name)}
    unwritten = {key for collection, key, _f in result.unwritten if collection == name}
    if "#" not in "".join(item.key for item in items):
        assert {item.key for item in items} - gone <= found
        assert not (gone & found) - unwritten


@COMMON
@given(st.data())
def test_items_in_any_order_read_back_in_it(data):
    document = document_of(REFERENCE)
    name = data.draw(st.sampled_from([n for n in COLLECTIONS if n != "checklist"]))
    items = data.draw(st.permutations(document.plan.items(name)))
    plan = with_items(document.plan, name, list(items))
    result = write(document, plan)
    assert result.unwritten == ()
    assert not set(missing(plan, read(result.text).plan))
    assert sorted(result.text.split("\n")) == sorted(text_of(REFERENCE).split("\n"))
