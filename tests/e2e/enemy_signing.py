# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an enemy with a login tries on sign-offs: rows as in ``enemy_attacks``.

``sign_mighty`` has every group of the suite, ``admin`` every right of the server.
"""

from enemy_attacks import action, create, write

APPROVAL = "implementation.approval"
SIGNATURE = "implementation.signature"
DELEGATION = "implementation.delegation"
POLICY = "implementation.approval.policy"
EVERYONE = ("sign_portal", "sign_ann", "sign_planner", "sign_mighty", "admin")
PRIVATE = {
    "status": "approved",
    "round": 9,
    "content_hash": "0" * 64,
    "user_id": "$ann",
    "signed_at": "2026-01-01 00:00:00",
    "facts": {"reason": "forged"},
    "subject_kind": "task",
    "subject_model": "project.task",
    "subject_id": 1,
    "is_requested": False,
    "requested_by_id": "$ann",
    "requested_at": False,
    "is_dropped": True,
    "policy_id": False,
}
HOSTILE_CONTEXT = {
    "implementation_private": True,
    "implementation_signed": True,
    "implementation_transition": True,
    "implementation_append": True,
    "plan_road": "DOCUMENT",
    "default_status": "approved",
    "default_user_id": "$ann",
    "default_content_hash": "0" * 64,
    "install_mode": True,
    "tracking_disable": True,
    "active_test": False,
}
DAYS = {"date_start": "2026-01-01", "date_end": "2099-01-01", "reason": "forged"}

#: The ledger: made by the server alone.
LEDGER = [
    (who, "access", *attack)
    for who in EVERYONE
    for model in (
        SIGNATURE,
        "implementation.content",
        "implementation.event",
        "implementation.author",
        "implementation.signing",
    )
    for attack in (
        (
            model,
            "create",
            [{"plan_id": "$plan", "approval_id": "$sre", "user_id": "$ann"}],
        ),
        (model, "write", [[1], {"plan_id": "$plan"}]),
        (model, "unlink", [[1]]),
        (model, "copy", [[1]]),
        (model, "web_save", [[], {"plan_id": "$plan"}, {}]),
        (model, "create", [{"plan_id": "$plan"}], HOSTILE_CONTEXT),
    )
]

#: What the server keeps of a request, by every road that leads to its row.
REQUEST = [
    *[
        (who, "approval_private", APPROVAL, "write", [["$sre"], {name: value}], context)
        for who in ("sign_planner", "sign_mighty", "admin")
        for name, value in PRIVATE.items()
        for context in ({}, HOSTILE_CONTEXT)
    ],
    *[
        (who, "access", *write(APPROVAL, "sre", {name: value}))
        for who in ("sign_portal", "sign_ann", "sign_outsider")
        for name, value in PRIVATE.items()
    ],
    *[
        ("sign_planner", "approval_private", *attack)
        for attack in (
            create(APPROVAL, {"plan_id": "$plan", "status": "approved"}),
            create(APPROVAL, {"plan_id": "$plan", "is_requested": True}),
            (APPROVAL, "copy", [["$sre"], {"status": "approved"}]),
            (APPROVAL, "web_save", [["$sre"], {"status": "approved"}, {}]),
            write(
                "implementation.plan",
                "plan",
                {"approval_ids": [[1, "$sre", {"status": "approved"}]]},
            ),
            write(
                "implementation.plan",
                "plan",
                {"approval_ids": [[0, 0, {"status": "approved"}]]},
            ),
        )
    ],
    *[
        (who, "access", *action(APPROVAL, "sre", method, *args))
        for who in ("sign_ann", "sign_mighty", "admin")
        for method, *args in (
            ("_write_privately", {"status": "approved"}),
            ("_sign_on_screen", {}),
            ("_sign", {}, "screen", "password"),
            ("_after_signature", 1),
            ("_settle",),
            ("_reject", "x"),
            ("_ask",),
        )
    ],
    ("sign_ann", "role_required", *action(APPROVAL, "sre", "action_request")),
    ("sign_ann", "role_required", *action(APPROVAL, "sre", "action_withdraw")),
    ("sign_ann", "role_required", *action(APPROVAL, "sre", "action_remind")),
    ("sign_portal", "any", *action(APPROVAL, "sre", "action_withdraw")),
]

#: Signing: off over RPC, and never for another.
SIGNING = [
    *[
        (
            who,
            "rpc_signing_off",
            *action(APPROVAL, "sre", "sign", {"content_hash": "0"}),
        )
        for who in ("sign_ann", "sign_bea", "sign_outsider", "sign_mighty", "admin")
    ],
    ("sign_portal", "access", *action(APPROVAL, "sre", "sign", {})),
    *[
        (who, "not_asked", *action(APPROVAL, "sre", "reject", {"comment": "no"}))
        for who in ("sign_outsider", "sign_planner", "sign_mighty", "admin")
    ],
    ("sign_portal", "access", *action(APPROVAL, "sre", "reject", {"comment": "no"})),
    ("sign_ann", "comment_required", *action(APPROVAL, "sre", "reject", {})),
    (
        "sign_mighty",
        "access",
        *write("res.company", "company", {"implementation_rpc_signing": True}),
    ),
    (
        "sign_planner",
        "access",
        *write("res.company", "company", {"implementation_rpc_signing": True}),
    ),
    (
        "sign_mighty",
        "access",
        *create("res.config.settings", {"implementation_rpc_signing": True}),
    ),
]

#: Who one is, and who others are.
PEOPLE = [
    *[
        (
            who,
            "delegation_private",
            *create(
                DELEGATION,
                {
                    "delegator_id": "$ann",
                    "delegate_id": "$outsider",
                    **DAYS,
                },
            ),
        )
        for who in ("sign_outsider", "sign_mighty")
    ],
    *[
        (who, "access", *create(DELEGATION, {"delegate_id": "$outsider", **DAYS}))
        for who in ("sign_portal", "sign_planner")
    ],
    (
        "sign_outsider",
        "delegation_to_self",
        *create(DELEGATION, {"delegate_id": "$outsider", **DAYS}),
    ),
    (
        "sign_ann",
        "delegate_not_approver",
        *create(DELEGATION, {"delegate_id": "$portal_user", **DAYS}),
    ),
    *[
        (
            who,
            "access",
            *create(
                "implementation.team.member",
                {"plan_id": "$plan", "role_id": "$role", "user_id": "$outsider"},
            ),
        )
        for who in ("sign_outsider", "sign_portal")
    ],
    *[
        ("sign_mighty", "access", *write("res.users", who, {"login": "taken"}))
        for who in ("ann", "mighty")
    ],
    ("sign_outsider", "any", *write("res.users", "outsider", {"sel_groups_1_9": 1})),
    *[
        (who, "access", *attack)
        for who in ("sign_ann", "sign_planner", "sign_portal")
        for attack in (
            create(POLICY, {"subject_kind": "task", "role_id": "$role"}),
            write(POLICY, "policy", {"active": False}),
            action(POLICY, "policy", "unlink"),
        )
    ],
    ("sign_ann", "access", *write("implementation.role", "role", {"name": "Ops"})),
    (
        "sign_mighty",
        "access",
        *create("ir.actions.server", {"name": "x", "model_id": 1, "state": "code"}),
    ),
    ("sign_ann", "role_required", "implementation.event", "get_bundle", []),
    ("sign_planner", "role_required", "implementation.event", "get_head", []),
    ("sign_planner", "access", "implementation.content", "search_read", [[], ["text"]]),
    ("sign_portal", "access", SIGNATURE, "search_read", [[], ["meaning"]]),
]

ATTACKS = [*LEDGER, *REQUEST, *SIGNING, *PEOPLE]
