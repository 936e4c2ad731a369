# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""New items of lists and new headings of tasks, in the form of their neighbours."""

from __future__ import annotations

import re

from plankit.markdown import synonyms
from plankit.markdown.blocks import ListItem, Section
from plankit.markdown.document import Document
from plankit.markdown.keylines import KeyLine, key_lines
from plankit.markdown.places import Home
from plankit.markdown.reference_phase import box_line
from plankit.markdown.style import Style
from plankit.plan import ChecklistItem, Item, Plan, Task

_NUMBERED = re.compile(r"(\d+)([.)])")
_MARKERS = re.compile(r"\[[^\[\]]*\][ \t]*")
_TEXTS = {"triggers": "text", "tasks": "title"}
#: Fields of a task that may have a line of their own below its heading.
_LINES = ("owner", "depends", "status", "estimate")


class ListWriter:
    def __init__(self, document: Document, plan: Plan, style: Style) -> None:
        self.document = document
        self.source = document.source
        self.plan = plan
        self.style = style

    def lines(self, home: Home, item: Item, beside: str) -> list[str] | None:
        """A list item, and for a task the boxes below it."""
        model = self._model(home, beside)
        if model is None:
            return None
        box = self._box(home, model, item)
        text = self._text(home, model, item)
        if box is None or "\n" in text:
            return None
        head = self._marker(model, bool(beside))
        indent = self._indent(model, item)
        lines = [f"{indent}{head}{box}{text}"]
        if isinstance(item, Task):
            below = indent + " " * len(head)
            lines += [below + line for line in self._checklist(item)]
        return lines

    def _model(self, home: Home, beside: str) -> ListItem | None:
        key = beside or (home.keys[0] if home.keys else "")
        anchor = self.document.anchors.get((home.collection, key))
        return anchor.block if anchor and isinstance(anchor.block, ListItem) else None

    def _checklist(self, task: Task) -> list[str]:
        items = [item for item in self.plan.checklist if item.task == task.key]
        return [box_line(item.name, item.done, item.depth) for item in items]

    def _indent(self, model: ListItem, item: Item) -> str:
        start = self.source.starts[model.first]
        indent = self.source.text[start : model.marker_span.start]
        if not isinstance(item, ChecklistItem):
            return indent
        known = self.document.items.get(("checklist", self._key(model)))
        deeper = item.depth - (known.depth if isinstance(known, ChecklistItem) else 1)
        step = len(model.marker) + 1
        if deeper < 0:
            return indent[: max(len(indent) + deeper * step, 0)]
        return indent + " " * (deeper * step)

    def _key(self, model: ListItem) -> str:
        for (collection, key), anchor in self.document.anchors.items():
            if collection == "checklist" and anchor.block is model:
                return key
        return ""

    def _marker(self, model: ListItem, follows: bool) -> str:
        marker = model.marker
        number = _NUMBERED.fullmatch(marker)
        if number and follows:
            marker = f"{int(number.group(1)) + 1}{number.group(2)}"
        end = model.mark_span.start - 1 if model.mark is not None else model.span.start
        blank = self.source.text[model.marker_span.end : end]
        return f"{marker}{blank if blank.isspace() else ' '}"

    def _box(self, home: Home, model: ListItem, item: Item) -> str | None:
        field = "status" if home.collection == "tasks" else "done"
        value = getattr(item, field, False)
        if model.mark is None:
            return None if value not in (False, "not_started") else ""
        mark = self.style.mark(home.collection, field, value)
        return None if mark is None else f"[{mark}] "

    def _text(self, home: Home, model: ListItem, item: Item) -> str:
        text = str(getattr(item, _TEXTS.get(home.collection, "name")))
        if not isinstance(item, Task) or not item.ref:
            return text
        return f"{item.ref}{self._joint(home, model)}{text}"

    def _joint(self, home: Home, model: ListItem) -> str:
        """What stands between id and title, without the markers of the model."""
        for key in home.keys:
            if self.document.anchors["tasks", key].block is model:
                places = self.document.places
                ref = places.get(("tasks", key, "ref"))
                title = places.get(("tasks", key, "title"))
                if ref and title:
                    between = self.source.text[ref.span.end : title.span.start]
                    return _MARKERS.sub("", between) or " "
        return " "

    # tasks that are sections

    def section(self, home: Home, item: Task, beside: str) -> list[str] | None:
        """A heading with the lines its neighbour has, for the fields of the task."""
        key = beside or (home.keys[0] if home.keys else "")
        anchor = self.document.anchors.get(("tasks", key))
        if anchor is None or not isinstance(anchor.block, Section):
            return None
        model = anchor.block
        lines = [self._heading(model, key, item), ""]
        for line in key_lines(model.blocks, self.source):
            name = synonyms.label_field("tasks", line.label)
            if name in _LINES:
                lines.append(self._field(line, name, getattr(item, name)))
        if lines[-1]:
            lines.append("")
        boxes = self._checklist(item)
        ahead = [""] if beside and self._unended(model) else []
        return [*ahead, *lines, *boxes, *([""] if boxes else [])]

    def _unended(self, model: Section) -> bool:
        return bool(self.source.line(model.last - 1).strip())

    def _heading(self, model: Section, key: str, item: Task) -> str:
        """The neighbour's heading with this task's id and title."""
        assert model.heading is not None
        start, end = self.source.starts[model.first], self.source.ends[model.first]
        places = self.document.places
        ref, title = places.get(("tasks", key, "ref")), places["tasks", key, "title"]
        if not start <= title.span.start <= end:
            return f"{'#' * model.level} {item.title}"
        head = self.source.text[start : title.span.start]
        if ref and item.ref:
            before = self.source.text[start : ref.span.start]
            joint = self.source.text[ref.span.end : title.span.start]
            head = f"{before}{item.ref}{joint}"
        elif ref or item.ref:
            head = "#" * model.level + " " + (f"{item.ref}: " if item.ref else "")
        return head + item.title

    def _field(self, line: KeyLine, name: str, value: str) -> str:
        """The neighbour's line with another value."""
        index = self.source.number(line.line.span.start) - 1
        start, end = line.value.span
        text = self.style.encode("tasks", name, value)
        before = self.source.text[self.source.starts[index] : start]
        after = self.source.text[end : self.source.ends[index]]
        return f"{before}{text}{after}"
