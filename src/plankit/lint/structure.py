# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules about the document as a whole: header, phases, ids, open places."""

from __future__ import annotations

from collections.abc import Iterator

from plankit.errors import INFO, WARNING
from plankit.lint.rule import (
    PLACEHOLDER,
    Check,
    Context,
    Problem,
    Rule,
    at,
    header,
    name_of,
    shorten,
)
from plankit.plan import (
    CLOSED_STATUSES,
    DONE,
    HEADER_FIELDS,
    PARENTS,
    item_fields,
)


def empty_plan(context: Context) -> Iterator[Problem]:
    if not (context.plan.phases or context.plan.tasks):
        yield Problem(message="The plan has neither phases nor tasks.")


def _missing(field: str, label: str) -> Check:
    def check(context: Context) -> Iterator[Problem]:
        if not getattr(context.plan, field).strip():
            yield header(field, f"The header names no {label}.")

    return check


def _unfilled(text: str) -> str:
    names = dict.fromkeys(PLACEHOLDER.findall(text))
    listed = ", ".join(f"{{{name}}}" for name in names)
    return f"Not filled in yet: {shorten(listed)}."


def unresolved_placeholder(context: Context) -> Iterator[Problem]:
    for field in HEADER_FIELDS:
        text = getattr(context.plan, field)
        found = PLACEHOLDER.search(text) if field != "extra" else None
        if found:
            yield header(field, _unfilled(text), text.count("\n", 0, found.start()))
    for collection, item in context.plan.walk():
        for field in item_fields(collection):
            text = getattr(item, field)
            readable = isinstance(text, str) and field not in PARENTS
            if readable and PLACEHOLDER.search(text):
                yield at(collection, item, field, _unfilled(text))


def duplicate_id(context: Context) -> Iterator[Problem]:
    seen: set[str] = set()
    for task in context.plan.tasks:
        if task.ref and task.ref in seen:
            message = f"The id {shorten(task.ref)} is used more than once."
            yield at("tasks", task, "ref", message)
        seen.add(task.ref)


def phase_without_tasks(context: Context) -> Iterator[Problem]:
    for phase in context.plan.phases:
        if not context.tasks_of(phase):
            message = f"{name_of('phases', phase)} has no tasks."
            yield at("phases", phase, "", message)


def phase_without_goal(context: Context) -> Iterator[Problem]:
    for phase in context.plan.phases:
        if not phase.goal.strip():
            message = f"{name_of('phases', phase)} has no goal."
            yield at("phases", phase, "goal", message)


def phase_without_deliverables(context: Context) -> Iterator[Problem]:
    held = {item.phase for item in context.plan.deliverables}
    for phase in context.plan.phases:
        if phase.key not in held:
            message = f"{name_of('phases', phase)} delivers nothing."
            yield at("phases", phase, "", message)


def missing_verification(context: Context) -> Iterator[Problem]:
    held = {check.phase for check in context.plan.checks}
    for phase in context.plan.phases:
        if phase.key not in held:
            message = f"{name_of('phases', phase)} has no verification commands."
            yield at("phases", phase, "", message)


def phase_claimed_done(context: Context) -> Iterator[Problem]:
    for phase in context.plan.phases:
        waiting = [
            name_of("tasks", task)
            for task in context.tasks_of(phase)
            if task.status not in CLOSED_STATUSES
        ]
        if phase.status == DONE and waiting:
            message = (
                f"{name_of('phases', phase)} says done, but {len(waiting)} of its"
                f" tasks are open: {shorten(', '.join(waiting))}."
            )
            yield at("phases", phase, "status", message)


def task_without_phase(context: Context) -> Iterator[Problem]:
    if not context.plan.phases:
        return
    for task in context.plan.tasks:
        if not task.phase:
            message = f"{name_of('tasks', task)} belongs to no phase."
            yield at("tasks", task, "", message)


def _header_rule(code: str, field: str, label: str, example: str) -> Rule:
    doc = f"The header names no {label}."
    hint = f"Add a line such as {example} below the title."
    return Rule(code, INFO, _missing(field, label), doc, hint)


RULES = (
    Rule(
        "empty_plan",
        WARNING,
        empty_plan,
        "The plan has neither phases nor tasks.",
        "Add a phase with a table of tasks.",
    ),
    _header_rule("missing_slug", "slug", "slug", "**Slug**: `my-plan`"),
    _header_rule("missing_version", "version", "version", "**Version**: 0.1.0"),
    _header_rule("missing_owner", "owner", "owner", "**Owner**: Platform Team"),
    _header_rule(
        "missing_date", "date_updated", "date", "**Last Updated**: 2026-01-31"
    ),
    Rule(
        "unresolved_placeholder",
        WARNING,
        unresolved_placeholder,
        "A `{placeholder}` of the template still stands in the plan.",
        "Write the value in its place.",
    ),
    Rule(
        "duplicate_id",
        WARNING,
        duplicate_id,
        "Two tasks have the same id, so that a dependency on it has two meanings.",
        "Give every task an id of its own.",
    ),
    Rule(
        "phase_without_tasks",
        WARNING,
        phase_without_tasks,
        "A phase has no tasks.",
        "Add its tasks, or take the phase out.",
    ),
    Rule(
        "phase_without_goal",
        INFO,
        phase_without_goal,
        "A phase says what is done but not what for.",
        "Add a **Goal** line below its heading.",
    ),
    Rule(
        "phase_without_deliverables",
        INFO,
        phase_without_deliverables,
        "A phase has no deliverables, so that nobody can accept it.",
        "Add a Deliverables section with a checkbox for each.",
    ),
    Rule(
        "missing_verification",
        WARNING,
        missing_verification,
        "A phase has no verification commands: done would be an opinion.",
        "Add a Verification section with commands that fail when it is not done.",
    ),
    Rule(
        "phase_claimed_done",
        WARNING,
        phase_claimed_done,
        "The heading of a phase says done while tasks in it are open.",
        "Finish or cancel the tasks, or take the claim back.",
    ),
    Rule(
        "task_without_phase",
        INFO,
        task_without_phase,
        "A task belongs to no phase though the plan has phases.",
        "Move the task below the phase it belongs to.",
    ),
)
