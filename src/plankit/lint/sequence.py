# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules about dependencies between tasks, and statuses that contradict them."""

from __future__ import annotations

from collections.abc import Iterator

from plankit.errors import ERROR, INFO, WARNING
from plankit.lint.rule import Check, Context, Problem, Rule, at, name_of, shorten
from plankit.plan import BLOCKED, CANCELLED, CLOSED_STATUSES, DONE, Task


def _resolved(code: str) -> Check:
    """The findings of one code among those of the resolution."""

    def check(context: Context) -> Iterator[Problem]:
        for found in context.resolution.findings:
            if found.code == code:
                yield Problem(
                    message=found.message,
                    hint=found.hint,
                    severity=found.severity,
                    collection=found.collection,
                    key=found.key,
                    field=found.field,
                    ref=found.ref,
                )

    return check


def _before(context: Context, task: Task) -> list[Task]:
    keys = context.resolution.edges.get(task.key, ())
    return [context.tasks[key] for key in keys if key in context.tasks]


def _listed(tasks: list[Task]) -> str:
    return shorten(", ".join(name_of("tasks", task) for task in tasks))


def done_before_predecessor(context: Context) -> Iterator[Problem]:
    for task in context.plan.tasks:
        if task.status != DONE:
            continue
        waiting = [t for t in _before(context, task) if t.status not in CLOSED_STATUSES]
        if waiting:
            name = name_of("tasks", task)
            message = f"{name} is done, but waits for {_listed(waiting)}."
            yield at("tasks", task, "status", message)


def cancelled_predecessor(context: Context) -> Iterator[Problem]:
    for task in context.plan.tasks:
        if task.status in CLOSED_STATUSES:
            continue
        gone = [t for t in _before(context, task) if t.status == CANCELLED]
        if gone:
            name = name_of("tasks", task)
            message = f"{name} waits for {_listed(gone)}, which will never be done."
            yield at("tasks", task, "depends", message)


def blocked_without_reason(context: Context) -> Iterator[Problem]:
    if context.plan.blockers:
        return
    for task in context.plan.tasks:
        if task.status != BLOCKED:
            continue
        if all(t.status in CLOSED_STATUSES for t in _before(context, task)):
            message = f"{name_of('tasks', task)} is blocked, but nothing says by what."
            yield at("tasks", task, "status", message)


RULES = (
    Rule(
        "dangling_dependency",
        WARNING,
        _resolved("dangling_dependency"),
        "A task depends on an id that no task has.",
        "Correct the id, or add the task.",
    ),
    Rule(
        "self_dependency",
        WARNING,
        _resolved("self_dependency"),
        "A task depends on itself.",
        "Take the task's own id out.",
    ),
    Rule(
        "dependency_cycle",
        ERROR,
        _resolved("dependency_cycle"),
        "Tasks wait for each other in a circle, which is spelled out.",
        "Take one of these dependencies out.",
    ),
    Rule(
        "unread_dependency",
        INFO,
        _resolved("unread_dependency"),
        "A dependency is prose that names no task.",
        "Write the id of a task, or list it as an external dependency.",
    ),
    Rule(
        "too_many_dependencies",
        ERROR,
        _resolved("too_many_dependencies"),
        "Ranges and wildcards mean more dependencies than can be followed.",
        "Name the last tasks only; what they wait for is implied.",
    ),
    Rule(
        "done_before_predecessor",
        WARNING,
        done_before_predecessor,
        "A task is done while a task it waits for is open.",
        "Finish the predecessor, or take the dependency out.",
    ),
    Rule(
        "cancelled_predecessor",
        WARNING,
        cancelled_predecessor,
        "An open task waits for a cancelled one.",
        "Decide: drop the dependency, or cancel the task as well.",
    ),
    Rule(
        "blocked_without_reason",
        INFO,
        blocked_without_reason,
        "A task is blocked, but no predecessor is open and no blocker is listed.",
        "List what blocks it under Internal Blockers.",
    ),
)
