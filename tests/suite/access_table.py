# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may do what with which model: r read, w write, c create, d delete.

A role that is not named may nothing but what the roles it implies may. Record rules
(companies) come on top.
"""

#: Roles each role implies, itself included.
IMPLIED = {
    "viewer": {"viewer"},
    "planner": {"planner", "viewer"},
    "approver": {"approver", "viewer"},
    "operator": {"operator", "viewer"},
    "auditor": {"auditor", "viewer"},
    "runner": {"runner"},
    "manager": {"manager", "planner", "operator", "viewer"},
    "employee": set(),
}

# Planners edit registers; everyone else reads them.
_REGISTER = {"viewer": "r", "planner": "rwcd"}
# Born in private methods only.
_APPEND_ONLY = {"viewer": "r"}
# Wizards belong to whoever uses them.
_PLANNERS_WIZARD = {"planner": "rwcd"}

ACCESS = {
    "implementation.role": {"viewer": "r", "planner": "rwc", "manager": "rwcd"},
    "implementation.event": _APPEND_ONLY,
    "implementation.event.head": {"auditor": "r"},
    "implementation.plan": _REGISTER,
    "implementation.phase": _REGISTER,
    "implementation.component": _REGISTER,
    "implementation.deliverable": _REGISTER,
    "implementation.check": _REGISTER,
    "implementation.environment": _REGISTER,
    "implementation.dependency": _REGISTER,
    "implementation.blocker": _REGISTER,
    "implementation.team.member": _REGISTER,
    # Project users tick boxes of tasks they may edit: planners are project users.
    "implementation.checklist.item": _REGISTER,
    "implementation.risk": _REGISTER,
    "implementation.migration": _REGISTER,
    "implementation.trigger": _REGISTER,
    "implementation.metric": _REGISTER,
    "implementation.dashboard": _REGISTER,
    "implementation.test.target": _REGISTER,
    "implementation.approval": _REGISTER,
    "implementation.approval.policy": {"viewer": "r", "manager": "rwcd"},
    "implementation.signature": _APPEND_ONLY,
    "implementation.content": {"auditor": "r"},
    "implementation.author": {"auditor": "r"},
    "implementation.signing": {"auditor": "r"},
    "implementation.signed.part": {"viewer": "r"},
    # Everyone hands on their own sign-offs; a delegation is revoked by its action.
    "implementation.delegation": {"viewer": "r", "approver": "rc"},
    "implementation.revision": _APPEND_ONLY,
    # Operators archive an agent; whatever else it is, it says itself.
    "implementation.agent": {"viewer": "r", "operator": "rw"},
    "implementation.job": {"viewer": "r"},
    "implementation.job.chunk": _APPEND_ONLY,
    "implementation.evidence": _APPEND_ONLY,
    "implementation.gate.proof": _APPEND_ONLY,
    "implementation.migration.state": {"viewer": "r"},
    "implementation.migration.run": {"viewer": "r"},
    "implementation.evidence.record": {"operator": "rwcd"},
    "implementation.migration.checkout": _REGISTER,
    "implementation.migration.start": {"operator": "rwcd"},
    "implementation.migration.upload": _PLANNERS_WIZARD,
    "implementation.migration.upload.line": _PLANNERS_WIZARD,
    "project.task.decide": _PLANNERS_WIZARD,
    "implementation.plan.import": _PLANNERS_WIZARD,
    "implementation.plan.import.change": _PLANNERS_WIZARD,
    "implementation.plan.import.conflict": _PLANNERS_WIZARD,
    "implementation.plan.instantiate": _PLANNERS_WIZARD,
    "implementation.plan.instantiate.answer": _PLANNERS_WIZARD,
    "implementation.plan.instantiate.member": _PLANNERS_WIZARD,
}

OPERATIONS = {"read": "r", "write": "w", "create": "c", "unlink": "d"}


def allowed(model, role):
    """The letters of what a role may do, those of implied roles included."""
    grants = ACCESS[model]
    return set("".join(grants.get(name, "") for name in IMPLIED[role]))
