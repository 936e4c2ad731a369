# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The reference document as a plan, written by hand: an oracle beside the reader."""

from __future__ import annotations

import re
from pathlib import Path

from plankit.plan import (
    Approval,
    Blocker,
    Check,
    Component,
    Dashboard,
    Deliverable,
    Dependency,
    Environment,
    Metric,
    Migration,
    Phase,
    Plan,
    Risk,
    Task,
    TestTarget,
    Trigger,
)

DOCUMENT = Path(__file__).parents[2] / "data" / "reference" / "plan.md"


def _fence(text: str, heading: str) -> str:
    pattern = rf"^#+ {re.escape(heading)}\n\n```\w*\n(.*?)\n```$"
    found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
    assert found
    return found.group(1)


def _rows(kind, fields, text):
    names = fields.split()
    rows = [
        [cell.strip() for cell in row.split("|")] for row in text.split("\n") if row
    ]
    return tuple(kind(key=row[0], **dict(zip(names, row, strict=True))) for row in rows)


def _tasks():
    return _rows(
        Task,
        "phase ref title owner depends",
        """\
P1|P1.1|Create database schema|implementer|-
P1|P1.2|Set up Supabase project|implementer|-
P1|P1.3|Configure RLS policies|implementer|P1.1
P1|P1.4|Create API scaffolding|implementer|P1.1
P1|P1.5|Set up CI/CD pipelines|cicd|-
P2|P2.1|Implement {feature_1}|implementer|P1.4
P2|P2.2|Implement {feature_2}|implementer|P1.4
P2|P2.3|Write unit tests|implementer|P2.1, P2.2
P2|P2.4|Write integration tests|reviewer|P2.3
P3|P3.1|Integrate frontend with API|implementer|P2.1-P2.4
P3|P3.2|Set up monitoring dashboards|observability|P2.1
P3|P3.3|Configure alerts|sre|P3.2
P3|P3.4|Write runbooks|dx-docs|P3.3
P3|P3.5|Performance testing|chaos|P3.1
P4|P4.1|Security audit|policy|P3.*
P4|P4.2|Deploy to canary|release|P4.1
P4|P4.3|Validate canary metrics|sre|P4.2
P4|P4.4|Full production rollout|release|P4.3
P4|P4.5|Post-deployment verification|sre|P4.4
""",
    )


def _deliverables():
    return _rows(
        Deliverable,
        "phase name",
        """\
P1|Database schema deployed to staging
P1|RLS policies configured and tested
P1|API skeleton with health endpoint
P1|CI/CD pipeline operational
P2|{Feature 1} functional in staging
P2|{Feature 2} functional in staging
P2|Test coverage >= 90%
P2|API documentation complete
P3|End-to-end flows working
P3|Dashboards deployed
P3|Alerts configured
P3|Runbooks complete
P3|Performance benchmarks met
P4|Security audit passed
P4|Canary deployment successful
P4|Production deployment successful
P4|SLOs met for 24 hours
""",
    )


def template_plan() -> Plan:
    """The reference document's plan; its keys are short, not natural keys."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return Plan(
        title="{Project Name}",
        slug="{slug}",
        version="0.1.0",
        prd_url="./prd.md",
        owner="{owner}",
        date_updated="{date}",
        overview="This plan breaks down the PRD into implementable phases with clear "
        "deliverables, dependencies, and verification criteria.",
        diagram=_fence(text, "System Diagram"),
        migration_strategy=_fence(text, "Migration Strategy"),
        rollback_plan=_fence(text, "Rollback Plan"),
        traffic_progression=_fence(text, "Traffic Progression"),
        rollback_command=_fence(text, "Rollback Command"),
        test_pyramid=_fence(text, "Test Pyramid"),
        log_format=_fence(text, "Log Format"),
        components=_rows(
            Component,
            "layer technology purpose",
            """\
Frontend|Next.js 16 + React 19|Web UI
API|FastAPI|REST/GraphQL
ERP|Odoo 18 CE|Business logic
Database|Supabase (PostgreSQL)|Primary data store
Cache|Redis|Session, rate limiting
Edge|Supabase Edge Functions|Serverless compute
Infra|DigitalOcean / Kubernetes|Container orchestration
""",
        ),
        phases=_rows(
            Phase,
            "code name goal duration_text",
            """\
P1|Foundation|Set up infrastructure and core scaffolding|{estimated_duration}
P2|Core Features|Implement MVP feature set|{estimated_duration}
P3|Integration & Polish|Connect all components, add observability|{estimated_duration}
P4|Release|Production deployment and validation|{estimated_duration}
""",
        ),
        tasks=_tasks(),
        deliverables=_deliverables(),
        checks=_rows(
            Check,
            "phase name command",
            """\
P1|Health check passes|curl -f https://api.staging.{domain}/health
P1|Database accessible|psql $DATABASE_URL -c "SELECT 1"
P1|CI passes|gh run list --workflow=ci-python.yml --status=success
""",
        ),
        migrations=_rows(
            Migration,
            "version name description breaking",
            """\
001|create_base_tables|Initial schema|no
002|add_{feature}_tables|Feature-specific tables|no
003|add_indexes|Performance indexes|no
""",
        ),
        environments=_rows(
            Environment,
            "name url purpose auto_deploy traffic_percent traffic_kind",
            """\
Preview|pr-{num}.preview.{domain}|PR validation|yes|100|test traffic
Staging|staging.{domain}|Integration testing|On merge|100|internal traffic
Canary|canary.{domain}|Production validation|Manual|10|production traffic
Production|{domain}|Live traffic|Manual|100|traffic
""",
        ),
        triggers=_rows(
            Trigger,
            "text",
            """\
P99 latency > 500ms for 5 minutes
Error rate > 1% for 5 minutes
Any 5xx errors in critical paths
Health check failures
""",
        ),
        test_targets=_rows(
            TestTarget,
            "test_type coverage_target framework share_percent",
            """\
Unit|>= 90%|pytest|60
Integration|>= 80%|pytest + testcontainers|30
E2E|Critical paths|Playwright|10
""",
        ),
        metrics=_rows(
            Metric,
            "name metric_type threshold",
            """\
request_latency_p99|histogram|> 500ms
request_error_rate|counter|> 1%
database_connections|gauge|> 80% pool
cache_hit_rate|gauge|< 80%
""",
        ),
        dashboards=_rows(
            Dashboard,
            "name",
            "Service overview\nError analysis\nPerformance breakdown\nBusiness metrics",
        ),
        risks=_rows(
            Risk,
            "name impact probability mitigation owner",
            """\
Database migration fails|high|low|Test in staging, rollback script|implementer
Performance regression|medium|medium|Load testing, canary|sre
Security vulnerability|high|low|Security audit, SAST/DAST|policy
""",
        ),
        dependencies=_rows(
            Dependency,
            "name status owner eta",
            "{external_service}|Pending|{team}|{date}",
        ),
        blockers=_rows(
            Blocker,
            "name impact resolution owner",
            "{blocker}|{impact}|{resolution}|{owner}",
        ),
        approvals=_rows(
            Approval,
            "role name date status",
            "Tech Lead|||Pending\nSRE|||Pending\nSecurity|||Pending",
        ),
    )
