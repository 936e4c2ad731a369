# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A phase, its tasks, deliverables and verification in the reference layout.

The layout's tables have no place for the boxes of a task: a task that has some
gets a heading of its own below the table, with its boxes under their labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from plankit.markdown.reference_text import fence
from plankit.markdown.reference_words import one_line, table, word
from plankit.plan import (
    Check,
    ChecklistItem,
    Dashboard,
    Deliverable,
    Phase,
    Plan,
    Task,
)

_PHASE_CODE = re.compile(r"^P(\d+(?:\.\d+)*)$")


def box_line(name: str, done: bool, depth: int = 1) -> str:
    indent = "  " * (depth - 1)
    return f"{indent}- [{'x' if done else ' '}] {one_line(name)}"


def boxes(items: Iterable[Deliverable | Dashboard]) -> str:
    return "\n".join(box_line(item.name, item.done) for item in items)


def field_line(label: str, value: str) -> str:
    return f"**{one_line(label)}**: {one_line(value)}"


def phase_heading(phase: Phase) -> str:
    """``Phase 1: Foundation`` for ``P1``; another code is written as it is."""
    number = _PHASE_CODE.match(phase.code)
    label = f"Phase {number.group(1)}" if number else phase.code
    return ": ".join(one_line(part) for part in (label, phase.name) if part)


def verification(checks: Sequence[Check]) -> str:
    """The commands in one block, each below its name as a comment."""
    parts = []
    for check in checks:
        comment = "\n".join(f"# {line}" for line in check.name.splitlines())
        parts.append("\n".join(part for part in (comment, check.command) if part))
    return fence("\n\n".join(parts), "bash")


def _checklist(items: Iterable[ChecklistItem]) -> list[str]:
    """Boxes in runs, each below the label it stands under."""
    blocks: list[str] = []
    group, lines = "", list[str]()
    for item in items:
        if item.group != group:
            blocks += ["\n".join(lines)] if lines else []
            group, lines = item.group, []
            blocks += [f"**{one_line(group)}**:"] if group else []
        lines.append(box_line(item.name, item.done, item.depth))
    return blocks + (["\n".join(lines)] if lines else [])


def _task_blocks(plan: Plan, task: Task, level: int) -> list[str]:
    items = [item for item in plan.checklist if item.task == task.key]
    if not items:
        return []
    title = ": ".join(one_line(part) for part in (task.ref, task.title) if part)
    return [f"{'#' * level} {title}", *_checklist(items)]


def task_blocks(plan: Plan, tasks: Sequence[Task], level: int) -> list[str]:
    """The table of tasks, then the boxes of those that have some."""
    blocks = [table("tasks", tasks)]
    for task in tasks:
        blocks += _task_blocks(plan, task, level + 1)
    return blocks


def section_blocks(plan: Plan, name: str, phase: str, level: int) -> list[str]:
    """Tasks, deliverables or checks of one phase, or of none, without heading."""
    if name == "tasks":
        tasks = [task for task in plan.tasks if task.phase == phase]
        return task_blocks(plan, tasks, level) if tasks else []
    if name == "deliverables":
        found = [item for item in plan.deliverables if item.phase == phase]
        return [boxes(found)] if found else []
    checks = [check for check in plan.checks if check.phase == phase]
    return [verification(checks)] if checks else []


def phase_fields(phase: Phase) -> list[str]:
    """The bold lines below a phase's heading."""
    status = word("phases", "status", phase.status)
    lines = [
        ("Goal", phase.goal),
        ("Duration", phase.duration_text),
        ("Status", status),
        *phase.extra,
    ]
    return [field_line(label, value) for label, value in lines if value]
