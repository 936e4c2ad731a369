# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The workflows of the suite (``docs/architecture.md`` lists the states)."""

from __future__ import annotations

from plankit.workflow import Transition, Workflow


def _edge(name: str, sources: str, target: str, role: str) -> Transition:
    return Transition(name, frozenset(sources.split()), target, role)


PLAN = Workflow(
    states=[
        ("draft", "Draft"),
        ("in_review", "In Review"),
        ("approved", "Approved"),
        ("in_progress", "In Progress"),
        ("done", "Done"),
        ("cancelled", "Cancelled"),
    ],
    transitions=[
        _edge("submit", "draft", "in_review", "planner"),
        _edge("approve", "in_review", "approved", "approver"),
        _edge("reject", "in_review", "draft", "approver"),
        _edge("start", "approved", "in_progress", "planner"),
        _edge("complete", "in_progress", "done", "planner"),
        _edge("cancel", "draft in_review approved in_progress", "cancelled", "planner"),
        _edge(
            "reopen",
            "in_review approved in_progress done cancelled",
            "draft",
            "planner",
        ),
    ],
)

PHASE = Workflow(
    states=[
        ("not_started", "Not Started"),
        ("in_progress", "In Progress"),
        ("verifying", "Verifying"),
        ("done", "Done"),
        ("cancelled", "Cancelled"),
    ],
    transitions=[
        _edge("start", "not_started", "in_progress", "planner"),
        _edge("verify", "in_progress", "verifying", "planner"),
        _edge("complete", "verifying", "done", "planner"),
        _edge("cancel", "not_started in_progress verifying", "cancelled", "planner"),
        _edge("reopen", "verifying done cancelled", "in_progress", "planner"),
    ],
)

DELIVERABLE = Workflow(
    states=[("open", "Open"), ("accepted", "Accepted")],
    transitions=[
        _edge("accept", "open", "accepted", "planner"),
        _edge("reopen", "accepted", "open", "planner"),
    ],
)

BLOCKER = Workflow(
    states=[("open", "Open"), ("resolved", "Resolved")],
    transitions=[
        _edge("resolve", "open", "resolved", "planner"),
        _edge("reopen", "resolved", "open", "planner"),
    ],
)

DEPENDENCY = Workflow(
    states=[
        ("pending", "Pending"),
        ("available", "Available"),
        ("cancelled", "Cancelled"),
    ],
    transitions=[
        _edge("receive", "pending", "available", "planner"),
        _edge("cancel", "pending", "cancelled", "planner"),
        _edge("reopen", "available cancelled", "pending", "planner"),
    ],
)

RISK = Workflow(
    states=[
        ("open", "Open"),
        ("mitigating", "Mitigating"),
        ("accepted", "Accepted"),
        ("closed", "Closed"),
        ("occurred", "Occurred"),
    ],
    transitions=[
        _edge("mitigate", "open", "mitigating", "planner"),
        _edge("accept", "open mitigating", "accepted", "approver"),
        _edge("close", "open mitigating accepted occurred", "closed", "planner"),
        _edge("occur", "open mitigating accepted", "occurred", "planner"),
        _edge("reopen", "mitigating accepted closed occurred", "open", "planner"),
    ],
)

APPROVAL = Workflow(
    states=[
        ("pending", "Pending"),
        ("approved", "Approved"),
        ("rejected", "Rejected"),
        ("void", "Void"),
        ("withdrawn", "Withdrawn"),
    ],
    transitions=[
        _edge("sign", "pending void", "approved", "approver"),
        _edge("reject", "pending void", "rejected", "approver"),
        # No one voids by hand: the server does, when signed content changes.
        _edge("void", "pending approved", "void", "manager"),
        _edge("withdraw", "pending approved rejected void", "withdrawn", "planner"),
        _edge("renew", "rejected void withdrawn", "pending", "planner"),
    ],
)

#: Agents and the server move a job; a person only cancels and retries.
JOB = Workflow(
    states=[
        ("queued", "Queued"),
        ("leased", "Running"),
        ("succeeded", "Succeeded"),
        ("failed", "Failed"),
        ("cancelled", "Cancelled"),
        ("lost", "Lost"),
    ],
    transitions=[
        _edge("lease", "queued", "leased", "runner"),
        _edge("offer", "leased", "queued", "runner"),
        _edge("succeed", "leased", "succeeded", "runner"),
        _edge("fail", "leased", "failed", "runner"),
        _edge("lose", "leased", "lost", "runner"),
        _edge("cancel", "queued leased", "cancelled", "operator"),
        _edge("retry", "failed cancelled lost", "queued", "operator"),
    ],
)

#: The server moves a migration, by what agents report and roles sign.
MIGRATION = Workflow(
    states=[
        ("planned", "Planned"),
        ("rehearsed", "Rehearsed"),
        ("approved", "Approved"),
        ("applied", "Applied"),
        ("rolled_back", "Rolled Back"),
        ("failed", "Failed"),
    ],
    transitions=[
        _edge("rehearse", "planned failed rolled_back", "rehearsed", "operator"),
        _edge("approve", "rehearsed", "approved", "approver"),
        _edge("void", "approved", "rehearsed", "manager"),
        # The ledger of a database says that nothing is half done in it any more.
        _edge("recover", "failed applied", "rehearsed", "operator"),
        # Planned: what cannot be taken back is rehearsed in vain, and signed so.
        _edge(
            "apply",
            "planned rehearsed approved failed rolled_back",
            "applied",
            "operator",
        ),
        _edge("roll_back", "applied failed", "rolled_back", "operator"),
        _edge(
            "fail",
            "planned rehearsed approved applied rolled_back",
            "failed",
            "operator",
        ),
        _edge("edit", "rehearsed approved failed rolled_back", "planned", "planner"),
    ],
)
