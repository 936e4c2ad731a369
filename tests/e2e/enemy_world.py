# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two companies with a plan each, a user a role, and calls as any of them."""

import json
from dataclasses import dataclass, field
from xmlrpc.client import ServerProxy

PASSWORD = "enemy-with-a-login"
ROLES = ("viewer", "planner", "approver", "operator", "auditor", "runner", "manager")

DOCUMENT = """# {name} for {{client}}

**Slug**: `{slug}`

## Phases

### Phase 1: {name} phase

#### Tasks

| ID | Task | Owner | Dependencies | Status |
|----|------|-------|--------------|--------|
| P1.1 | {name} one | {name} role | - | Not Started |
| P1.2 | {name} two | {name} role | P1.1 | Not Started |

#### Deliverables

- [ ] {name} thing

## Internal Blockers

| Blocker | Impact | Resolution | Owner |
|---------|--------|------------|-------|
| {name} wall | High | Wait | {name} role |
"""

SETUP = """
import json
from odoo.tests.common import new_test_user
group = "implementation_base.group_%s"
theirs = env["res.company"].create({{"name": "Enemy e2e company"}})
env.ref("base.user_admin").write({{"company_ids": [(4, theirs.id)]}})
def user(name, groups, **values):
    return new_test_user(
        env, "enemy_" + name, groups=groups, password={password!r}, **values
    )
for role in {roles!r}:
    user(role, "base.group_user," + group % role)
user("project_user", "project.group_project_user")
user("project_manager", "project.group_project_manager")
portal = user("portal", "base.group_portal")
stranger = user(
    "stranger",
    group % "planner",
    company_id=theirs.id,
    company_ids=[(6, 0, theirs.ids)],
)
planner = env["res.users"].search([("login", "=", "enemy_planner")])
ids = {{"their_company": theirs.id, "admin": env.ref("base.user_admin").id}}
def plan(prefix, owner, text):
    plans = env(user=owner.id)["implementation.plan"]
    plan = plans.browse(plans.import_markdown(text, {{}})["plan_id"]).sudo()
    first, second = plan.task_ids.sorted("plan_ref")
    found = dict(
        plan=plan, project=plan.project_id, phase=plan.phase_ids, task1=first,
        task2=second, milestone=plan.phase_ids.milestone_id,
        deliverable=plan.deliverable_ids, blocker=plan.blocker_ids,
        revision=plan.revision_ids, role=first.plan_role_id,
    )
    ids.update({{prefix + name: record.id for name, record in found.items()}})
    plan.with_user(owner).action_submit()
    found = env["implementation.event"].search([("plan_res_id", "=", plan.id)], limit=1)
    ids[prefix + "event"] = found.id
    return plan
own = plan("", planner, {own!r})
plan("their_", stranger, {theirs!r})
# A client works on a shared project, as far as Odoo lets portal users.
own.project_id.write({{"privacy_visibility": "portal"}})
env["project.collaborator"].create(
    {{"project_id": own.project_id.id, "partner_id": portal.partner_id.id}}
)
own.project_id.message_subscribe(partner_ids=portal.partner_id.ids)
own.task_ids.message_subscribe(partner_ids=portal.partner_id.ids)
env.cr.commit()
print("WORLD" + json.dumps(ids))
"""


@dataclass
class World:
    """Ids by name (``$task2`` in a value stands for one) and calls by user."""

    url: str
    database: str
    ids: dict
    users: dict = field(default_factory=dict)

    def filled(self, value):
        """The value with ids in the places of their names."""
        if isinstance(value, str) and value.startswith("$"):
            return self.ids[value[1:]]
        if isinstance(value, list | tuple):
            return [self.filled(part) for part in value]
        if isinstance(value, dict):
            return {key: self.filled(part) for key, part in value.items()}
        return value

    def call(self, who, model, method, args, context=None):
        login, password = who, PASSWORD
        if who == "admin":
            password = "admin"
        else:
            login = f"enemy_{who}"
        if who not in self.users:
            common = ServerProxy(f"{self.url}/xmlrpc/2/common")
            uid = common.authenticate(self.database, login, password, {})
            self.users[who] = uid
        models = ServerProxy(f"{self.url}/xmlrpc/2/object", allow_none=True)
        return models.execute_kw(
            self.database,
            self.users[who],
            password,
            model,
            method,
            self.filled(args),
            {"context": self.filled(context or {})},
        )

    def fingerprint(self):
        """Whatever an attack could have changed, as the administrator sees it."""
        me = self.call("admin", "res.users", "read", [["$admin"], ["company_ids"]])
        context = {"allowed_company_ids": me[0]["company_ids"], "active_test": False}

        def read(model, names):
            rows = self.call(
                "admin", model, "search_read", [[], names, 0, 0, "id"], context
            )
            return [sorted(row.items()) for row in rows]

        return repr(
            [
                read("implementation.plan", _PLAN),
                read("implementation.phase", ["plan_id", "state", "milestone_id"]),
                read("project.task", _TASK),
                read("project.milestone", ["plan_id", "is_reached", "project_id"]),
                read("implementation.deliverable", ["plan_id", "state"]),
                read("implementation.blocker", ["plan_id", "state", "task_ids"]),
                read("implementation.risk", ["plan_id", "state", "score"]),
                read("implementation.approval", ["plan_id", "status", "user_id"]),
                read("implementation.revision", ["plan_id", "sha256"]),
                read("implementation.event", ["hash", "message"]),
                read("implementation.role", ["name", "company_id"]),
            ]
        )


_PLAN = ["name", "slug", "state", "source_text", "revision", "project_id", "active"]
_TASK = [
    "plan_status",
    "state",
    "active",
    "plan_id",
    "plan_phase_id",
    "plan_role_id",
    "depend_on_ids",
    "plan_depends_text",
    "plan_override_reason",
    "plan_released_ids",
    "plan_dropped",
    "document_extra",
]


def build(server):
    """The world on a running server."""
    text = SETUP.format(
        password=PASSWORD,
        roles=ROLES,
        own=DOCUMENT.format(name="Own", slug="enemy-own"),
        theirs=DOCUMENT.format(name="Secret", slug="enemy-secret"),
    )
    printed = server.script(text)
    ids = json.loads(printed.rpartition("WORLD")[2].splitlines()[0])
    return World(server.url, server.database, ids)
