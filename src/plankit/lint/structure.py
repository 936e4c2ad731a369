# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules about the document as a whole: header, phases, ids, open places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plankit.errors import INFO, WARNING
from plankit.lint.rule import (
    Check,
    Context,
    Problem,
    Rule,
    at,
    each_or_all,
    header,
    is_empty,
    name_of,
    placeholders,
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


def _unfilled(found: Sequence[re.Match[str]]) -> str:
    names = dict.fromkeys(match[0] for match in found)
    return f"Not filled in yet: {shorten(', '.join(names))}."


def unresolved_placeholder(context: Context) -> Iterator[Problem]:
    for field in HEADER_FIELDS:
        text = getattr(context.plan, field)
        found = placeholders(text) if isinstance(text, str) else []
        if found:
            line = text.count("\n", 0, found[0].start())
            yield header(field, _unfilled(found), line)
    for collection, item in context.plan.walk():
        for field in item_fields(collection):
            text = getattr(item, field)
            readable = isinstance(text, str) and field not in PARENTS
            found = placeholders(text) if readable else []
            if found:
                yield at(collection, item, field, _unfilled(found))


def duplicate_id(context: Context) -> Iterator[Problem]:
    seen: set[str] = set()
    for task in context.plan.tasks:
        if task.ref and task.ref in seen:
            message = f"The id {shorten(task.ref)} is used more than once."
            yield at("tasks", task, "ref", message)
        seen.add(task.ref)


def _phases(context: Context, held: set[str], what: str) -> Iterator[Problem]:
    """Phases of which no item of a collection says that it belongs to them."""
    phases = context.plan.phases
    return each_or_all("phases", phases, lambda p: p.key not in held, "", what)


def phase_without_tasks(context: Context) -> Iterator[Problem]:
    held = {task.phase for task in context.plan.tasks}
    return _phases(context, held, "tasks")


def phase_without_goal(context: Context) -> Iterator[Problem]:
    phases = context.plan.phases
    return each_or_all("phases", phases, is_empty("goal"), "goal", "goal")


def phase_without_deliverables(context: Context) -> Iterator[Problem]:
    held = {item.phase for item in context.plan.deliverables}
    return _phases(context, held, "deliverables")


def missing_verification(context: Context) -> Iterator[Problem]:
    held = {check.phase for check in context.plan.checks}
    return _phases(context, held, "verification commands")


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
    tasks = context.plan.tasks if context.plan.phases else ()
    return each_or_all("tasks", tasks, is_empty("phase"), "", "phase")


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
