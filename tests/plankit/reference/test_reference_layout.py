# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The reference layout, byte for byte."""

from __future__ import annotations

from dataclasses import replace

import pytest
from template_plan import DOCUMENT, template_plan

from plankit.markdown import read
from plankit.markdown.reference import (
    SECTIONS,
    render,
    render_phase,
    render_section,
    section,
    section_order,
)
from plankit.plan import (
    Approval,
    Check,
    ChecklistItem,
    Environment,
    Phase,
    Plan,
    Risk,
    Task,
    TestTarget,
)

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_reference_document_is_reproduced_byte_for_byte():
    assert render(template_plan()) == TEXT


@pytest.mark.parametrize("name", section_order)
def test_every_section_stands_in_the_document_as_rendered(name):
    text = render_section(template_plan(), name)
    absent = {"tasks", "deliverables", "checks"}
    assert bool(text) is (name not in absent)
    assert text in TEXT
    if text:
        found = section(name)
        assert text.startswith(f"{'#' * found.level} {found.heading}\n\n")


def test_sections_stand_in_the_layouts_order():
    starts = [
        TEXT.index(f"\n{'#' * found.level} {found.heading}\n")
        for found in SECTIONS
        if render_section(template_plan(), found.name)
    ]
    assert starts == sorted(starts)


@pytest.mark.parametrize("key", ["P1", "P2", "P3", "P4"])
def test_a_phase_stands_in_the_document_as_rendered(key):
    assert render_phase(template_plan(), key) in TEXT


@pytest.mark.parametrize("name", ["tasks", "deliverables", "checks"])
def test_a_section_of_a_phase_stands_in_the_document_as_rendered(name):
    assert render_section(template_plan(), name, phase="P1") in TEXT
    absent = render_section(template_plan(), name, phase="P2") == ""
    assert absent is (name == "checks")


def test_a_plan_without_content_has_no_sections():
    assert render(Plan(title="Small")) == "# Small - Implementation Plan\n\n---\n"


def test_extra_values_become_columns_after_the_known_ones():
    risks = (
        Risk(key="a", name="A", extra=(("Score", "9"),)),
        Risk(key="b", name="B", extra=(("Due", "soon"), ("Score", "4"))),
    )
    text = render_section(Plan(risks=risks), "risks")
    assert text.splitlines()[2:] == [
        "| Risk | Impact | Probability | Mitigation | Owner | Score | Due |",
        "|------|--------|-------------|------------|-------|-------|-----|",
        "| A | | | | | 9 | |",
        "| B | | | | | 4 | soon |",
    ]


def test_cells_hold_pipes_and_line_breaks():
    risks = (Risk(key="a", name="A | B\nC"),)
    text = render_section(Plan(risks=risks), "risks")
    assert r"| A \| B<br>C | | | | |" in text


def test_estimates_are_a_column_only_where_someone_estimates():
    task = Task(key="P1.1", ref="P1.1", title="Build", estimate="2d", status="done")
    text = render_section(Plan(tasks=(task,)), "tasks")
    assert "| P1.1 | Build | | - | Done | 2d |" in text


def test_boxes_of_a_task_follow_its_table():
    task = Task(key="t", ref="T1", title="Build")
    items = (
        ChecklistItem(key="1", task="t", name="first", done=True),
        ChecklistItem(key="2", task="t", name="below", depth=2),
        ChecklistItem(key="3", task="t", name="seen", group="Acceptance Criteria"),
    )
    text = render_section(Plan(tasks=(task,), checklist=items), "tasks")
    assert text.endswith(
        "### T1: Build\n\n- [x] first\n  - [ ] below\n\n"
        "**Acceptance Criteria**:\n\n- [ ] seen\n"
    )


def test_a_phase_names_its_number_or_its_own_code():
    plan = Plan(
        phases=(Phase(key="a", code="P2", name="Go"), Phase(key="b", code="M1"))
    )
    assert render_phase(plan, "a") == "### Phase 2: Go\n"
    assert render_phase(plan, "b") == "### M1\n"


def test_the_drawings_follow_the_values():
    plan = template_plan()
    canary = replace(plan.environments[2], traffic_percent="25")
    unit = replace(plan.test_targets[0], share_percent="50")
    changed = replace(
        plan,
        environments=(*plan.environments[:2], canary, plan.environments[3]),
        test_targets=(unit, *plan.test_targets[1:]),
    )
    text = render(changed)
    expected = TEXT.replace("Canary (10%", "Canary (25%").replace(
        "Unit Tests (60%)", "Unit Tests (50%)"
    )
    assert text == expected


def test_values_without_a_drawing_get_one():
    plan = Plan(
        environments=(
            Environment(
                key="c", name="Canary", traffic_percent="5", traffic_kind="traffic"
            ),
            Environment(key="p", name="Production", traffic_percent="100"),
        ),
        test_targets=(
            TestTarget(key="u", test_type="Unit", share_percent="80"),
            TestTarget(key="e", test_type="E2E", share_percent="20"),
        ),
    )
    traffic = "Canary (5% traffic)\n    │\n    v\nProduction (100%)\n"
    assert f"```\n{traffic}```" in render(plan)
    pyramid = render_section(plan, "test_pyramid")
    assert pyramid.index("E2E Tests (20%)") < pyramid.index("Unit Tests (80%)")


def test_a_fence_is_longer_than_what_it_holds():
    text = render_section(Plan(rollback_plan="```\nx\n```"), "rollback_plan")
    assert "````bash\n```\nx\n```\n````" in text


def test_every_check_stands_below_its_name():
    checks = (Check(key="a", name="One", command="true"), Check(key="b", command="ls"))
    text = render_section(Plan(checks=checks), "checks")
    assert "```bash\n# One\ntrue\n\nls\n```" in text


def test_canonical_words_are_written_out_and_an_authors_word_stays():
    approvals = (
        Approval(key="a", role="SRE", status="approved"),
        Approval(key="b", role="QA", status="seen"),
    )
    text = render_section(Plan(approvals=approvals), "approvals")
    assert "| SRE | | | Approved |" in text
    assert "| QA | | | seen |" in text


def test_name_of_a_plan_is_its_title_without_what_it_is():
    for heading in ("Shop - Implementation Plan", "Shop – implementation plan", "Shop"):
        assert read(f"# {heading}\n").plan.title == "Shop"
    assert read("# Implementation Plan\n").plan.title == "Implementation Plan"
