# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A change as a page shows it."""

import pytest

from plankit.diff import CREATE, DELETE, MOVE, UPDATE, Change
from plankit.difference import worded
from plankit.plan import Risk
from tests.plankit.growth import growth


def update(old, new, field="eta"):
    return worded(Change(kind=UPDATE, field=field, old=old, new=new))


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("2026-01-30", "2026-02-03", {"code": "days_later", "days": 4}),
        ("2026-03-01", "2026-02-28", {"code": "days_earlier", "days": 1}),
        (
            "2026-01-30T12:00:00Z",
            "2026-02-03T08:00:00Z",
            {"code": "days_later", "days": 4},
        ),
        ("2026-01-30T12:00:00Z", "2026-01-30T13:00:00Z", {}),
        ("2026-01-30 12:00", "2026-02-03", {}),
        ("2026-01-30", "2026-01-30", {}),
        (
            "2026-01-30T23:00:00Z",
            "2026-02-01T01:00:00Z",
            {"code": "days_later", "days": 2},
        ),
        ("2026-01-30T08:00:00Z", "2026-01-30T09:00:00Z", {}),
        ("2026-01-30 or so", "2026-02-01", {}),
        ("2026-01-30", "soon", {}),
        ("", "2026-01-30", {}),
        ("2026-13-01", "2026-01-30", {}),
        ("20260130", "20260203", {}),
        ("2026-W01-1", "2026-01-30", {}),
        (None, "2026-01-30", {}),
    ],
)
def test_how_far_a_date_moved_is_said(old, new, note):
    assert update(old, new)["note"] == note


def test_values_are_as_they_were():
    found = worded(
        Change(
            kind=UPDATE,
            collection="triggers",
            key="k",
            name="n",
            field="text",
            old="500ms",
            new="700ms",
        )
    )
    assert found == {
        "kind": "update",
        "collection": "triggers",
        "key": "k",
        "field": "text",
        "is_extra": False,
        "is_fact": False,
        "name": "n",
        "old": "500ms",
        "new": "700ms",
        "note": {},
        "diff": "",
        "values": [],
    }


@pytest.mark.parametrize(
    ("field", "name", "extra", "fact"),
    [
        ("title", "title", False, False),
        ("extra:Notes", "Notes", True, False),
        ("extra:@up_sql", "@up_sql", True, False),
        ("extra:@fact:until", "until", True, True),
    ],
)
def test_an_extra_is_called_by_its_header(field, name, extra, fact):
    found = update("a", "b", field)
    assert (found["field"], found["is_extra"], found["is_fact"]) == (name, extra, fact)


LINES = [f"line {n}" for n in range(20)]


def test_several_lines_are_shown_as_a_diff_with_their_numbers():
    new = [*LINES[:14], "changed", *LINES[15:]]
    assert update("\n".join(LINES), "\n".join(new))["diff"].split("\n") == [
        "@@ -12,7 +12,7 @@",
        *(" line 11", " line 12", " line 13"),
        *("-line 14", "+changed"),
        *(" line 15", " line 16", " line 17"),
    ]


def test_hunks_far_apart_count_from_the_first_line():
    new = [*LINES[:4], "a", *LINES[5:15], "b", *LINES[16:]]
    heads = [
        line
        for line in update("\n".join(LINES), "\n".join(new))["diff"].split("\n")
        if line.startswith("@@")
    ]
    assert heads == ["@@ -2,7 +2,7 @@", "@@ -13,7 +13,7 @@"]


def test_a_line_that_looks_like_a_hunk_is_left_alone():
    old = "a\n@@ -1,2 +1,2 @@\nb\nc\nd\ne"
    found = update(old, old.replace("e", "f"))["diff"]
    assert " b\n c\n d\n-e\n+f" in found
    old = "x\ny\nz\nw\n@@ -1 +1 @@\nb"
    assert " @@ -1 +1 @@" in update(old, old.replace("b", "f"))["diff"]


@pytest.mark.parametrize(("old", "new"), [("", "a\nb"), ("a\nb", ""), ("a", "b")])
def test_what_is_no_change_of_lines_has_no_diff(old, new):
    assert update(old, new)["diff"] == ""


def test_texts_of_very_many_lines_are_not_searched():
    def work(texts):
        return update(*texts)["diff"]

    small, large = (
        ["\n".join(f"{n % 3}{c}" for n in range(count)) for c in "ab"]
        for count in (2_000, 20_000)
    )
    found = work(large).split("\n")
    assert found[:2] == ["@@ 1 @@", "-0a"]
    assert len(found) == 40_001
    assert growth(work, small, large) < 30


@pytest.mark.parametrize(("kind", "side"), [(CREATE, "new"), (DELETE, "old")])
def test_an_item_that_comes_or_goes_shows_its_values(kind, side):
    risk = Risk(key="k", name="Late", owner="ann", extra=(("Notes", "n"),))
    found = worded(Change(kind=kind, collection="risks", key="k", **{side: risk}))
    shown = {row["field"]: row[side] for row in found["values"]}
    assert shown == {"name": "Late", "owner": "ann", "Notes": "n"}
    assert {found["old"], found["new"]} == {""}


def test_named_values_that_come_or_go_are_shown_one_by_one():
    found = update((("A", "1"), ("B", "2")), (("B", "3"), ("C", "4")), "extra")
    shown = [(row["field"], row["old"], row["new"]) for row in found["values"]]
    assert shown == [("A", "1", ""), ("B", "2", "3"), ("C", "", "4")]


def test_a_move_has_no_values():
    found = worded(Change(kind=MOVE, collection="phases", key="P1", after="P2"))
    assert (found["old"], found["new"], found["values"]) == (None, None, [])
