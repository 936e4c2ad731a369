# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One heading a task, with its fields below as named lines and its boxes."""

from __future__ import annotations

from dataclasses import dataclass

from plankit.markdown import synonyms
from plankit.markdown.blocks import Block, ItemList, Paragraph, Section
from plankit.markdown.draft import Draft, Value
from plankit.markdown.keylines import label_above, named_lines
from plankit.markdown.phaseheading import Piece, heading_tail, phase_heading
from plankit.markdown.places import LINE, SECTIONS, Anchor, Home, Place
from plankit.markdown.readheader import line_value
from plankit.markdown.readlists import read_list
from plankit.markdown.spans import Source, Span
from plankit.markdown.taskline import match_id
from plankit.markdown.tasklist import has_boxes, read_boxes

#: Fields that nobody writes below a heading that is no task.
_TELLING = frozenset({"owner", "depends", "status", "estimate"})
_MARKED = ("acceptance", "done_definition")


@dataclass(frozen=True, slots=True)
class TaskHeading:
    """Pieces are offsets inside the heading's text."""

    title: Piece
    ref: Piece | None = None
    estimate: Piece | None = None
    status: Piece | None = None
    worded: bool = False


def task_heading(text: str) -> TaskHeading | None:
    """Id and title of a heading that may open a task.

    >>> found = task_heading("TASK-215: Module Specifications (8 Modules)")
    >>> found.ref.text, found.title.text
    ('TASK-215', 'Module Specifications (8 Modules)')
    >>> task_heading("Task 1.1: Create tables (4 hours) ✅").estimate.text
    '4 hours'
    """
    if len(text) > 400 or phase_heading(text):
        return None
    skip = len(text) - len(text.lstrip("☐⬜✅🔄⏳🚧❌ \t"))
    found = match_id(text[skip:])
    start = skip + found.end() if found else skip
    title, estimate, status = heading_tail(text, start, None)
    if not title.text:
        return None
    ref = None
    if found:
        first, last = (skip + at for at in found.span("ref"))
        ref = Piece(text[first:last], first, last)
    worded = bool(found) and text[skip:].casefold().lstrip("*[").startswith("task")
    return TaskHeading(title, ref, estimate, status, worded)


def opens_task(
    section: Section, source: Source, found: TaskHeading, in_work: bool, known: bool
) -> bool:
    """Whether a heading with that form is a task.

    ``in_work`` is true in a phase or below a heading for tasks; ``known`` where
    its id is that of a task in a table.
    """
    if known or (found.ref and found.worded):
        return True
    fields = {name for name, _line in named_lines(section.blocks, source, "tasks")}
    telling = len(fields & _TELLING)
    if found.ref:
        return telling > 0
    return in_work and telling > 1


def read_task_section(
    draft: Draft, section: Section, found: TaskHeading, home: Home
) -> str:
    """Keep the task of a section, or complete the one of that id, with its boxes."""
    values, extra = _values(draft, section, found)
    known = draft.listed.get(values["ref"].value) if "ref" in values else None
    if known:
        draft.complete("tasks", known, values, extra)
        key = known
    else:
        anchor = Anchor(home, section.first, section.last, section)
        key = draft.add(home, values, extra, anchor)
        if "ref" in values:
            draft.headed[values["ref"].value] = key
    phase = draft.rows["tasks"][key]["phase"]
    _read_lists(draft, section, key, phase)
    return key


def task_home(section: Section, phase: str) -> Home:
    """The home of the tasks that are sections beside this one."""
    parent = section.parent or section
    return Home("tasks", SECTIONS, parent.first, parent.last, parent, phase)


def _values(
    draft: Draft, section: Section, found: TaskHeading
) -> tuple[dict[str, Value], list[tuple[str, Value]]]:
    values = {"title": _heading_value(section, found.title)}
    if found.ref:
        values["ref"] = _heading_value(section, found.ref)
    if found.estimate:
        values["estimate"] = _heading_value(section, found.estimate)
    if found.status:
        place = _heading_value(section, found.status).place
        known = synonyms.status(found.status.text) or ""
        values["status"] = Value(known, place)
    extra: list[tuple[str, Value]] = []
    for name, line in named_lines(section.blocks, draft.source, "tasks"):
        if name and name not in values:
            values[name] = line_value(draft, "tasks", name, line)
        elif not name and line.value.text:
            extra.append((line.label, Value(line.value.text, line.place)))
    return values, extra


def _heading_value(section: Section, piece: Piece) -> Value:
    at = section.heading.span.start if section.heading else 0
    return Value(piece.text, Place(Span(at + piece.start, at + piece.end), LINE))


def _read_lists(draft: Draft, section: Section, task: str, phase: str) -> None:
    """Boxes below the heading, whatever stands between; the label is their group.

    A bare list of deliverables is one of the phase.
    """
    for below in section.walk():
        group = "" if below is section else below.title
        previous: Block | None = None
        for block in below.blocks:
            if isinstance(block, ItemList):
                label = _label(previous) or group
                kind = synonyms.heading_kind(label) if label else None
                if kind == "deliverables" and not has_boxes(block):
                    read_list(draft, block, kind, phase)
                else:
                    read_boxes(draft, block.items, task, label, kind in _MARKED)
            previous = block


def _label(previous: Block | None) -> str:
    """A bold line above a list, or a plain one that ends with a colon."""
    label = label_above(previous)
    if label or not isinstance(previous, Paragraph) or not previous.lines:
        return label
    last = previous.lines[-1].text
    return last.rstrip(":： ") if last.endswith((":", "：")) and len(last) < 80 else ""
