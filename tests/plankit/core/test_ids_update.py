# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A notation after somebody changed single predecessors keeps its manner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.ids import Index, parse, update_text

REFS = [f"P{phase}.{number}" for phase in (1, 2, 3) for number in range(1, 7)]


@pytest.mark.parametrize(
    ("text", "add", "remove", "expected"),
    [
        ("-", "P1.1", "", "P1.1"),
        ("None", "P1.1 P1.2", "", "P1.1, P1.2"),
        ("", "P1.1", "", "P1.1"),
        ("P1.1", "", "P1.1", "-"),
        ("P1.1", "P1.2", "", "P1.1, P1.2"),
        ("P1.1,P1.2", "P1.3", "", "P1.1,P1.2,P1.3"),
        ("P1.1; P1.2; P1.3", "", "P1.2", "P1.1; P1.3"),
        ("P1.1 and P1.2", "", "P1.1", "P1.2"),
        ("P1.1-P1.6", "", "P1.6", "P1.1-P1.5"),
        ("P1.1-P1.6", "", "P1.1", "P1.2-P1.6"),
        ("P1.1–P1.6", "", "P1.2", "P1.1, P1.3–P1.6"),
        ("P1.1..6", "", "P1.6", "P1.1..5"),
        ("P1.1-P1.3", "", "P1.2", "P1.1, P1.3"),
        ("P1.*", "", "P1.2", "P1.1, P1.3, P1.4, P1.5, P1.6"),
        ("P1.*", "P2.1", "", "P1.*, P2.1"),
        ("P1.*, P2.1", "", "P2.1", "P1.*"),
        ("P1.* ✅", "P1.3", "", "P1.* ✅"),
        ("P1.1 ✅, **P1.2**", "P1.3", "", "P1.1 ✅, **P1.2**, P1.3"),
        ("P1.1, Legal sign-off", "", "P1.1", "Legal sign-off"),
        ("P1.1, GH-9", "", "GH-9", "P1.1"),
        ("(P1.1, P1.2)", "P1.3", "", "(P1.1, P1.2, P1.3)"),
        ("(P1.1, P1.2)", "", "P1.2", "(P1.1)"),
        ("P1.1, P1.2", "P1.1", "", "P1.1, P1.2"),
        (" P1.1 ", "P1.2", "", " P1.1, P1.2"),
    ],
)
def test_single_changes_keep_the_manner(text, add, remove, expected):
    assert update_text(text, add.split(), remove.split(), REFS) == expected


def test_the_word_for_nothing_is_the_callers():
    assert update_text("P1.1", remove=["P1.1"], refs=REFS, none="None") == "None"


def test_all_above_without_one_is_the_list_of_the_others():
    found = update_text("All above", remove=["P1.2"], refs=REFS, own="P1.5")
    assert found == "P1.1, P1.3, P1.4"


def test_a_dropped_prefix_comes_back_when_its_neighbour_goes():
    refs = ["A-001", "B-001", "A-002", "B-002"]
    assert update_text("A-001, 002", remove=["A-001"], refs=refs) == "A-002"


def test_prose_stays_when_its_neighbours_change():
    refs = ["A-001", "B-001", "A-002", "B-002"]
    found = update_text("A-001, 002, Legal review", remove=["A-001"], refs=refs)
    assert found == "A-002, Legal review"


def names(text):
    index = Index(REFS)
    return {
        index.refs[row]
        for part in parse(text).named
        for row in index.find(part, -1).rows
    }


cells = st.lists(
    st.sampled_from(
        ["P1.1", "P2.1-P2.4", "P3.*", "P1.2..5", "**P3.2**", "P2.6 done", "-"]
    ),
    max_size=4,
).map(", ".join)
some = st.lists(st.sampled_from(REFS), max_size=4, unique=True)


@given(cells, some, some)
def test_the_new_text_names_what_was_wanted(text, add, remove):
    add = [name for name in add if name not in remove]
    found = update_text(text, add, remove, REFS)
    assert names(found) == (names(text) - set(remove)) | set(add)


@given(cells)
def test_no_change_is_the_identical_text(text):
    assert update_text(text, refs=REFS) == text
    assert update_text(text, add=sorted(names(text)), refs=REFS) == text
