# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every notation of the survey: what it names, and that it prints as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.ids import NONE_WORDS, parse
from tests.plankit.growth import growth

NOTHING = [
    "",
    "-",
    "—",
    "–",
    "None",
    "none",
    "N/A",
    "无",
    "無",
    "없음",
    "なし",
    "**None**",
]
NOTHING += ["Keine", "(none)", " - ", "None.", "~~-~~"]

NAMES = {
    "P1.4": "P1.4",
    "GH-56": "GH-56",
    "7": "7",
    "#3": "3",
    "#3, #5": "3 5",
    "P2.1, P2.2": "P2.1 P2.2",
    "T003,T006": "T003 T006",
    "P1.1; P1.2": "P1.1 P1.2",
    "P1.1、P1.2": "P1.1 P1.2",
    "P1.1<br>P1.2": "P1.1 P1.2",
    "P1.1 and P1.2": "P1.1 P1.2",
    "P1.1 + P1.2": "P1.1 P1.2",
    "P1.1/P1.2": "P1.1 P1.2",
    "P1.1 P1.2": "P1.1 P1.2",
    "1.1 complete": "1.1",
    "P1.1 done": "P1.1",
    "M1 완료": "M1",
    "T1完成": "T1",
    "INFRA-001 complete": "INFRA-001",
    "TASK-007 ✅": "TASK-007",
    "~~TASK-007~~ ✅": "TASK-007",
    "**AEX-001**": "AEX-001",
    "`W7-22.1`": "W7-22.1",
    "[P1.1](#p11)": "P1.1",
    "T006 (test Excel files must exist)": "T006",
    "TASK-228 (Usage Metering)": "TASK-228",
    "TASK-002, 003, 004": "TASK-002 003 004",
    "001a": "001a",
    "Task 3": "3",
    "Tasks 8, 9": "8 9",
    "[Task 2] and [Task 3]": "2 3",
    "Depends on: T001, T002": "T001 T002",
    "(depends on T001, T002)": "T001 T002",
    "BL-P9-1": "BL-P9-1",
    "SCOTTISH-001a": "SCOTTISH-001a",
    "ЗАД-1": "ЗАД-1",
}

RANGES = {
    "P2.1-P2.4": ("P2.1", "P2.4"),
    "P2.1 - P2.4": ("P2.1", "P2.4"),
    "P2.1–P2.4": ("P2.1", "P2.4"),
    "P2.1—P2.4": ("P2.1", "P2.4"),
    "P2.1…P2.4": ("P2.1", "P2.4"),
    "RLS-001..004": ("RLS-001", "RLS-004"),
    "RLS-001...RLS-004": ("RLS-001", "RLS-004"),
    "007–011": ("007", "011"),
    "01–09": ("01", "09"),
    "1-3": ("1", "3"),
    "S1-001 to S1-004": ("S1-001", "S1-004"),
    "W7-1 thru 4": ("W7-1", "W7-4"),
    "T1 through T4": ("T1", "T4"),
    "T1 bis T4": ("T1", "T4"),
    "M2-01~M2-05": ("M2-01", "M2-05"),
    "M2-01〜05": ("M2-01", "M2-05"),
    "M2-01～05": ("M2-01", "M2-05"),
    "1至3": ("1", "3"),
    "EUDR-SAT-001-007": ("EUDR-SAT-001", "EUDR-SAT-007"),
    "W7-23.1-5": ("W7-23.1", "W7-23.5"),
    "TD-02–TD-14": ("TD-02", "TD-14"),
    "RLS-001-RLS-004": ("RLS-001", "RLS-004"),
    "**P2.1-P2.4** ✅": ("P2.1", "P2.4"),
}

OTHERS = {
    "P3.*": ("group", ("P3",), "*"),
    "`P3.*`": ("group", ("P3",), "*"),
    "T*": ("group", ("T",), "*"),
    "*": ("all", (), "tasks"),
    "All S1/S2": ("group", ("S1", "S2"), "all"),
    "All S1/S2/S3": ("group", ("S1", "S2", "S3"), "all"),
    "All W2": ("group", ("W2",), "all"),
    "All W7-22": ("group", ("W7-22",), "all"),
    "All above": ("all", (), "above"),
    "all of the above": ("all", (), "above"),
    "All previous": ("all", (), "above"),
    "All previous tasks": ("all", (), "above"),
    "All previous phases": ("all", (), "phases"),
    "Todas as anteriores": ("all", (), "above"),
    "上記すべて": ("all", (), "above"),
    "All tasks": ("all", (), "tasks"),
    "All weeks": ("all", (), "tasks"),
    "All": ("all", (), "tasks"),
    "全部": ("all", (), "tasks"),
    "Phase 1": ("phase", ("1",), "Phase"),
    "Phases 0-2": ("phase", ("0", "1", "2"), "Phases"),
    "Phase 8 complete": ("phase", ("8",), "Phase"),
    "Phase 0 (schemas)": ("phase", ("0",), "Phase"),
    "Week 2": ("phase", ("2",), "Week"),
}

PROSE = [
    "2.3.0 code complete",
    "All schemas",
    "All tests pass",
    "All design",
    "Plane spec Phase 1",
    "[TODO]",
    "CI/CD",
    "Design and build",
    "Legal sign-off",
    "2 days",
    "{blocker}",
]


@pytest.mark.parametrize("text", NOTHING)
def test_words_for_nothing_name_nothing(text):
    assert parse(text).is_none


@pytest.mark.parametrize("text", sorted(NONE_WORDS))
def test_every_none_word_is_nothing_in_any_case(text):
    assert parse(text.upper()).is_none


@pytest.mark.parametrize(("text", "names"), NAMES.items())
def test_single_names_and_lists(text, names):
    named = parse(text).named
    assert [part.kind for part in named] == ["ref"] * len(named)
    assert [part.names[0] for part in named] == names.split()


@pytest.mark.parametrize(("text", "ends"), RANGES.items())
def test_ranges_by_every_sign(text, ends):
    (part,) = parse(text).named
    assert (part.kind, part.names) == ("range", ends)


@pytest.mark.parametrize(("text", "part"), OTHERS.items())
def test_live_parts(text, part):
    (found,) = parse(text).named
    assert (found.kind, found.names, found.word) == part
    assert parse(text).is_live


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_kept_and_names_nothing(text):
    (part,) = parse(text).named
    assert (part.kind, part.names) == ("text", ())


def test_prose_remembers_the_ids_it_mentions():
    part = parse("once T003 and GH-1 look good, v2").named[0]
    assert part.names == ("T003", "GH-1")


def test_names_after_phases_are_phases_too():
    assert [p.kind for p in parse("Phases 0, 1").named] == ["phase", "phase"]


ALL_TEXTS = [*NOTHING, *NAMES, *RANGES, *OTHERS, *PROSE]


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_a_parsed_notation_prints_as_written(text):
    assert str(parse(text)) == text


@given(st.lists(st.sampled_from([*ALL_TEXTS, ",", ", ", "(", ")", " ", "*", "~~"])))
def test_mixed_notations_print_as_written(pieces):
    text = "".join(pieces)
    assert str(parse(text)) == text


@given(st.text())
def test_any_text_prints_as_written(text):
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    ("before", "part", "after"),
    [
        ("", "(", ""),
        ("", "all ", ""),
        ("", "P1-", ""),
        ("", "P1.1, ", ""),
        ("", "~", ""),
        ("", "1", ""),
        ("", " ", "x"),
        ("P1.1", " ", "x"),
        ("", "<br", ""),
        ("<br", " ", "x"),
        ("P1.1", " \n", "x"),
        ("", "((P1.1)", ""),
    ],
)
def test_hostile_text_costs_as_much_a_character_as_a_short_one(before, part, after):
    def text(length):
        return before + part * (length // len(part)) + after

    def work(text):
        assert str(parse.__wrapped__(text)) == text

    # ten times the length: 10 if each character costs the same, 100 if squared
    assert growth(work, text(1_900), text(19_000)) < 40


@pytest.mark.parametrize("text", ["x" * 1_000_000, "a.1" * 60 + "!"])
def test_longest_texts_print_as_written(text):
    assert str(parse(text)) == text
