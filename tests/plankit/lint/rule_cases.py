# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""For each rule a plan it speaks of, and the same plan made right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from plankit.plan import (
    Approval,
    Blocker,
    Check,
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

TODAY = date(2026, 6, 1)
PEOPLE = {"sre": "Anna", "dev": "", "release": "Bo"}

#: A plan of which no rule has anything to say.
GOOD = Plan(
    title="Good",
    slug="good",
    version="1.0",
    owner="release",
    date_updated="2026-05-01",
    rollback_plan="psql -f down.sql",
    rollback_command="./rollback.sh --to=v1",
    traffic_progression="Canary (10%)\nProduction (50%)",
    phases=(Phase(key="P1", code="P1", name="Build", goal="It runs"),),
    tasks=(
        Task(key="a", ref="P1.1", title="A", phase="P1", owner="sre", status="done"),
        Task(key="b", ref="P1.2", title="B", phase="P1", owner="sre", depends="P1.1"),
    ),
    deliverables=(Deliverable(key="d", phase="P1", name="Service answers"),),
    checks=(Check(key="c", phase="P1", name="Health", command="curl -f $URL"),),
    migrations=(
        Migration(key="1", version="001", name="one", breaking="no"),
        Migration(key="2", version="002", name="two", breaking="no"),
    ),
    environments=(
        Environment(key="c", name="Canary", url="https://c", traffic_percent="10"),
        Environment(
            key="p",
            name="Production",
            url="https://p",
            auto_deploy="Manual",
            traffic_percent="50",
        ),
    ),
    triggers=(Trigger(key="t", text="Error rate > 1% for 5 minutes"),),
    test_targets=(
        TestTarget(
            key="u", test_type="Unit", coverage_target=">= 90%", share_percent="60"
        ),
        TestTarget(
            key="e", test_type="E2E", coverage_target="12 journeys", share_percent="40"
        ),
    ),
    metrics=(
        Metric(
            key="m",
            name="latency_p99",
            metric_type="histogram",
            threshold="> 1s for 5m",
        ),
    ),
    risks=(
        Risk(
            key="r",
            name="Slow",
            impact="high",
            probability="low",
            mitigation="Load tests",
            owner="sre",
        ),
    ),
    dependencies=(
        Dependency(
            key="x", name="Bank", status="pending", owner="sre", eta="2026-07-01"
        ),
    ),
    blockers=(Blocker(key="y", name="Licence", resolution="Buy it", owner="sre"),),
    approvals=(Approval(key="z", role="SRE", name="Anna", status="pending"),),
)


def _with(collection, **values):
    """The good plan with the first item of a collection changed."""
    first, *others = getattr(GOOD, collection)
    return replace(GOOD, **{collection: (replace(first, **values), *others)})


def _last(collection, **values):
    *others, last = getattr(GOOD, collection)
    return replace(GOOD, **{collection: (*others, replace(last, **values))})


def _trigger(text):
    return _with("triggers", text=text)


def _metric(name, metric_type, threshold):
    return _with("metrics", name=name, metric_type=metric_type, threshold=threshold)


_CHAIN = _with("tasks", status="not_started")
_FIRST, _SECOND = GOOD.tasks
_LOOP = replace(_FIRST, depends="P1.2", status="not_started")

#: Rule to plans it speaks of.
BAD = {
    "empty_plan": [Plan()],
    "missing_slug": [replace(GOOD, slug="")],
    "missing_version": [replace(GOOD, version=" ")],
    "missing_owner": [replace(GOOD, owner="")],
    "missing_date": [replace(GOOD, date_updated="")],
    "unresolved_placeholder": [
        replace(GOOD, owner="{owner}"),
        _with("tasks", title="Implement {feature_1}"),
        _with("migrations", name="add_{feature}_tables"),
    ],
    "duplicate_id": [_last("tasks", ref="P1.1", depends="")],
    "phase_without_tasks": [replace(GOOD, tasks=())],
    "phase_without_goal": [_with("phases", goal="")],
    "phase_without_deliverables": [replace(GOOD, deliverables=())],
    "missing_verification": [replace(GOOD, checks=())],
    "phase_claimed_done": [_with("phases", status="done")],
    "task_without_phase": [_with("tasks", phase="")],
    "dangling_dependency": [_last("tasks", depends="P9.9")],
    "self_dependency": [_last("tasks", depends="P1.2")],
    "dependency_cycle": [replace(GOOD, tasks=(_LOOP, _SECOND))],
    "unread_dependency": [_last("tasks", depends="the lawyers")],
    "too_many_dependencies": [],
    "done_before_predecessor": [
        replace(_CHAIN, tasks=(_CHAIN.tasks[0], replace(_SECOND, status="done")))
    ],
    "cancelled_predecessor": [_with("tasks", status="cancelled")],
    "blocked_without_reason": [replace(_last("tasks", status="blocked"), blockers=())],
    "owner_without_person": [_with("tasks", owner="dev"), replace(GOOD, owner="qa")],
    "unassigned_task": [
        _last("tasks", owner=""),
        replace(GOOD, tasks=(replace(_SECOND, owner="", depends=""),)),
    ],
    "no_approvals": [replace(GOOD, approvals=())],
    "approval_without_person": [_with("approvals", name="")],
    "approved_without_date": [_with("approvals", status="approved")],
    "self_approval": [_with("approvals", name="Release")],
    "one_person_many_approvals": [
        replace(
            GOOD, approvals=(*GOOD.approvals, Approval(key="q", role="QA", name="anna"))
        )
    ],
    "destructive_rollback": [
        replace(GOOD, rollback_plan=text)
        for text in (
            "supabase db reset --db-url $DATABASE_URL",
            'psql -c "DROP DATABASE app"',
            "psql -c 'drop schema public cascade'",
            "rm -rf /srv/data",
            "rm -fr data",
            "git push --force origin main",
            "git push -f",
            "terraform destroy -auto-approve",
            "kubectl delete namespace app",
            "docker compose down -v",
            "npx prisma migrate reset",
            "rails db:drop",
            'psql -c "DELETE FROM users"',
            "TRUNCATE TABLE users",
            "alembic downgrade base",
            "redis-cli FLUSHALL",
            "git reset --hard HEAD~1",
            "aws s3 rm s3://b --recursive",
        )
    ]
    + [replace(GOOD, rollback_command="dropdb app")],
    "destructive_verification": [
        _with("checks", command="supabase db reset\ncurl -f $URL"),
        _with("checks", command="curl -X DELETE $URL/users/1"),
        _with("checks", command="terraform apply"),
    ],
    "secret_in_command": [
        _with("checks", command="curl -H 'Authorization: Bearer abcdef123456'"),
        _with("checks", command="PGPASSWORD=hunter22 psql"),
        replace(GOOD, rollback_command="psql postgres://app:s3cret@db/app"),
        replace(GOOD, rollback_plan="curl --token=ghp_0123456789abcdefghijABCD"),
    ],
    "rollback_tested_unproved": [
        replace(GOOD, migration_strategy="a: b\nrollback_tested: true")
    ],
    "zero_downtime_unproved": [replace(GOOD, migration_strategy="zero_downtime: yes")],
    "zero_downtime_breaking": [
        replace(
            _with("migrations", breaking="yes"),
            migration_strategy="zero_downtime: true",
        )
    ],
    "unknown_breaking": [_with("migrations", breaking="maybe")],
    "migration_without_rollback": [replace(GOOD, rollback_plan="")],
    "duplicate_migration": [_last("migrations", version="001")],
    "migration_disorder": [_with("migrations", version="003")],
    "migration_gap": [_last("migrations", version="004")],
    "environment_without_url": [_with("environments", url="")],
    "production_auto_deploys": [
        _last("environments", auto_deploy="yes"),
        _last("environments", auto_deploy="On merge"),
    ],
    "production_http": [_last("environments", url="http://p")],
    "traffic_jump": [_last("environments", traffic_percent="100")],
    "no_rollback_command": [replace(GOOD, rollback_command="")],
    "trigger_without_number": [_trigger("Health check failures")],
    "trigger_without_window": [_trigger("Error rate > 10%")],
    "trigger_unclear": [
        _trigger("Any 5xx errors in critical paths for 5 minutes"),
        _trigger("Denials > 3σ for 5 minutes"),
    ],
    "no_triggers": [replace(GOOD, triggers=())],
    "counter_as_percentage": [_metric("errors", "Counter", "> 1% for 5m")],
    "distribution_without_statistic": [_metric("latency", "histogram", "> 1s for 5m")],
    "unknown_total": [
        _metric("connections", "gauge", "> 80% pool"),
        _trigger("Connections > 80% of the pool for 5 minutes"),
    ],
    "threshold_conflict": [_metric("error_rate", "gauge", "> 2% for 5m")],
    "threshold_twice": [_metric("request_error_rate", "gauge", "> 1%")],
    "alert_without_window": [_metric("hit_rate", "gauge", "< 80%")],
    "metric_without_threshold": [
        _metric("hit_rate", "gauge", ""),
        _metric("hit_rate", "gauge", "when low"),
    ],
    "test_shares": [_with("test_targets", share_percent="50")],
    "target_without_number": [_with("test_targets", coverage_target="Critical paths")],
    "deliverable_needs_evidence": [
        _with("deliverables", name="Test coverage >= 90%"),
        _with("deliverables", name="SLOs met for 24 hours", done=True),
    ],
    "risk_without_mitigation": [_with("risks", mitigation="")],
    "risk_without_owner": [_with("risks", owner="")],
    "risk_without_rating": [_with("risks", probability="")],
    "unknown_level": [_with("risks", impact="W8 blocked")],
    "severe_risk": [_with("risks", probability="critical")],
    "no_risks": [replace(GOOD, risks=())],
    "dependency_without_eta": [
        _with("dependencies", eta=""),
        _with("dependencies", eta="soon"),
    ],
    "dependency_overdue": [_with("dependencies", eta="2026-05-31")],
    "dependency_without_owner": [_with("dependencies", owner="")],
    "blocker_without_owner": [_with("blockers", owner="")],
    "blocker_without_resolution": [_with("blockers", resolution="")],
}

#: Rule to plans that look alike, of which it must say nothing.
FINE = {
    "unresolved_placeholder": [
        _with("checks", command="echo ${HOME} {} {{ value }}"),
        _with("tasks", title="Serve `POST /repos/{owner}/{repo}/checks`"),
    ],
    "destructive_rollback": [
        replace(GOOD, rollback_plan="# never: supabase db reset\npsql -f down.sql"),
        replace(GOOD, rollback_plan="rm build.log\ngit push origin v1"),
        replace(GOOD, rollback_plan='psql -c "DELETE FROM jobs WHERE id = 1"'),
    ],
    "destructive_verification": [_with("checks", command='psql -c "SELECT 1"')],
    "secret_in_command": [
        _with("checks", command="curl -H 'Authorization: Bearer $TOKEN'"),
        _with("checks", command="PGPASSWORD=$PASSWORD psql postgres://u:$P@db"),
        _with("checks", command="login --password <password> --token={token}"),
    ],
    "traffic_jump": [
        replace(
            _last("environments", traffic_percent="100"),
            traffic_progression="Canary (10%)\nhold for 24 hours\nProduction (100%)",
        ),
        _last("environments", traffic_percent="100", traffic_kind="test traffic"),
    ],
    "migration_gap": [
        replace(
            GOOD,
            migrations=(
                Migration(key="1", version="20260101120000", breaking="no"),
                Migration(key="2", version="20260301120000", breaking="no"),
            ),
        )
    ],
    "dependency_without_eta": [_with("dependencies", eta="", status="available")],
    "dependency_overdue": [_with("dependencies", eta="2026-06-01")],
    "severe_risk": [
        _with("risks", probability="critical", extra=(("Status", "Accepted"),))
    ],
    "threshold_conflict": [_metric("queue_rate", "gauge", "> 2% for 5m")],
    "alert_without_window": [_metric("agents", "gauge", "1/1 approved by the CTO")],
    "deliverable_needs_evidence": [_with("deliverables", name="SLA with the bank")],
    "trigger_without_number": [_trigger("Health checks fail (3 consecutive)")],
    "production_auto_deploys": [_with("environments", auto_deploy="yes")],
}
