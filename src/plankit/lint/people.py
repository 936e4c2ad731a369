# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules about who does, who owns and who signs."""

from __future__ import annotations

from collections.abc import Iterator

from plankit.errors import INFO, WARNING
from plankit.lint.rule import (
    Context,
    Problem,
    Rule,
    at,
    each_or_all,
    header,
    is_empty,
    is_open,
    shorten,
)
from plankit.plan import CLOSED_STATUSES, Item

_OWNED = ("tasks", "risks", "dependencies", "blockers")
_SIGNED = frozenset({"approved", "rejected"})


def _owners(context: Context) -> Iterator[tuple[str, Item | None, str]]:
    """Where each owner of the plan stands, the header's first."""
    yield "", None, context.plan.owner
    for collection in _OWNED:
        for item in context.plan.items(collection):
            yield collection, item, getattr(item, "owner", "")


def owner_without_person(context: Context) -> Iterator[Problem]:
    if context.people is None:
        return
    filled = {name.casefold() for pair in context.people.items() for name in pair}
    filled -= {role.casefold() for role, person in context.people.items() if not person}
    for collection, item, owner in _owners(context):
        role = owner.strip()
        if not role or is_open(role) or role.casefold() in filled:
            continue
        filled.add(role.casefold())
        message = f"Nobody fills the role {shorten(role)}."
        if item is None:
            yield header("owner", message)
        else:
            yield at(collection, item, "owner", message)


def unassigned_task(context: Context) -> Iterator[Problem]:
    tasks = [task for task in context.plan.tasks if task.status not in CLOSED_STATUSES]
    return each_or_all("tasks", tasks, is_empty("owner"), "owner", "owner")


def no_approvals(context: Context) -> Iterator[Problem]:
    if not context.plan.approvals and (context.plan.phases or context.plan.tasks):
        yield Problem(message="Nobody is asked to approve the plan.")


def approval_without_person(context: Context) -> Iterator[Problem]:
    for approval in context.plan.approvals:
        if not approval.name.strip():
            role = shorten(approval.role) or "a role without a name"
            message = f"Nobody is named to approve as {role}."
            yield at("approvals", approval, "name", message)


def approved_without_date(context: Context) -> Iterator[Problem]:
    for approval in context.plan.approvals:
        if approval.status in _SIGNED and not approval.date.strip():
            role = shorten(approval.role)
            message = f"{role} is {approval.status}, but nothing says when."
            yield at("approvals", approval, "date", message)


def self_approval(context: Context) -> Iterator[Problem]:
    owner = context.plan.owner.strip().casefold()
    for approval in context.plan.approvals:
        name = approval.name.strip()
        if name and not is_open(name) and name.casefold() == owner:
            message = f"{shorten(name)} owns the plan and approves it."
            yield at("approvals", approval, "name", message)


def one_person_many_approvals(context: Context) -> Iterator[Problem]:
    roles: dict[str, str] = {}
    for approval in context.plan.approvals:
        name = approval.name.strip()
        if not name or is_open(name):
            continue
        first = roles.setdefault(name.casefold(), approval.role)
        if first != approval.role:
            message = (
                f"{shorten(name)} approves as {shorten(first)}"
                f" and as {shorten(approval.role)}."
            )
            yield at("approvals", approval, "name", message)


RULES = (
    Rule(
        "owner_without_person",
        WARNING,
        owner_without_person,
        "A role owns something in the plan, but no person fills the role.",
        "Fill the role in the plan's team.",
    ),
    Rule(
        "unassigned_task",
        WARNING,
        unassigned_task,
        "An open task has no owner.",
        "Name the role or person who does it.",
    ),
    Rule(
        "no_approvals",
        INFO,
        no_approvals,
        "Nobody is asked to approve the plan.",
        "Add an Approval section with the roles that must sign.",
    ),
    Rule(
        "approval_without_person",
        WARNING,
        approval_without_person,
        "An approval names a role, but no person.",
        "Name the person who will sign for the role.",
    ),
    Rule(
        "approved_without_date",
        WARNING,
        approved_without_date,
        "An approval was given, but nothing says when.",
        "Add the date. It stays a claim until the approval is signed in the suite.",
    ),
    Rule(
        "self_approval",
        WARNING,
        self_approval,
        "The owner of the plan approves it.",
        "Ask another person to approve.",
    ),
    Rule(
        "one_person_many_approvals",
        INFO,
        one_person_many_approvals,
        "One person approves in several roles.",
        "Ask another person for one of the roles.",
    ),
)
