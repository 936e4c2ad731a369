# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Hostile texts are refused with a code, or read in seconds; never a traceback."""

from __future__ import annotations

import time

import pytest

from plankit.errors import DocumentRefused
from plankit.markdown import decode, read, write
from plankit.markdown.reading import MAX_PIPES
from plankit.plan import COLLECTIONS

from .sources import REFERENCE, document_of, text_of, with_value, written

SECONDS = 20


def refusal(text, **options):
    started = time.process_time()
    with pytest.raises(DocumentRefused) as refused:
        read(text, **options)
    assert time.process_time() - started < SECONDS
    return refused.value


def test_too_large_is_told_before_parsing():
    error = refusal("a" * 50_000_000)
    assert error.code == "too_large"
    assert error.values["limit"] == 8 * 1024 * 1024


def test_size_is_counted_in_bytes():
    assert refusal("ä" * 60, max_bytes=100).code == "too_large"
    assert read("ä" * 50, max_bytes=100).text == "ä" * 50


def test_nul_byte_is_named_with_its_line():
    error = refusal("# T\n\na\0b\n")
    assert (error.code, error.line, error.start) == ("nul_byte", 3, 6)


def test_lone_surrogate_is_no_text():
    assert refusal("# T\n\ud800\n").code == "not_utf8"


def test_million_cells_are_refused():
    row = "|" + "a|" * 1000 + "\n"
    text = row + "|" + "-|" * 1000 + "\n" + row * 1000
    assert refusal(text).code == "too_many_cells"


def test_codes_stand_in_the_message():
    assert str(refusal("\0")).startswith("[nul_byte] ")


@pytest.mark.parametrize("data", [b"\xff\xfe#\x00", b"\xe4\xf6", b"\x80abc"])
def test_other_encodings_are_refused(data):
    with pytest.raises(DocumentRefused) as refused:
        decode(data)
    assert refused.value.code == "not_utf8"
    assert refused.value.line == 1


def test_byte_order_mark_is_kept():
    assert decode(b"\xef\xbb\xbf# T\n") == "\ufeff# T\n"
    document = read("\ufeff# T\n")
    assert document.plan.title == "T"
    assert written(document, with_value(document.plan, ("", "", "title"), "U")) == (
        "\ufeff# U\n"
    )


def hostile():
    lists = "\n".join("  " * depth + "- [ ] a" for depth in range(2000))
    return {
        "empty": "",
        "blank": " \n\t\n",
        "only a mark": "\ufeff",
        "nested lists": lists,
        "10,000 nested lists in a line": "- " * 10_000 + "x",
        "10,000 nested quotes": "> " * 10_000 + "x",
        "10,000 numbered nested": "1. " * 10_000 + "x",
        "wide row": "|a|b|\n|-|-|\n" + "|x" * 50_000 + "|\n",
        "many pipes": "|" * (MAX_PIPES - 10),
        "open fence": "# T\n\n## Tasks\n\n```\n" + "| a | b |\n" * 1000,
        "open comment": "<!-- " + "a" * 100_000,
        "open bold": "**" * 50_000,
        "open brackets": "[" * 50_000,
        "open front matter": "---\nslug: x\n",
        "long line": "# " + "word " * 100_000,
        "many headings": "# h\n" * 20_000,
        "deep headings": "\n".join("#" * (n % 6 + 1) + f" h{n}" for n in range(20_000)),
        "one long label": "**" + "a" * 100_000 + "**: b\n",
        "colons": "**a" + ":" * 50_000 + "\n",
        "backslashes": "| a |\n|-|\n| " + "\\" * 50_000 + " |\n",
        "same names": "## Risks\n\n| Risk | Impact |\n|-|-|\n" + "| a | b |\n" * 5000,
        "same ids": "| ID | Task | Status |\n|-|-|-|\n" + "| A | b | c |\n" * 5000,
        "phases": "\n".join(f"## Phase {n}\n\n**Goal**: g\n" for n in range(5000)),
        "right to left": "# \u202eT\n\n## Tasks\n\n- [ ] \u05d0\u05d1 \u2067x\u2069\n",
        "odd blanks": "# T\u2028x\n\n- [ ] a\x0bb\x0c\u0085c\n",
        "shell": "## Verification\n\n```sh\n" + "a \\\n" * 20_000 + "```\n",
    }


@pytest.mark.parametrize("name", hostile())
def test_hostile_text_is_read_in_seconds_and_comes_back(name):
    text = hostile()[name]
    started = time.process_time()
    document = read(text)
    assert write(document, document.plan).text == text
    assert time.process_time() - started < SECONDS


MARKUP = '<script>alert("x")</script>'


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_markup_in_every_field_is_text(collection):
    document = document_of(REFERENCE)
    for (name, key, field), place in document.places.items():
        value = document.value((name, key, field))
        if name != collection or not isinstance(value, str) or place.form == "number":
            continue
        if field in ("traffic_percent", "share_percent", "traffic_kind", "status"):
            continue
        text = written(document, with_value(document.plan, (name, key, field), MARKUP))
        assert MARKUP in text


def test_tables_in_code_are_code():
    text = "# T\n\n```\n| ID | Task | Status |\n|--|--|--|\n| A.1 | x | Done |\n```\n"
    assert read(text).plan.tasks == ()
    assert read(text.replace("```\n", "", 1).replace("```", "")).plan.tasks


def test_an_open_fence_reaches_to_the_end_of_the_text():
    text = text_of(REFERENCE).replace("```\n\n### Technology", "\n\n### Technology", 1)
    plan = read(text).plan
    # the next fence closes it, and from there on fences open and close the other way
    assert plan.components == ()


EVIL = (
    "# heading",
    "a\n# heading\n",
    "a\n\n## Phase 9: Evil\n\n| ID | Task | Status |\n|-|-|-|\n| E | evil | Done |",
    "```",
    "a\n```\nb",
    "- [ ] box",
    "| a | b |",
    "<!--",
    "**",
    "[x] done",
    "\\",
    "a\rb",
    "\u2028",
    " padded ",
    "---",
    "(2 days)",
    "P1.1",
)


@pytest.mark.parametrize("evil", EVIL)
def test_a_value_never_changes_anything_but_itself(evil):
    """What would not read back is not written, and is named."""
    document = document_of(REFERENCE)
    places = [
        ("", "", "title"),
        ("", "", "overview"),
        ("", "", "rollback_command"),
        ("", "", "owner"),
        ("phases", "P1", "name"),
        ("phases", "P1", "goal"),
        ("tasks", "P1.2", "title"),
        ("tasks", "P1.2", "ref"),
        ("deliverables", document.plan.deliverables[0].key, "name"),
        ("checks", document.plan.checks[0].key, "command"),
        ("checks", document.plan.checks[0].key, "name"),
        ("triggers", document.plan.triggers[0].key, "text"),
    ]
    for place in places:
        result = write(document, with_value(document.plan, place, evil))
        if place in result.unwritten:
            assert result.text == document.text
        else:
            assert result.unwritten == ()
            found = read(result.text).plan
            for collection in COLLECTIONS:
                count = len(found.items(collection))
                assert count == len(document.plan.items(collection)), (place, evil)


def test_one_evil_edit_does_not_stop_the_others():
    document = document_of(REFERENCE)
    plan = with_value(document.plan, ("tasks", "P1.2", "status"), "done")
    plan = with_value(plan, ("", "", "overview"), "a\n\n## Phase 9: Evil\n")
    plan = with_value(plan, ("tasks", "P2.2", "owner"), "zoe")
    result = write(document, plan)
    assert result.unwritten == (("", "", "overview"),)
    assert "| P1.2 | Set up Supabase project | implementer | - | Done |" in result.text
    assert "| P2.2 | Implement {feature_2} | zoe | P1.4 | Not Started |" in result.text
