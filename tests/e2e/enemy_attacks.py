# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an enemy with a login tries: ``(who, refusal, model, method, args, context)``.

``refusal`` is the stable code; ``access`` is Odoo's own refusal of model, row or field,
``any`` another refusal of Odoo's.
``$name`` stands for the id of a record of the world, ``$their_name`` for one of another
company.
"""

TASK = "project.task"
PLAN = "implementation.plan"
DONE = {"plan_status": "done"}
NATIVE_DONE = {"state": "1_done"}
HOSTILE_CONTEXT = {
    "plan_road": "DECISION",
    "implementation_transition": True,
    "default_plan_override_reason": "forged",
    "skip_validation_check": True,
    "install_mode": True,
    "import_file": True,
    "tracking_disable": True,
}


def write(model, name, vals):
    return model, "write", [[f"${name}"], vals]


def create(model, vals):
    return model, "create", [vals]


def action(model, name, method, *args):
    return model, method, [[f"${name}"], *args]


#: Done on a blocked task, by every road.
BLOCKED = [
    ("project_user", "blocked_task", *write(TASK, "task2", DONE)),
    ("project_user", "blocked_task", *write(TASK, "task2", NATIVE_DONE)),
    ("manager", "blocked_task", *write(TASK, "task2", DONE), HOSTILE_CONTEXT),
    ("portal", "blocked_task", *write(TASK, "task2", NATIVE_DONE)),
    ("portal", "access", *write(TASK, "task2", DONE)),
    (
        "planner",
        "blocked_task",
        *write(PLAN, "plan", {"task_ids": [[1, "$task2", DONE]]}),
    ),
    (
        "planner",
        "blocked_task",
        *write("implementation.phase", "phase", {"task_ids": [[1, "$task2", DONE]]}),
    ),
    (
        "project_user",
        "blocked_task",
        *write("project.milestone", "milestone", {"task_ids": [[1, "$task2", DONE]]}),
    ),
    (
        "project_manager",
        "blocked_task",
        *write("project.project", "project", {"task_ids": [[1, "$task2", DONE]]}),
    ),
    (
        "project_user",
        "blocked_task",
        *write(TASK, "task1", {"child_ids": [[1, "$task2", NATIVE_DONE]]}),
    ),
    (
        "project_user",
        "blocked_task",
        *write(TASK, "task2", {**DONE, "plan_depends_text": "P1.*"}),
    ),
    ("project_user", "blocked_task", *action(TASK, "task2", "copy", DONE)),
    ("project_user", "blocked_task", *action(TASK, "task2", "copy", NATIVE_DONE)),
    (
        "project_user",
        "blocked_task",
        *create(
            TASK,
            {
                "name": "late",
                "project_id": "$project",
                "depend_on_ids": [[4, "$task1"]],
                **DONE,
            },
        ),
    ),
    (
        "project_user",
        "blocked_task",
        *create(
            TASK,
            {
                "name": "late",
                "project_id": "$project",
                "depend_on_ids": [[4, "$task1"]],
            },
        ),
        {"default_state": "1_done"},
    ),
    ("project_user", "plan_of_project", *write(TASK, "task2", {"plan_id": False})),
    (
        "planner",
        "plan_of_project",
        *write(PLAN, "plan", {"task_ids": [[3, "$task2"]]}),
    ),
    ("project_user", "role_required", *action(TASK, "task2", "action_override_block")),
    (
        "project_manager",
        "role_required",
        *action(TASK, "task2", "action_release_cancelled", "because"),
    ),
]

#: Fields that the server keeps, and states that move by actions.
PRIVATE = [
    (
        "project_user",
        "private_field",
        *write(TASK, "task2", {"plan_override_reason": "forged"}),
    ),
    (
        "planner",
        "private_field",
        *write(TASK, "task2", {"plan_released_ids": [[4, "$task1"]]}),
    ),
    ("manager", "private_field", *write(TASK, "task2", {"plan_dropped": True})),
    (
        "project_user",
        "private_field",
        *create(TASK, {"name": "x", "plan_override_user_id": "$admin"}),
    ),
    ("manager", "state_by_action", *write(PLAN, "plan", {"state": "approved"})),
    (
        "manager",
        "state_by_action",
        *write(PLAN, "plan", {"state": "approved"}),
        HOSTILE_CONTEXT,
    ),
    ("planner", "state_by_action", *create(PLAN, {"name": "x", "state": "done"})),
    (
        "planner",
        "state_by_action",
        *action(PLAN, "plan", "copy", {"state": "approved"}),
    ),
    ("planner", "private_field", *write(PLAN, "plan", {"source_text": "# forged"})),
    ("manager", "private_field", *write(PLAN, "plan", {"revision": 99})),
    ("planner", "plan_moved", *write(PLAN, "plan", {"project_id": "$their_project"})),
    ("planner", "plan_moved", *write(PLAN, "plan", {"company_id": "$their_company"})),
    (
        "planner",
        "project_given",
        *create(PLAN, {"name": "x", "project_id": "$project"}),
    ),
    (
        "planner",
        "state_by_action",
        *write(
            PLAN,
            "plan",
            {"deliverable_ids": [[1, "$deliverable", {"state": "accepted"}]]},
        ),
    ),
    (
        "planner",
        "state_by_action",
        *write("implementation.phase", "phase", {"state": "done"}),
    ),
    (
        "planner",
        "private_field",
        *write("implementation.phase", "phase", {"milestone_id": "$their_milestone"}),
    ),
    (
        "planner",
        "approval_private",
        *write(PLAN, "plan", {"approval_ids": [[0, 0, {"status": "approved"}]]}),
    ),
    (
        "planner",
        "private_field",
        *create("implementation.risk", {"name": "x", "plan_id": "$plan", "score": 1}),
    ),
    (
        "planner",
        "migration_private",
        *create(
            "implementation.migration", {"plan_id": "$plan", "rollback_level": "R4"}
        ),
    ),
    (
        "planner",
        "compiled_private",
        *create(
            "implementation.trigger",
            {"plan_id": "$plan", "text": "x", "compiled": "{}"},
        ),
    ),
    (
        "project_user",
        "milestone_of_phase",
        *write("project.milestone", "milestone", {"is_reached": True}),
    ),
    (
        "project_manager",
        "milestone_of_phase",
        *action("project.milestone", "milestone", "unlink"),
    ),
    (
        "project_user",
        "milestone_of_phase",
        *create(
            "project.milestone",
            {"name": "x", "project_id": "$project", "plan_id": "$their_plan"},
        ),
    ),
    ("planner", "broken_extra", *write(PLAN, "plan", {"document_extra": [1]})),
    ("project_user", "broken_extra", *write(TASK, "task1", {"document_extra": "x"})),
    (
        "manager",
        "append_only",
        *write("implementation.event", "event", {"message": "x"}),
    ),
    ("manager", "append_only", *action("implementation.event", "event", "unlink")),
    ("manager", "append_only", *create("implementation.event", {"message": "x"})),
    ("manager", "access", *write("implementation.revision", "revision", {"text": "x"})),
    ("manager", "access", *action("implementation.revision", "revision", "unlink")),
    (
        "planner",
        "access",
        *write(PLAN, "plan", {"revision_ids": [[0, 0, {"number": 9, "sha256": "x"}]]}),
    ),
    (
        "project_manager",
        "plan_moved",
        *write("project.project", "project", {"plan_ids": [[3, "$plan"]]}),
    ),
]

#: A project manager without our groups, and a project that a plan owns.
PROJECT = [
    (
        "project_manager",
        "project_of_plan",
        *action("project.project", "project", "unlink"),
    ),
    (
        "project_manager",
        "project_of_plan",
        *write("project.project", "project", {"active": False}),
    ),
    (
        "project_manager",
        "project_of_plan",
        *write("project.project", "project", {"company_id": False}),
    ),
    (
        "project_manager",
        "project_given",
        *write("project.project", "project", {"plan_ids": [[0, 0, {"name": "x"}]]}),
    ),
    ("project_manager", "access", *action(PLAN, "plan", "unlink")),
    ("project_manager", "access", *action(PLAN, "plan", "export_markdown")),
]

#: What belongs to another company, named in every place that takes an id.
COMPANY = [
    ("planner", "access", *action(PLAN, "their_plan", "export_markdown")),
    ("planner", "access", *action(PLAN, "their_plan", "get_document_view")),
    ("planner", "access", *action(PLAN, "their_plan", "get_lint")),
    ("planner", "access", *action(PLAN, "their_plan", "instantiate_template", {})),
    ("planner", "access", *action(PLAN, "their_plan", "action_submit")),
    ("planner", "access", *action(PLAN, "their_plan", "action_view_tasks")),
    ("planner", "access", *action(PLAN, "their_plan", "copy")),
    ("planner", "access", *action(PLAN, "their_plan", "read", ["name"])),
    ("planner", "any", *action(PLAN, "their_plan", "export_data", ["name"])),
    ("manager", "access", *action("implementation.event", "their_event", "read")),
    (
        "manager",
        "access",
        *action("implementation.revision", "their_revision", "action_restore"),
    ),
    (
        "planner",
        "access",
        *create("implementation.plan.import", {"plan_id": "$their_plan"}),
    ),
    (
        "planner",
        "access",
        *create("implementation.plan.instantiate", {"template_id": "$their_plan"}),
    ),
    (
        "planner",
        "access",
        *create("implementation.plan.instantiate", {}),
        {"default_template_id": "$their_plan"},
    ),
    (
        "planner",
        "access",
        *create(
            "project.task.decide",
            {
                "task_ids": [[4, "$their_task2"]],
                "decision": "override",
                "reason": "x",
            },
        ),
    ),
    ("planner", "access", *action(TASK, "their_task2", "action_override_block", "x")),
    (
        "planner",
        "other_company",
        *write(PLAN, "plan", {"owner_role_id": "$their_role"}),
    ),
    (
        "project_user",
        "other_company",
        *write(TASK, "task1", {"plan_role_id": "$their_role"}),
    ),
    (
        "planner",
        "other_company",
        *create(
            "implementation.team.member",
            {"plan_id": "$plan", "role_id": "$their_role", "user_id": "$admin"},
        ),
    ),
    (
        "planner",
        "other_company",
        *create("implementation.risk", {"name": "x", "plan_id": "$plan"}),
        {"default_role_id": "$their_role"},
    ),
    (
        "planner",
        "other_company",
        *create(
            "implementation.role",
            {"name": "Secret role", "company_id": "$their_company"},
        ),
    ),
    (
        "planner",
        "other_company",
        *create(
            PLAN,
            {"name": "x", "slug": "enemy-secret", "company_id": "$their_company"},
        ),
    ),
    (
        "planner",
        "other_company",
        *create(PLAN, {"name": "x", "slug": "enemy-secret"}),
        {"default_company_id": "$their_company"},
    ),
    (
        "project_user",
        "other_company",
        *write(TASK, "task1", {"plan_phase_id": "$their_phase"}),
    ),
    ("planner", "plan_of_project", *write(TASK, "task1", {"plan_id": "$their_plan"})),
    ("planner", "access", *create(TASK, {"name": "x", "plan_id": "$their_plan"})),
    (
        "planner",
        "access",
        *write(TASK, "task1", {"dependent_ids": [[4, "$their_task1"]]}),
    ),
    (
        "planner",
        "access",
        *write(TASK, "task1", {"depend_on_ids": [[4, "$their_task1"]]}),
    ),
    (
        "planner",
        "access",
        *create(
            "implementation.blocker",
            {"name": "x", "plan_id": "$plan", "task_ids": [[4, "$their_task1"]]},
        ),
    ),
    (
        "planner",
        "access",
        *create("implementation.deliverable", {"name": "x", "plan_id": "$their_plan"}),
    ),
    (
        "planner",
        "access",
        *create(
            "implementation.deliverable", {"name": "x", "phase_id": "$their_phase"}
        ),
    ),
    (
        "planner",
        "access",
        *create(
            "implementation.checklist.item", {"name": "x", "task_id": "$their_task1"}
        ),
    ),
]

_READERS = ("viewer", "approver", "operator", "auditor")
_OUTSIDERS = ("runner", "project_user", "project_manager", "portal")

#: Who may not, for what only planners and approvers may.
ROLES = [
    *(
        (who, "role_required", *step)
        for who in (*_READERS, *_OUTSIDERS)
        for step in (
            action("implementation.deliverable", "deliverable", "action_accept"),
            action("implementation.blocker", "blocker", "action_resolve"),
            action("implementation.phase", "phase", "action_complete"),
            action(PLAN, "plan", "action_cancel"),
        )
    ),
    *(
        (who, "role_required", *action(PLAN, "plan", "action_approve"))
        for who in ("viewer", "planner", "operator", "auditor", "manager", *_OUTSIDERS)
    ),
    *(
        (who, "access", *step)
        for who in (*_READERS, *_OUTSIDERS)
        for step in (
            (PLAN, "import_markdown", ["# x", {}]),
            (PLAN, "preview_markdown", ["# x", {}]),
            create(PLAN, {"name": "x"}),
            write(PLAN, "plan", {"name": "x"}),
            action(PLAN, "plan", "unlink"),
            action(PLAN, "plan", "instantiate_template", {}),
            action("implementation.revision", "revision", "action_restore"),
            create("implementation.role", {"name": "x"}),
            create("implementation.plan.import", {}),
        )
    ),
    *(
        (who, "access", *action(PLAN, "plan", "export_markdown"))
        for who in (*_OUTSIDERS, "stranger")
    ),
]

#: Values of a wrong kind end in a clear refusal, never in a traceback.
ODD = [
    ("planner", "no_text", PLAN, "import_markdown", [["# x"], {}]),
    ("planner", "no_text", PLAN, "preview_markdown", [5, {}]),
    ("planner", "no_text", PLAN, "import_markdown", [None, {}]),
    ("planner", "text_too_long", *write(PLAN, "plan", {"slug": "s" * 20_000})),
    ("planner", "text_too_long", *write(TASK, "task1", {"plan_ref": "r" * 20_000})),
    (
        "planner",
        "text_too_long",
        *write("implementation.phase", "phase", {"code": "c" * 20_000}),
    ),
    (
        "planner",
        "text_too_long",
        *create("implementation.role", {"name": "n" * 20_000}),
    ),
    (
        "planner",
        "text_too_long",
        PLAN,
        "import_markdown",
        ["# x\n", {"slug": "s" * 20_000}],
    ),
    ("planner", "any", PLAN, "action_submit", [[-1]]),
    ("planner", "any", PLAN, "export_markdown", [[2_000_000_000]]),
]

JOB, EVIDENCE = "implementation.job", "implementation.evidence"
CHECKOUT = "implementation.migration.checkout"
PHASE = "implementation.phase"
FORGED = {"plan_id": "$plan", "kind": "verdict", "verdict": "pass"}

#: Jobs, evidence and proofs are the server's own; agents' calls are agents'.
AGENTS = [
    *(
        (who, "role_required", JOB, "lease", [["staging"], 1, "enemy"])
        for who in (*_READERS, "planner", "manager", "project_user", "portal")
    ),
    *(
        (who, "role_required", EVIDENCE, "submit", [{"plan": "x", "verdict": "pass"}])
        for who in ("viewer", "planner", "approver", "auditor", "portal")
    ),
    *(
        (who, "append_only", *create(model, FORGED))
        for who in ("manager", "runner", "admin")
        for model in (EVIDENCE, "implementation.gate.proof", "implementation.job.chunk")
    ),
    *(
        (who, "job_private", *create(JOB, {"plan_id": "$plan", "name": "x"}))
        for who in ("manager", "admin")
    ),
    ("runner", "bad_labels", JOB, "lease", ["staging", 1, "enemy"]),
    ("runner", "bad_capacity", JOB, "lease", [[], 10_000, "enemy"]),
    ("runner", "lease_lost", JOB, "heartbeat", [[2**30], 1, False]),
    ("runner", "lease_lost", JOB, "append_log", [[2**30], 1, []]),
    ("runner", "no_plan", EVIDENCE, "submit", [{"plan": "xx", "verdict": "pass"}]),
    ("runner", "bad_delivery", EVIDENCE, "submit", [{"plan": "x", "verdict": "yes"}]),
    ("runner", "access", JOB, "search_read", [[]]),
    ("runner", "access", EVIDENCE, "search_read", [[]]),
    ("runner", "access", *action(PLAN, "plan", "get_gate", "P1")),
    ("stranger", "access", *action(PLAN, "plan", "get_gate", "P1")),
    (
        "operator",
        "no_plan",
        EVIDENCE,
        "submit",
        [{"plan": "nowhere", "verdict": "pass"}],
    ),
    (
        "planner",
        "role_required",
        *action("implementation.phase", "phase", "action_run_checks"),
    ),
    (
        "planner",
        "migration_private",
        *create("implementation.migration", {"plan_id": "$plan", "state": "applied"}),
    ),
    *(
        ("manager", "access", *create(f"implementation.migration.{model}", {}))
        for model in ("state", "run")
    ),
    *(
        (who, "access", *create("implementation.evidence.record", {}))
        for who in ("viewer", "planner", "approver", "auditor", "runner", "portal")
    ),
    *(
        (who, "access", *create(CHECKOUT, {"plan_id": "$plan", "folder": "x"}))
        for who in (*_READERS, "operator", "runner", "project_user", "portal")
    ),
    ("stranger", "other_company", *create(CHECKOUT, {"plan_id": "$plan"})),
    (
        "manager",
        "private_field",
        *create(CHECKOUT, {"plan_id": "$plan", "folder": "x", "commit": "forged"}),
    ),
    (
        "manager",
        "private_field",
        *create("implementation.deliverable", {"plan_id": "$plan", "claim": "x"}),
    ),
]

ATTACKS = [*BLOCKED, *PRIVATE, *PROJECT, *COMPANY, *ROLES, *ODD, *AGENTS]
