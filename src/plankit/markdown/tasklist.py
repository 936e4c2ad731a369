# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lists of tasks: the top item is the task, nested boxes are its checklist."""

from __future__ import annotations

from collections.abc import Sequence

from plankit.markdown import synonyms
from plankit.markdown.blocks import (
    Block,
    ItemList,
    ListItem,
    Paragraph,
    SectionContext,
)
from plankit.markdown.draft import Draft, Value
from plankit.markdown.keylines import key_line
from plankit.markdown.phaseheading import phase_heading
from plankit.markdown.places import ITEMS, LINE, MARK, Anchor, Home, Place
from plankit.markdown.spans import Span
from plankit.markdown.taskline import TaskLine, id_test, task_line
from plankit.plan import DONE, IN_PROGRESS, NOT_STARTED

TASKS = "tasks"
#: A list that holds tasks only if the document has none in another form.
MAYBE_TASKS = "maybe_tasks"

#: Kinds of sections and labels whose boxes are no tasks.
NOT_WORK = frozenset(
    {
        *("acceptance", "criteria", "done_definition", "legend", "changelog"),
        *("approvals", "checks", "triggers", "rollback_plan", "rollback_command"),
    }
)
#: Kinds that are a topic of work where the heading has other words as well.
TOPICS = frozenset(
    {
        *("risks", "dependencies", "blockers", "metrics", "log_format", "overview"),
        *("environments", "components", "test_targets", "test_pyramid", "diagram"),
        *("traffic_progression", "migration_strategy", "dependencies_blockers"),
    }
)
#: Kinds whose lists are items of another collection.
_OTHERS = frozenset({"deliverables", "dashboards", "triggers"})
_MARKS = {" ": NOT_STARTED, "x": DONE, "X": DONE}


def list_kind(
    found: ItemList, kind: str, in_phase: bool, context: SectionContext, intro: str = ""
) -> str:
    """``tasks``, ``maybe_tasks``, another collection, or nothing.

    ``kind`` is that of the nearest label or heading with one; ``intro`` is the
    last line of a paragraph directly above the list.
    """
    if has_boxes(found):
        return _boxes_kind(found, kind, in_phase, context)
    if kind in _OTHERS:
        return kind
    if in_phase and _plain_tasks(found, kind, context, intro):
        return MAYBE_TASKS
    return ""


def has_boxes(found: ItemList) -> bool:
    return any(item.mark is not None for item in found.walk())


def intro_line(previous: Block | None) -> str:
    """The last line of a paragraph directly above a list."""
    if isinstance(previous, Paragraph) and previous.lines:
        return previous.lines[-1].text
    return ""


def _boxes_kind(
    found: ItemList, kind: str, in_phase: bool, context: SectionContext
) -> str:
    if _spec_ids(found.items):
        return TASKS
    if kind in _OTHERS:
        return kind
    if kind in NOT_WORK or (kind in TOPICS and not (in_phase and _is_topic(context))):
        return ""
    if in_phase or kind in (TASKS, "phases"):
        return TASKS
    above = [synonyms.heading_kind(title) for title in context.headings]
    near = [known for known in above if known]
    named = bool(near) and near[-1] == TASKS
    at_top = len(context.headings) < 2 and not near
    return TASKS if named or at_top or id_test(found.items) else ""


def _is_topic(context: SectionContext) -> bool:
    """Whether "Encryption Metrics" only speaks about what "Metrics" would list."""
    return synonyms.heading_kind_exact(context.label or context.title) is None


def _spec_ids(items: Sequence[ListItem]) -> bool:
    """Whether the items carry ids nobody gives to a criterion: ``T001``."""
    lines = [task_line(item, True) for item in items if item.mark is not None]
    return any(line.ref and line.ref.text[:1] == "T" for line in lines) and all(
        line.ref for line in lines
    )


def _plain_tasks(
    found: ItemList, kind: str, context: SectionContext, intro: str
) -> bool:
    """Steps of a phase: directly below its heading, or below one for steps."""
    if any(len(item.lines) == 1 and key_line(item.lines[0]) for item in found.items):
        return False
    label = context.label or (intro if intro.endswith((":", "：")) else "")
    if label and synonyms.heading_kind(label) != TASKS and not phase_heading(label):
        return False
    if kind == TASKS:
        return found.ordered or not label
    return not kind and phase_heading(context.title) is not None


def read_task_list(draft: Draft, found: ItemList, phase: str) -> Home:
    """Keep the top items as tasks, the boxes nested below them as checklists."""
    home = draft.home(Home(TASKS, ITEMS, found.first, found.last, found, phase))
    boxed = has_boxes(found)
    numbered = id_test(found.items)
    for item in found.items:
        line = task_line(item, numbered)
        if not line.title.text or (boxed and not _has_box(item)):
            continue
        key = _add(draft, home, item, line)
        read_boxes(draft, item.children, key, "")
    return home


def _has_box(item: ListItem) -> bool:
    return item.mark is not None or any(
        below.mark is not None for child in item.children for below in _down(child)
    )


def _down(item: ListItem) -> list[ListItem]:
    return [item, *(below for child in item.children for below in _down(child))]


def _add(draft: Draft, home: Home, item: ListItem, line: TaskLine) -> str:
    values = {"title": Value(line.title.text, Place(line.title.span, LINE))}
    named = {"ref": line.ref, "depends": line.depends, "estimate": line.estimate}
    for name, piece in named.items():
        if piece:
            values[name] = Value(piece.text, Place(piece.span, LINE))
    if item.mark is not None:
        status = _MARKS.get(item.mark, IN_PROGRESS)
        values["status"] = Value(status, Place(item.mark_span, MARK))
    extra = [(name, Value(p.text, Place(p.span, LINE))) for name, p in line.markers]
    return draft.add(home, values, extra, Anchor(home, item.first, item.last, item))


def read_boxes(
    draft: Draft, items: Sequence[ListItem], task: str, group: str, plain: bool = False
) -> None:
    """Boxes of a task, nested ones below theirs; with ``plain``, bare items too."""
    wanted = [item for item in items if plain or _has_box(item)]
    if not wanted:
        return
    first, last = wanted[0].first, wanted[-1].last
    home = draft.home(Home("checklist", ITEMS, first, last, None, task, (), group))
    pending = [(item, 1) for item in reversed(wanted)]
    while pending:
        item, depth = pending.pop()
        if item.text and (plain or item.mark is not None):
            _add_box(draft, home, item, depth)
        below = depth + (item.mark is not None or plain)
        pending.extend((child, below) for child in reversed(item.children))


def _add_box(draft: Draft, home: Home, item: ListItem, depth: int) -> None:
    values = {
        "name": Value(item.text, Place(item.span, LINE)),
        "done": Value(False),
        "group": Value(home.group),
        "depth": Value(depth),
    }
    if item.mark is not None:
        place = Place(Span(*item.mark_span), MARK)
        values["done"] = Value(item.mark in "xX", place)
    draft.add(home, values, [], Anchor(home, item.first, item.last, item))
