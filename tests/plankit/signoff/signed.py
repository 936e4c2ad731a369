# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who signs which field, written by hand: T(ech lead), S(ecurity), (s)R(e), U(nknown).

``G`` is Security where the migration touches grants. Empty: nobody.
"""

from plankit.plan import (
    COLLECTIONS,
    Approval,
    Blocker,
    Check,
    ChecklistItem,
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

ROLES = {"T": "Tech Lead", "S": "Security", "R": "SRE", "U": "Product Owner"}

HEADER = {
    **dict.fromkeys(["title", "version", "prd_url", "owner", "overview"], "U"),
    "date_updated": "",
    "diagram": "TU",
    "migration_strategy": "TU",
    "rollback_plan": "RU",
    "rollback_command": "RU",
    "traffic_progression": "RU",
    "test_pyramid": "TU",
    "log_format": "RU",
}
#: Extras of the header.
HEADER_EXTRA = {
    "Reviewers": "U",
    "Status": "",
    "Last Update": "",
    "Date": "",
    "@policies": "SU",
    "@prose": "U",
    "@other": "U",
}
FIELDS = {
    "components": dict.fromkeys(["layer", "technology", "purpose"], "TU"),
    "phases": {
        **dict.fromkeys(["code", "name", "goal", "duration_text"], "TU"),
        "status": "",
    },
    "tasks": {
        **dict.fromkeys(["ref", "title", "phase", "owner", "depends"], "TU"),
        "estimate": "TU",
        "status": "",
    },
    "checklist": {
        **dict.fromkeys(["task", "name", "group", "depth"], "TU"),
        "done": "",
    },
    "deliverables": {"phase": "TU", "name": "TU", "done": ""},
    "checks": dict.fromkeys(["phase", "name", "command"], "TU"),
    "migrations": dict.fromkeys(["version", "name", "description", "breaking"], "TGU"),
    "environments": dict.fromkeys(
        ["name", "url", "purpose", "auto_deploy", "traffic_percent", "traffic_kind"],
        "RU",
    ),
    "triggers": {"text": "SRU"},
    "test_targets": dict.fromkeys(
        ["test_type", "coverage_target", "framework", "share_percent"], "TU"
    ),
    "metrics": dict.fromkeys(["name", "metric_type", "threshold"], "RU"),
    "dashboards": {"name": "RU", "done": ""},
    "risks": dict.fromkeys(
        ["name", "impact", "probability", "mitigation", "owner"], "SU"
    ),
    "dependencies": {**dict.fromkeys(["name", "owner", "eta"], "TU"), "status": ""},
    "blockers": dict.fromkeys(["name", "impact", "resolution", "owner"], "TU"),
    "approvals": dict.fromkeys(["role", "name", "date", "status"], ""),
}
#: Who signs the whole item, and so its named values and those beyond a document.
WHOLE = {name: max(fields.values(), key=len) for name, fields in FIELDS.items()}
#: Whose signature covers the order of a collection.
ORDER = {"phases": "TU", "migrations": "TU", "checks": "TU", "environments": "RU"}

ITEMS = {
    "components": Component(key="c", layer="API", technology="T", purpose="p"),
    "phases": Phase(key="p", code="P1", name="One", goal="g", duration_text="2w"),
    "tasks": Task(key="t", ref="P1.1", title="Do", phase="p", owner="ann", depends="-"),
    "checklist": ChecklistItem(key="b", task="t", name="box", group="Done when"),
    "deliverables": Deliverable(key="d", phase="p", name="It"),
    "checks": Check(key="k", phase="p", name="look", command="ls"),
    "migrations": Migration(key="m", version="001", name="init", description="first"),
    "environments": Environment(key="e", name="Prod", url="u", traffic_percent="10"),
    "triggers": Trigger(key="r", text="Errors > 1%"),
    "test_targets": TestTarget(key="y", test_type="Unit", coverage_target="90%"),
    "metrics": Metric(key="n", name="latency", threshold="> 500ms"),
    "dashboards": Dashboard(key="h", name="Overview"),
    "risks": Risk(key="s", name="Late", impact="high", mitigation="early"),
    "dependencies": Dependency(key="x", name="Vendor", status="pending", eta="soon"),
    "blockers": Blocker(key="o", name="Access", resolution="ask"),
    "approvals": Approval(key="a", role="SRE", name="Bo", status="pending"),
}
PLAN = Plan(
    title="T",
    slug="s",
    extra=(("Reviewers", "Ann"),),
    **{name: (ITEMS[name],) for name in COLLECTIONS},
)
GRANTS = (("@up_sql", "GRANT SELECT ON t TO r"),)
