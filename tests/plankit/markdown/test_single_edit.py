# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Any edit of one value changes the characters of that value and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plankit.markdown import read, write
from plankit.markdown.changes import missing
from plankit.markdown.drawings import DRAWINGS

from .sources import (
    OWN,
    REFERENCE,
    THEIRS,
    candidates,
    corpus,
    document_of,
    own,
    with_value,
)

#: Values whose drawing follows them: their edit has two places.
TWO_PLACES = {("environments", "name"), ("test_targets", "test_type")}


def check(path, place, value):
    """Write one edit; it stands at its span, or is named and changes nothing."""
    document = document_of(path)
    plan = with_value(document.plan, place, value)
    result = write(document, plan)
    if place[2] in DRAWINGS and place not in result.unwritten:
        assert getattr(read(result.text).plan, place[2]) == value
        return True
    if result.unwritten:
        assert place in result.unwritten
        assert result.text == document.text
        return False
    start, end = document.spans[place]
    if (place[0], place[2]) not in TWO_PLACES:
        assert result.text[:start] == document.text[:start]
        assert result.text.endswith(document.text[end:])
    if place[2] not in ("traffic_percent", "traffic_kind", "share_percent"):
        assert not set(missing(plan, read(result.text).plan)) - {
            ("", "", "traffic_progression"),
            ("", "", "test_pyramid"),
        }
    return True


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_edit_changes_only_its_span(data):
    path = data.draw(st.sampled_from([REFERENCE, *OWN, *THEIRS]))
    document = document_of(path)
    places = sorted(document.places)
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    old = document.value(place)
    value = data.draw(st.sampled_from(candidates(place[0], place[2], old)))
    check(path, place, value)


@pytest.mark.parametrize("place", sorted(document_of(REFERENCE).places))
def test_every_value_of_the_reference_document_can_be_edited(place):
    """Each is written at least once, with a value that fits its place."""
    document = document_of(REFERENCE)
    old = document.value(place)
    values = [v for v in candidates(place[0], place[2], old) if v not in (old, "")]
    if place[2] in ("traffic_percent", "share_percent"):
        values = ["35"]
    assert any(check(REFERENCE, place, value) for value in values)


@pytest.mark.parametrize("path", [*own(), *corpus()])
def test_every_status_becomes_done_in_one_line(path):
    document = document_of(path)
    for item in document.plan.tasks:
        place = ("tasks", item.key, "status")
        if place in document.places and item.status != "done":
            assert check(path, place, "done"), place
            break


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        ("Not Started", "Done"),
        ("NOT STARTED", "DONE"),
        ("not started", "done"),
        ("not-started", "done"),
        ("⬜ Not Started", "✅ Done"),
        ("⬜", "✅"),
        ("☐", "☑"),
        ("[ ]", "[x]"),
        ("[ ] Not Started", "[x] Done"),
        ("`[READY]`", "`[DONE]`"),
        ("**Pending**", "**Done**"),
        ("Offen", "Erledigt"),
        ("未着手", "完了"),
        ("pendiente", "hecho"),
    ],
)
def test_a_new_status_is_written_like_the_others(shown, wanted):
    text = f"| ID | Task | Status |\n|--|--|--|\n| A.1 | One | {shown} |\n"
    document = read(text)
    plan = with_value(document.plan, ("tasks", "A.1", "status"), "done")
    assert write(document, plan).text == text.replace(shown, wanted)


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        ("March 7, 2026", "February 3, 2027"),
        ("Mar 7, 2026", "Feb 3, 2027"),
        ("07.03.2026", "03.02.2027"),
        ("2026/03/07", "2027/02/03"),
        ("2026年3月7日", "2027年2月3日"),
        ("7 March 2026", "3 February 2027"),
    ],
)
def test_a_new_date_has_the_form_of_the_old_one(shown, wanted):
    text = f"# T\n\n**Last Updated**: {shown}\n"
    document = read(text)
    assert document.plan.date_updated == "2026-03-07"
    plan = with_value(document.plan, ("", "", "date_updated"), "2027-02-03")
    assert write(document, plan).text == text.replace(shown, wanted)


def test_a_date_that_could_be_two_stays_text():
    assert read("# T\n\n**Date**: 03/04/2026\n").plan.date_updated == "03/04/2026"


@pytest.mark.parametrize("mark", ["-", "—", "None", "无"])
def test_nothing_is_written_as_the_document_writes_it(mark):
    text = (
        "| ID | Task | Dependencies | Status |\n|--|--|--|--|\n"
        f"| A.1 | One | {mark} | Done |\n| A.2 | Two | A.1 | Done |\n"
    )
    document = read(text)
    plan = with_value(document.plan, ("tasks", "A.2", "depends"), "")
    assert write(document, plan).text == text.replace(
        "| A.1 | Done", f"| {mark} | Done"
    )


def test_a_status_that_a_box_cannot_hold_is_named_and_not_written():
    text = "# T\n\n## Tasks\n\n- [ ] T001 One\n- [x] T002 Two\n"
    document = read(text)
    place = ("tasks", "T001", "status")
    result = write(document, with_value(document.plan, place, "blocked"))
    assert (result.text, result.unwritten) == (text, (place,))


def test_cells_that_a_row_lacks_are_added():
    head = "| ID | Task | Owner | Status |\n|--|--|--|--|\n"
    for row, wanted in (
        ("| A.1 | One |", "| A.1 | One | | Done |"),
        ("A.1 | One", "A.1 | One | | Done"),
    ):
        document = read(head + row + "\n")
        plan = with_value(document.plan, ("tasks", "A.1", "status"), "done")
        assert write(document, plan).text == head + wanted + "\n"


def test_a_line_break_in_a_cell_comes_back():
    document = document_of(REFERENCE)
    place = ("risks", document.plan.risks[0].key, "mitigation")
    text = write(document, with_value(document.plan, place, "one\ntwo")).text
    assert "one<br>two" in text
    assert read(text).plan.risks[0].mitigation == "one\ntwo"
