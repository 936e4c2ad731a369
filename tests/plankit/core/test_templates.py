# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Placeholders: found where a person left a gap, filled there and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.templates import default_answers, fill, is_template, placeholders

TEMPLATE = """\
# {Project Name} - Implementation Plan

**Slug**: `{slug}`
**Last Updated**: {date}

## Phases

Build it. Implement {feature_1} first. Then rest.

```bash
# {Not a heading} in code
curl -f https://api.{domain}/health ${HOME} $(date) {a,b}
```

| Name | Cell |
|------|------|
| add_{feature}_tables | {team} |

```json
{"service": "{service_name}", "context": {}, "n": {"level": 1}}
```

*Plan last updated: {date}*
"""


def test_each_spelling_is_a_question_in_the_order_of_first_places():
    assert [p.name for p in placeholders(TEMPLATE)] == [
        "Project Name",
        "slug",
        "date",
        "feature_1",
        "Not a heading",
        "domain",
        "feature",
        "team",
        "service_name",
    ]


def test_places_tell_line_section_and_sentence():
    found = {p.name: p for p in placeholders(TEMPLATE)}
    assert [place.line for place in found["date"].places] == [4, 23]
    (place,) = found["feature_1"].places
    assert place.section == "Phases"
    assert place.sentence == "Implement {feature_1} first."
    assert TEMPLATE[place.start : place.end] == "{feature_1}"
    assert found["domain"].places[0].section == "Phases"


def test_well_known_questions_bring_help():
    found = {p.name: p for p in placeholders(TEMPLATE)}
    assert "2026-03-31" in found["date"].help
    assert found["slug"].required


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "${VAR}",
        "{{ name }}",
        "{% if x %}",
        '{"level": "INFO"}',
        "{a,b}",
        "{ padded }",
        "{1}",
        "{two\nlines}",
        "{" + "x" * 100 + "}",
        "#{ruby}",
        "\\{escaped}",
        "{a|b}",
    ],
)
def test_braces_of_other_languages_are_no_placeholders(text):
    assert placeholders(text) == ()
    assert fill(text, {"VAR": "x", "name": "x", "a": "x", "x" * 100: "x"}) == text


def test_filling_changes_the_answered_places_only():
    filled = fill(TEMPLATE, {"date": "2026-03-31", "domain": "example.org"})
    assert filled == TEMPLATE.replace("{date}", "2026-03-31").replace(
        "{domain}", "example.org"
    )


def test_answers_are_text_in_one_line_that_stays_in_its_cell():
    text = "| {team} |\n{team}\n"
    assert fill(text, {"team": "a|b\n {team}"}) == "| a\\|b {team} |\na|b {team}\n"


def test_line_ends_stay():
    assert fill("{a}\r\n{b}\r", {"a": "x"}) == "x\r\n{b}\r"


def test_a_capital_spelling_is_answered_from_the_small_one():
    given_answers = {"feature_1": "user login", "Feature 1": "", "other": ""}
    assert default_answers(given_answers) == {
        "feature_1": "user login",
        "Feature 1": "User login",
        "other": "",
    }


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("{slug}", True),
        ("`{slug}`", True),
        ("my-plan", False),
        ("{a}-b", False),
        ("", 0),
    ],
)
def test_only_a_placeholder_as_slug_makes_a_template(slug, expected):
    assert is_template(slug) is bool(expected)


@given(
    st.lists(st.sampled_from([*"{}$ \n|a1_", "{a}", "{Feature 1}", "é"])).map("".join)
)
def test_places_are_exactly_what_filling_replaces(text):
    found = placeholders(text)
    assert fill(text, {}) == text
    pieces, end = [], 0
    places = sorted((pl.start, pl.end, p.name) for p in found for pl in p.places)
    for start, stop, name in places:
        assert text[start:stop] == f"{{{name}}}"
        pieces += [text[end:start], "X"]
        end = stop
    assert fill(text, {p.name: "X" for p in found}) == "".join([*pieces, text[end:]])
