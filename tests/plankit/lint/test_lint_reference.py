# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The reference document's findings: reviewed by eye, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from plankit import markdown
from plankit.lint import lint

DATA = Path(__file__).parents[2] / "data" / "reference"
TEXT = (DATA / "plan.md").read_text(encoding="utf-8")


def _rows():
    document = markdown.read(TEXT)
    return [
        f"{f.line} {f.severity} {f.code} [{f.ref}] {f.message}"
        for f in lint(document.plan, document, people={})
    ]


def test_the_findings_are_those_reviewed():
    golden = (DATA / "findings.txt").read_text(encoding="utf-8").splitlines()
    assert _rows() == golden


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("owner_without_person", "implementer"),
        ("rollback_tested_unproved", "rollback_tested: true"),
        ("zero_downtime_unproved", "zero_downtime: true"),
        ("destructive_rollback", "supabase db reset"),
        ("threshold_twice", "request_latency_p99"),
        ("counter_as_percentage", "request_error_rate"),
        ("unknown_total", "database_connections"),
        ("trigger_without_number", "Health check failures"),
        ("trigger_without_window", "Any 5xx errors in critical paths"),
        ("trigger_unclear", "Any 5xx errors in critical paths"),
        ("traffic_jump", "Production (100% traffic)"),
        ("deliverable_needs_evidence", "Test coverage >= 90%"),
        ("deliverable_needs_evidence", "SLOs met for 24 hours"),
        ("missing_verification", "Phase 2"),
        ("missing_verification", "Phase 3"),
        ("missing_verification", "Phase 4"),
        ("unresolved_placeholder", "{feature_1}"),
        ("unresolved_placeholder", "{date}"),
        ("approval_without_person", "Tech Lead"),
    ],
)
def test_what_the_document_forces_is_found_on_its_line(code, text):
    document = markdown.read(TEXT)
    lines = TEXT.splitlines()
    places = [
        lines[found.line - 1]
        for found in lint(document.plan, document, people={})
        if found.code == code
    ]
    assert any(text in place for place in places)
