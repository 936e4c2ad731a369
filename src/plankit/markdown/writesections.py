# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""New sections, in the reference layout, at the place the layout gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from plankit.keys import parent_field
from plankit.markdown.blocks import Block, Fence, Paragraph, Section
from plankit.markdown.document import Document
from plankit.markdown.edits import Edits
from plankit.markdown.places import Home
from plankit.markdown.reference import (
    PHASE_SECTIONS,
    SECTIONS,
    render_phase,
    render_section,
    section,
)
from plankit.markdown.shifted import shifted
from plankit.markdown.writeboxes import BoxWriter
from plankit.plan import COLLECTIONS, Item, Phase, Plan

_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")


class SectionWriter:
    def __init__(self, document: Document, plan: Plan, edits: Edits) -> None:
        self.document = document
        self.plan = plan
        self.edits = edits
        self.source = document.source
        self.boxes = BoxWriter(document, plan, edits)

    # collections and texts that have no section yet

    def add(
        self, collection: str, parent: str, group: str, items: Sequence[Item]
    ) -> bool:
        """A section for items without a home; ``False`` where there can be none."""
        above = parent_field(collection)
        if above == "task":
            return self.boxes.add(parent, group)
        if collection not in _LAYOUT:
            return False
        values: dict[str, Any] = {name: () for name in COLLECTIONS}
        values["phases"] = self.plan.phases
        values["checklist"] = self._checklist(collection, items)
        values[collection] = tuple(items)
        part = replace(self.plan, **values)
        phase = parent if above == "phase" else ""
        text = render_section(part, collection, phase)
        if not text:
            return False
        self._place(collection, phase, text.rstrip("\n").split("\n"))
        return True

    def _checklist(self, collection: str, items: Sequence[Item]) -> tuple[Item, ...]:
        if collection != "tasks":
            return ()
        keys = {item.key for item in items}
        return tuple(item for item in self.plan.checklist if item.task in keys)

    def add_text(self, name: str) -> bool:
        """A section for a text of the header."""
        empty: dict[str, Any] = {collection: () for collection in COLLECTIONS}
        text = render_section(replace(self.plan, **empty), name)
        if not text:
            return False
        self._place(name, "", text.rstrip("\n").split("\n"))
        return True

    def _place(self, name: str, phase: str, lines: list[str]) -> None:
        there = self.document.sections.get((name, phase))
        if there is not None:
            self._below(there, lines[2:])
        elif phase:
            self._in_phase(name, phase, lines)
        else:
            self._in_document(name, lines)

    def _below(self, there: Section, lines: list[str]) -> None:
        """Content for a heading that has none."""
        self._insert(there.first + 1, ["", *lines], False)

    def _in_phase(self, name: str, phase: str, lines: list[str]) -> None:
        block = self.document.anchors["phases", phase].block
        assert isinstance(block, Section)
        names = [found.name for found in PHASE_SECTIONS]
        lines = shifted(lines, block.level + 1)
        for later in names[names.index(name) + 1 :]:
            there = self.document.sections.get((later, phase))
            if there is not None:
                self._insert(there.first, lines, True)
                return
        self._insert(self._content_end(block), lines, True)

    def _in_document(self, name: str, lines: list[str]) -> None:
        found = section(name)
        group = self.document.sections.get((found.parent, ""))
        if found.parent and group is None:
            head = section(found.parent)
            title = f"{'#' * head.level} {head.heading}"
            lines = [title, "", *shifted(lines, head.level + 1)]
            self._insert(self._later(found.parent, ""), lines, True)
            return
        if group is not None:
            lines = shifted(lines, group.level + 1)
        self._insert(self._later(name, found.parent), lines, True)

    def _later(self, name: str, parent: str) -> int:
        """The line before which a section stands: the next one that is there."""
        names = [found.name for found in SECTIONS]
        siblings = {found.name for found in SECTIONS if found.parent == parent}
        for later in names[names.index(name) + 1 :]:
            there = self.document.sections.get((later, ""))
            if there is not None and later in siblings:
                return there.first
        group = self.document.sections.get((parent, "")) if parent else None
        return self._content_end(group or self.document.tree.root)

    def _content_end(self, found: Section) -> int:
        """Behind the section's content, before blank lines and rules at its end."""
        last = min(found.last, len(self.source))
        last = self._trim(found.first, last)
        if found.level == 0 and self._is_signature(found):
            return self._trim(found.first, self._signature(found))
        return last

    def _trim(self, first: int, last: int) -> int:
        while last > first + 1 and self._is_blank_or_rule(last - 1):
            last -= 1
        return self._before_open_fence(last)

    def _before_open_fence(self, last: int) -> int:
        """A block that nobody closed swallows all that is written behind it."""
        found = self.document.tree.root
        while found.children:
            found = found.children[-1]
        block = found.blocks[-1] if found.blocks else None
        if isinstance(block, Fence) and not block.closed and block.first < last:
            return found.first
        return last

    def _is_blank_or_rule(self, index: int) -> bool:
        line = self.source.line(index)
        return not line.strip() or bool(_RULE.match(line))

    def _last_blocks(self, found: Section) -> list[Block]:
        while found.children:
            found = found.children[-1]
        return found.blocks

    def _is_signature(self, found: Section) -> bool:
        """A line in italics below a rule closes the document."""
        blocks = self._last_blocks(found)
        last = blocks[-1] if blocks else None
        return (
            isinstance(last, Paragraph)
            and len(blocks) > 1
            and type(blocks[-2]) is Block
            and last.text[:1] in "*_"
        )

    def _signature(self, found: Section) -> int:
        return self._last_blocks(found)[-1].first

    def _insert(self, at: int, lines: list[str], apart: bool) -> None:
        """Lines before line ``at``, with blank ones around them where needed."""
        if apart and at and self.source.line(at - 1).strip():
            lines = ["", *lines]
        behind = at < len(self.source) and self.source.line(at).strip()
        self.edits.insert_lines(at, [*lines, ""] if behind else lines)

    # phases

    def phase(self, home: Home, item: Item, beside: str) -> list[str] | None:
        """A new phase with all that stands below it, like its siblings."""
        if not isinstance(item, Phase):
            return None
        sibling = self._sibling(home, beside)
        lines = render_phase(self.plan, item.key).rstrip("\n").split("\n")
        if sibling is None or sibling.heading is None:
            return [*lines, ""]
        lines = shifted(lines, sibling.level)
        lines[0] = self._heading(sibling, item, lines[0])
        ruled = self._ruled(sibling)
        tail = ["", ruled, ""] if ruled else [""]
        ahead = self.source.line(sibling.last - 1).strip() if beside else ""
        return [*([""] if ahead else []), *lines, *tail]

    def _sibling(self, home: Home, beside: str) -> Section | None:
        key = beside or (home.keys[0] if home.keys else "")
        anchor = self.document.anchors.get(("phases", key))
        return anchor.block if anchor and isinstance(anchor.block, Section) else None

    def _heading(self, sibling: Section, item: Phase, line: str) -> str:
        """The new heading with the sibling's mark between number and name."""
        number, mark, name = line.partition(": ")
        known = re.search(r"\d([ \t]*(?:--+|—|–|-|\.|:)[ \t]+)", sibling.title)
        return f"{number}{known.group(1)}{name}" if mark and known else line

    def _ruled(self, sibling: Section) -> str:
        """The rule that closes the sibling, if one does."""
        for index in range(sibling.last - 1, sibling.first, -1):
            line = self.source.line(index)
            if line.strip():
                return line if _RULE.match(line) else ""
        return ""


_LAYOUT = {found.name for found in (*SECTIONS, *PHASE_SECTIONS)}
