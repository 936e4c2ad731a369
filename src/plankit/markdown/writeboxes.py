# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Boxes for a task that has none: below its line, its heading, or its table."""

from __future__ import annotations

from plankit.markdown.blocks import ListItem, Section
from plankit.markdown.document import Document
from plankit.markdown.edits import Edits
from plankit.markdown.places import Anchor
from plankit.markdown.reference_phase import box_line, task_blocks
from plankit.markdown.shifted import shifted
from plankit.plan import Plan, Task


class BoxWriter:
    def __init__(self, document: Document, plan: Plan, edits: Edits) -> None:
        self.document = document
        self.source = document.source
        self.plan = plan
        self.edits = edits
        self.headed: set[str] = set()

    def add(self, key: str, group: str) -> bool:
        """All boxes of one group of a task that has none of that group yet."""
        anchor = self.document.anchors.get(("tasks", key))
        task = next((task for task in self.plan.tasks if task.key == key), None)
        if anchor is None or task is None:
            return False
        if isinstance(anchor.block, ListItem):
            return not group and self._below_line(anchor, anchor.block, key)
        if isinstance(anchor.block, Section):
            self._insert(self._own_end(anchor.block), self._boxes(key, group))
            return True
        if key not in self.headed:
            self.headed.add(key)
            self._below_table(anchor, task)
        return True

    def _boxes(self, key: str, group: str) -> list[str]:
        items = [i for i in self.plan.checklist if (i.task, i.group) == (key, group)]
        label = [f"**{group}**:", ""] if group else []
        return [*label, *(box_line(i.name, i.done, i.depth) for i in items)]

    def _below_line(self, anchor: Anchor, item: ListItem, key: str) -> bool:
        start = self.source.starts[item.first]
        margin = self.source.text[start : item.marker_span.start]
        indent = margin + " " * (len(item.marker) + 1)
        lines = [indent + line for line in self._boxes(key, "")]
        self.edits.insert_lines(anchor.last, lines)
        return True

    def _below_table(self, anchor: Anchor, task: Task) -> None:
        """A heading with the task's boxes, where the section of its table ends."""
        section = self._section(anchor.first)
        blocks = task_blocks(self.plan, [task], section.level)[1:]
        lines = "\n\n".join(blocks).split("\n")
        self._insert(self._own_end(section), shifted(lines, section.level + 1))

    def _section(self, line: int) -> Section:
        """The deepest section of a line."""
        found = self.document.tree.root
        while True:
            below = [s for s in found.children if s.first <= line < s.last]
            if not below:
                return found
            found = below[0]

    def _own_end(self, section: Section) -> int:
        """Behind the section's own content, before the headings below it."""
        if section.blocks:
            return section.blocks[-1].last
        return section.first + 1

    def _insert(self, at: int, lines: list[str]) -> None:
        before = at and self.source.line(at - 1).strip()
        behind = at < len(self.source) and self.source.line(at).strip()
        lead, tail = [""] if before else [], [""] if behind else []
        self.edits.insert_lines(at, [*lead, *lines, *tail])
