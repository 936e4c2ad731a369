# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A phase, its tasks, deliverables and verification in the reference layout.

The layout's tables have no place for the boxes of a task: a task that has some
gets a heading of its own below the table, with its boxes under their labels. A
reader finds the row again by its id; a task without one stands there altogether.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from plankit.markdown.phaseheading import phase_heading as opens_phase
from plankit.markdown.reference_text import fence
from plankit.markdown.reference_words import (
    COLUMNS,
    OPTIONAL_COLUMNS,
    list_text,
    one_line,
    table,
    word,
)
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
#: Depth of the last heading that Markdown has.
_DEEPEST = 6


def box_line(name: str, done: bool, depth: int = 1) -> str:
    indent = "  " * (depth - 1)
    return f"{indent}- [{'x' if done else ' '}] {list_text(name)}"


def boxes(collection: str, items: Sequence[Deliverable | Dashboard]) -> str:
    """A box for each item; a table where some have extra values."""
    if any(item.extra for item in items):
        return table(collection, items)
    return "\n".join(box_line(item.name, item.done) for item in items)


def field_line(label: str, value: str) -> str:
    return f"**{one_line(label)}**: {one_line(value)}"


def phase_heading(plan: Plan, phase: Phase) -> str:
    """``Phase 1: Foundation`` for ``P1``, ``M1: Start`` for ``M1``.

    A heading that no reader would take for a phase gets its place as number.
    """
    number = _PHASE_CODE.match(phase.code)
    label = f"Phase {number.group(1)}" if number else phase.code
    text = ": ".join(one_line(part) for part in (label, phase.name) if part)
    if opens_phase(text):
        return text
    used = {other.code for other in plan.phases}
    place = plan.phases.index(phase) + 1
    while f"P{place}" in used:
        place += len(plan.phases)
    return f"Phase {place}: {text}" if text else f"Phase {place}"


def verification(checks: Sequence[Check]) -> str:
    """The commands in one block, each below its name as a comment."""
    parts = []
    for check in checks:
        comment = "\n".join(f"# {line}" for line in check.name.splitlines())
        parts.append("\n".join(part for part in (comment, check.command) if part))
    return fence("\n\n".join(parts), "bash")


def _checklist(items: Iterable[ChecklistItem]) -> list[str]:
    """Boxes below their labels; those without one first, where no label stands."""
    groups: dict[str, list[str]] = {"": []}
    for item in items:
        line = box_line(item.name, item.done, item.depth)
        groups.setdefault(item.group, []).append(line)
    blocks: list[str] = []
    for label, lines in groups.items():
        blocks += [f"**{one_line(label)}**:"] if label else []
        blocks += ["\n".join(lines)] if lines else []
    return blocks


def _task_blocks(task: Task, items: Sequence[ChecklistItem], level: int) -> list[str]:
    title = ": ".join(one_line(part) for part in (task.ref, task.title) if part)
    heading = f"{'#' * min(level, _DEEPEST)} {title}"
    told = [] if task.ref else ["\n".join(_task_fields(task))]
    return [heading, *told, *_checklist(items)]


def _task_fields(task: Task) -> list[str]:
    shown = (*COLUMNS["tasks"][2:], *OPTIONAL_COLUMNS["tasks"])
    lines = [
        field_line(label, word("tasks", field, getattr(task, field)) or "-")
        for label, field in shown
        if field != "estimate" or task.estimate
    ]
    return lines + [field_line(label, text) for label, text in task.extra]


def task_blocks(plan: Plan, tasks: Sequence[Task], level: int) -> list[str]:
    """The table of tasks, then the boxes of those that have some."""
    keys = {task.key for task in tasks}
    items: dict[str, list[ChecklistItem]] = {}
    for item in plan.checklist:
        if item.task in keys:
            items.setdefault(item.task, []).append(item)
    rows = [task for task in tasks if task.ref or task.key not in items]
    blocks = [table("tasks", rows)] if rows else []
    for task in tasks:
        if task.key in items:
            blocks += _task_blocks(task, items[task.key], level + 1)
    return blocks


def section_blocks(plan: Plan, name: str, phase: str, level: int) -> list[str]:
    """Tasks, deliverables or checks of one phase, or of none, without heading."""
    if name == "tasks":
        tasks = [task for task in plan.tasks if task.phase == phase]
        return task_blocks(plan, tasks, level) if tasks else []
    if name == "deliverables":
        found = [item for item in plan.deliverables if item.phase == phase]
        return [boxes("deliverables", found)] if found else []
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
