# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The reference document, read completely."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plankit.plan import COLLECTIONS, HEADER_FIELDS
from tests.plankit.reference.template_plan import template_plan

from .sources import REFERENCE, document_of

COUNTS = {
    "phases": 4,
    "tasks": 19,
    "deliverables": 17,
    "checks": 3,
    "components": 7,
    "migrations": 3,
    "environments": 4,
    "triggers": 4,
    "test_targets": 3,
    "metrics": 4,
    "dashboards": 4,
    "risks": 3,
    "dependencies": 1,
    "blockers": 1,
    "approvals": 3,
    "checklist": 0,
}
#: Words that the oracle keeps as the author wrote them.
CANONICAL = {"-": "", "Pending": "pending"}


@pytest.mark.parametrize(("collection", "count"), COUNTS.items())
def test_every_section_is_read(collection, count):
    assert len(document_of(REFERENCE).plan.items(collection)) == count


def test_no_section_is_left_out_of_the_counts():
    assert set(COUNTS) == set(COLLECTIONS)


@pytest.mark.parametrize("name", [n for n in HEADER_FIELDS if n != "extra"])
def test_header_reads_as_a_person_reads_it(name):
    plan = document_of(REFERENCE).plan
    assert getattr(plan, name) == getattr(template_plan(), name)


@pytest.mark.parametrize("collection", COUNTS)
def test_items_read_as_a_person_reads_them(collection):
    plan = document_of(REFERENCE).plan
    for item, known in zip(
        plan.items(collection), template_plan().items(collection), strict=True
    ):
        words = {
            name: CANONICAL[value]
            for name, value in vars(known).items()
            if isinstance(value, str) and value in CANONICAL and name != "key"
        }
        assert item == replace(known, key=item.key, **words)


def test_nothing_is_found_wrong():
    assert document_of(REFERENCE).findings == ()


def test_every_value_of_the_header_has_a_place():
    spans = document_of(REFERENCE).spans
    text = document_of(REFERENCE).text
    start, end = spans["", "", "prd_url"]
    assert text[start:end] == "./prd.md"
    start, end = spans["", "", "slug"]
    assert text[start:end] == "{slug}"


def test_lines_are_those_of_an_editor():
    document = document_of(REFERENCE)
    lines = document.text.split("\n")
    assert lines[document.line("tasks", "P3.1") - 1].startswith("| P3.1 |")
    assert lines[document.line("phases", "P2", "goal") - 1].startswith("**Goal**")
    assert (
        "Canary (10%"
        in lines[document.line("environments", "Canary", "traffic_percent") - 1]
    )
    assert document.line("tasks", "P9.9") == 0
