# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a person reads in the corpus documents.

Written from the documents, not from the program: every number was counted by
eye. A count that is not named is 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Fields = dict[str, object]


@dataclass(frozen=True)
class Expected:
    """``values``: collection, beginning of the ref, code or name, some fields."""

    counts: dict[str, int] = field(default_factory=dict)
    values: tuple[tuple[str, str, Fields], ...] = ()


CORPUS: dict[str, Expected] = {
    # Phases of plain bullets; dependencies with their state; risks without a scale.
    "003": Expected(
        {"phases": 8, "tasks": 46, "risks": 5, "dependencies": 6},
        (
            ("phases", "P1", {"name": "Inventory", "duration_text": "Week 1"}),
            (
                "phases",
                "P5",
                {"name": "Consumer Migration", "duration_text": "Week 4-6"},
            ),
            (
                "tasks",
                "Map current DNS CNAME",
                {
                    "title": "Map current DNS CNAME -> Front Door -> ACA origin "
                    "relationships",
                    "phase": "P1",
                    "ref": "",
                    "status": "not_started",
                },
            ),
            ("tasks", "Register contract in", {"phase": "P8"}),
            ("dependencies", "Azure APIM resource", {"status": "available"}),
            ("dependencies", "Foundry Agent Service", {"status": "pending"}),
            (
                "risks",
                "Consumer migration resistance",
                {
                    "impact": "",
                    "mitigation": "Backward-compatible redirects + deprecation window",
                },
            ),
        ),
    ),
    # Column P is "parallel"; statuses are boxes; gates and progress are no tasks.
    "005": Expected(
        {"phases": 7, "tasks": 32},
        (
            ("phases", "P5", {"name": "Edge Functions — Write-Backs (P2)"}),
            (
                "tasks",
                "T-1.5",
                {
                    "title": "Add C-19 row to "
                    "`docs/contracts/PLATFORM_CONTRACTS_INDEX.md`",
                    "depends": "T-1.4",
                    "owner": "",
                    "status": "not_started",
                    "phase": "P1",
                    "extra": (("P", "N"), ("US#", "—")),
                },
            ),
            ("tasks", "T-2.3", {"depends": "T-2.1,T-2.2", "phase": "P2"}),
            (
                "tasks",
                "T-3.1",
                {"depends": "T-2.1", "extra": (("P", "N"), ("US#", "US-1"))},
            ),
            ("tasks", "T-7.1", {"depends": "T-3.4, Plane spec Phase 1"}),
            ("tasks", "T-6.1", {"depends": ""}),
        ),
    ),
    # No ids; a box and the status word in one cell, a box before the title.
    "008": Expected(
        {"tasks": 10},
        (
            ("tasks", "ipai_ppm", {"status": "not_started", "owner": "", "ref": ""}),
            (
                "tasks",
                "Databricks gold marts",
                {
                    "title": "Databricks gold marts for analytics",
                    "status": "in_progress",
                    "depends": "Connector SDK bundle (deployed)",
                },
            ),
            (
                "tasks",
                "PaddleOCR-VL",
                {
                    "title": "PaddleOCR-VL service deployment",
                    "depends": "Docker, GPU optional",
                },
            ),
        ),
    ),
    # A heading per task, the dependencies in a matrix at the end.
    "011": Expected(
        {"phases": 6, "tasks": 15, "checklist": 14, "checks": 6},
        (
            ("phases", "P4", {"name": "CI Guardrails"}),
            (
                "tasks",
                "1.1",
                {
                    "title": "Create Supabase Migration for SSOT Tables",
                    "phase": "P1",
                    "depends": "",
                },
            ),
            ("tasks", "1.3", {"depends": "1.1, 1.2"}),
            ("tasks", "2.2", {"depends": "Plane MCP server installed"}),
            ("tasks", "6.1", {"depends": "All previous", "phase": "P6"}),
            (
                "tasks",
                "3.3",
                {
                    "depends": "3.1, 3.2",
                    "extra": (
                        (
                            "Deliverable",
                            "`automations/n8n/workflows/ppm-clarity-reconciliation.json`",
                        ),
                    ),
                },
            ),
            (
                "checklist",
                "Add timesheet to Odoo task",
                {"task": "6.1", "group": "Checklist", "done": False},
            ),
        ),
    ),
    # Workstreams are the work; impact comes before probability and is free text.
    "014": Expected(
        {"phases": 4, "tasks": 9, "deliverables": 30, "risks": 5},
        (
            (
                "phases",
                "P0",
                {
                    "name": "Repo-Only",
                    "status": "in_progress",
                    "duration_text": "Weeks 1-3 (started 2026-03-07)",
                },
            ),
            (
                "phases",
                "P3",
                {
                    "goal": "Production traffic flowing, monitoring active, alerting "
                    "configured."
                },
            ),
            (
                "tasks",
                "W5",
                {"title": "Environment Setup", "owner": "DevOps", "phase": "P1"},
            ),
            ("tasks", "W9", {"owner": "Platform team", "phase": ""}),
            ("deliverables", "Odoo KPI extraction", {"phase": "P2", "done": False}),
            (
                "risks",
                "Overclaiming in legacy docs",
                {"impact": "Governance violations", "probability": "high"},
            ),
        ),
    ),
    # A heading per task with an owner and boxes; the table at the end only counts.
    "017": Expected(
        {"phases": 3, "tasks": 22, "checklist": 147},
        (
            ("phases", "P0", {"name": "Contracts + Guardrails (Critical Path)"}),
            (
                "tasks",
                "P0.1",
                {"title": "Dev Runtime Contract", "owner": "Architect", "phase": "P0"},
            ),
            (
                "tasks",
                "P0.5",
                {"title": "CI Guard - Addons Path Invariants", "owner": "DevOps"},
            ),
            ("tasks", "P1.3", {"owner": "Backend", "phase": "P1"}),
            ("tasks", "P2.7", {"owner": "Scribe", "phase": "P2"}),
            (
                "checklist",
                "Handle errors gracefully",
                {"task": "P1.1", "group": "Tasks", "done": False, "depth": 1},
            ),
        ),
    ),
    # A register with headers and one row of comments.
    "019": Expected(),
    # Sections hold the tables; behind a fence that is never closed all is code.
    "024": Expected(
        {"phases": 4, "tasks": 80, "metrics": 7},
        (
            ("phases", "SEC1", {"name": "MULTI-TENANCY ARCHITECTURE"}),
            (
                "tasks",
                "MTD-001",
                {
                    "title": "Design tenant core schema",
                    "depends": "",
                    "owner": "Data Engineering",
                    "estimate": "2 days",
                    "phase": "SEC1",
                },
            ),
            ("tasks", "RLS-005", {"depends": "RLS-001..004"}),
            (
                "tasks",
                "TIV-001",
                {"depends": "RLS-005, TCP-005", "owner": "Security Team"},
            ),
            ("tasks", "GRL-002", {"depends": "GRL-001, MTD-003", "phase": "SEC2"}),
            ("tasks", "SOI-005", {"depends": "SOI-001", "phase": "SEC4"}),
            ("metrics", "Agent Execution", {"threshold": "<2s"}),
        ),
    ),
    # A heading per task and an overview table: 21 + 5 that stand in the table only.
    "029": Expected(
        {
            "phases": 3,
            "tasks": 26,
            "deliverables": 62,
            "risks": 5,
            "dependencies": 4,
        },
        (
            (
                "phases",
                "PR1",
                {"name": "Launch Blockers", "duration_text": "Weeks 1-4"},
            ),
            (
                "tasks",
                "TASK-215",
                {
                    "title": "Module Specifications (8 Modules)",
                    "owner": "Product Manager",
                    "depends": "",
                    "estimate": "Large (2 weeks)",
                    "status": "not_started",
                    "phase": "PR1",
                },
            ),
            ("tasks", "TASK-229", {"depends": "TASK-228 (Usage Metering)"}),
            ("tasks", "TASK-226", {"status": "in_progress", "phase": "PR2"}),
            ("tasks", "TASK-222", {"title": "Module Pricing", "status": "done"}),
            ("tasks", "TASK-240", {"depends": "All above", "phase": "PR3"}),
            ("deliverables", "Deal registration process", {"phase": "PR3"}),
            ("dependencies", "Legal review", {"owner": "Legal", "status": ""}),
            (
                "risks",
                "Billing complexity",
                {"impact": "high", "probability": "medium"},
            ),
        ),
    ),
    # Ticked boxes below numbered headings; the plain lines below them are details.
    "030": Expected(
        {"phases": 7, "tasks": 30},
        (
            ("phases", "P3", {"name": "Audit, Metrics & API (P1)"}),
            (
                "tasks",
                "Create `greenlang/infrastructure/encryption_service/encryption_m",
                {"status": "done", "phase": "P3", "ref": ""},
            ),
            ("tasks", "Create `tests/compliance/__init__.py`", {"phase": "P7"}),
        ),
    ),
    # A template of a migration note: front matter and placeholders.
    "031": Expected(),
    # Nothing to do is left: a gate record with signed rows.
    "036": Expected(
        {"deliverables": 17, "metrics": 14, "approvals": 9},
        (
            ("deliverables", "Master PRD", {"done": True, "phase": ""}),
            ("deliverables", "8 release epics", {"done": False}),
            ("metrics", "RACI matrix completed", {"threshold": "6/6 decision areas"}),
            (
                "approvals",
                "CTO",
                {"name": "Akshay", "date": "2026-04-26T14:54:26+05:30", "status": ""},
            ),
        ),
    ),
    # spec-kit; "T002 after T001" is told in sentences at the end.
    "039": Expected(
        {"phases": 3, "tasks": 8},
        (
            (
                "phases",
                "P2",
                {
                    "name": "User Story 3 - Collapsible Empty Accounts Section "
                    "(Priority: P2)",
                    "goal": "Empty accounts are wrapped in a collapsible section, "
                    "collapsed by default, with a heading showing the count.",
                },
            ),
            (
                "tasks",
                "T004",
                {
                    "title": "Add `useState<boolean>(false)` for "
                    "`emptyAccountsExpanded` state in "
                    "`src/frontend/src/components/AccountVulnsView.tsx`",
                    "status": "done",
                    "phase": "P2",
                    "depends": "",
                    "extra": (("Story", "US3"),),
                },
            ),
            ("tasks", "T002", {"depends": "T001"}),
            ("tasks", "T003", {"depends": "T002"}),
            ("tasks", "T006", {"depends": "T005"}),
        ),
    ),
    "042": Expected(
        {"phases": 9, "tasks": 23},
        (
            (
                "phases",
                "P3",
                {
                    "name": "User Story 1+2 - Export Requirements via CLI "
                    "(Priority: P1) 🎯 MVP"
                },
            ),
            (
                "tasks",
                "T004",
                {
                    "title": "Verify CLI module builds successfully: "
                    "`./gradlew :cli:build`",
                    "extra": (("Parallel", "P"),),
                    "status": "done",
                },
            ),
            ("tasks", "T006", {"extra": (("Story", "US1+US2"),), "phase": "P3"}),
            ("tasks", "T023", {"phase": "P9", "depends": ""}),
        ),
    ),
    # Numbered steps per phase; facts of a phase in one bold line with bars.
    "048": Expected(
        {"phases": 7, "tasks": 32, "risks": 8},
        (
            (
                "phases",
                "P0",
                {
                    "name": "Prerequisites & AWS Organizations Setup",
                    "duration_text": "2 weeks (without Control Tower) / 4 weeks "
                    "(with Control Tower)",
                },
            ),
            ("phases", "P4", {"name": "Training Account", "duration_text": "3 weeks"}),
            (
                "tasks",
                "Bootstrap stage account",
                {
                    "title": "Bootstrap stage account",
                    "estimate": "1 week",
                    "phase": "P5",
                },
            ),
            ("tasks", "Run database migrations", {"phase": "P3"}),
            ("tasks", "Enable AWS Cost Anomaly", {"phase": "P6"}),
            (
                "risks",
                "ECR cross-account pull failures",
                {"probability": "medium", "impact": "medium", "owner": ""},
            ),
            (
                "risks",
                "Prod disruption during rename",
                {"probability": "low", "impact": "high"},
            ),
        ),
    ),
    # A deliverable's template: its only boxes are the definition of done.
    "050": Expected(),
    # A set-up guide: numbered headings and steps, but no plan.
    "052": Expected(),
}
