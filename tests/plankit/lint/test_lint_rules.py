# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every rule speaks where it must, and is silent where it must be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rule_cases import BAD, FINE, GOOD, PEOPLE, TODAY

from plankit.errors import SEVERITIES, Finding
from plankit.lint import RULES, lint
from plankit.lint.page import page
from plankit.plan import Plan, Task

CODES = [rule.code for rule in RULES]
DOCS = Path(__file__).parents[3] / "docs" / "lint.md"


def _codes(plan):
    return {found.code for found in lint(plan, people=PEOPLE, today=TODAY)}


def _cases(table):
    return [
        pytest.param(code, plan, id=f"{code}-{count}")
        for code, plans in table.items()
        for count, plan in enumerate(plans)
    ]


def test_a_good_plan_has_no_findings():
    assert lint(GOOD, people=PEOPLE, today=TODAY) == ()


@pytest.mark.parametrize(("code", "plan"), _cases(BAD))
def test_a_rule_speaks_of_its_plan(code, plan):
    assert code in _codes(plan)


@pytest.mark.parametrize(("code", "plan"), _cases(FINE))
def test_a_rule_is_silent_of_what_only_looks_alike(code, plan):
    assert code not in _codes(plan)


def test_every_rule_has_a_case():
    assert sorted(BAD) == sorted(CODES)
    assert len(set(CODES)) == len(CODES) >= 25


def test_every_rule_names_the_way_out():
    for rule in RULES:
        assert rule.severity in SEVERITIES
        assert rule.hint
        assert rule.doc.endswith(".")


def test_every_finding_names_a_rule_and_the_way_out():
    for plans in BAD.values():
        for plan in plans:
            for found in lint(plan, people=PEOPLE, today=TODAY):
                assert found.code in CODES
                assert found.message
                assert found.hint


def test_a_finding_names_its_value():
    found = next(f for f in lint(BAD["missing_verification"][0]) if f.key)
    assert (found.collection, found.key, found.ref) == ("phases", "P1", "P1")


def test_too_many_dependencies_are_not_followed(monkeypatch):
    monkeypatch.setattr("plankit.ids_resolve.EXPANSION_LIMIT", 3)
    tasks = tuple(
        Task(key=str(n), ref=f"P1.{n}", title="t", depends="All above")
        for n in range(1, 6)
    )
    assert "too_many_dependencies" in _codes(Plan(tasks=tasks))


def test_a_secret_is_not_repeated_in_the_message():
    for plan in BAD["secret_in_command"]:
        found = next(f for f in lint(plan) if f.code == "secret_in_command")
        for secret in ("abcdef123456", "hunter22", "s3cret", "ghp_"):
            assert secret not in found.message + found.ref


def test_nobody_asks_who_fills_a_role_without_a_team():
    plan = BAD["owner_without_person"][0]
    assert "owner_without_person" not in {found.code for found in lint(plan)}


def test_nothing_is_late_without_a_clock():
    plan = BAD["dependency_overdue"][0]
    assert "dependency_overdue" not in {found.code for found in lint(plan)}


def test_a_ticked_measure_is_worse_than_an_open_one():
    open_one, ticked = BAD["deliverable_needs_evidence"]
    severities = [
        next(f for f in lint(plan) if f.code == "deliverable_needs_evidence").severity
        for plan in (open_one, ticked)
    ]
    assert severities == ["info", "warning"]


def test_a_missing_column_is_one_finding_not_one_in_every_row():
    risks = tuple(replace(GOOD.risks[0], key=str(n), owner="") for n in range(9))
    found = [f for f in lint(replace(GOOD, risks=risks)) if f.severity != "info"]
    assert [f.message for f in found] == ["All 9 risks have no owner."]


class _Document:
    """A document whose values stand on line 7, and its items on line 3."""

    findings = (
        Finding(code="unknown_status", severity="warning", message="?", line=5),
    )

    def line(self, collection, key, field=""):
        return 7 if field == "rollback_plan" else 3 if not field and key else 0


def test_findings_carry_the_line_of_the_value_or_of_its_item():
    plan = replace(
        BAD["risk_without_owner"][0], rollback_plan="true\nsupabase db reset"
    )
    lines = {found.code: found.line for found in lint(plan, _Document())}
    assert lines == {
        "destructive_rollback": 8,
        "risk_without_owner": 3,
        "unknown_status": 5,
    }


def test_findings_stand_in_the_order_of_their_lines():
    plan = replace(
        BAD["risk_without_owner"][0], rollback_plan="true\nsupabase db reset"
    )
    lines = [found.line for found in lint(plan, _Document())]
    assert lines == sorted(lines)


def test_the_page_of_rules_is_up_to_date():
    assert DOCS.read_text(encoding="utf-8") == page()
