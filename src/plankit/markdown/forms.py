# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can be read only when the whole document has been seen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plankit.markdown.blocks import ItemList, Row, Section, SectionContext, Table, Text
from plankit.markdown.columns import TableForm, classify_table
from plankit.markdown.draft import Draft
from plankit.markdown.matrix import blocked, read_matrix, read_sentences
from plankit.markdown.phaseheading import phase_heading
from plankit.markdown.places import Home
from plankit.markdown.spans import Source
from plankit.markdown.taskheading import opens_task, task_heading
from plankit.markdown.tasklist import read_task_list

_DIGITS = re.compile(r"\d{1,4}")


@dataclass(slots=True)
class Pending:
    """Things met on the way, kept for the end."""

    maybe: list[tuple[ItemList, str]] = field(default_factory=list)
    matrices: list[tuple[Table, TableForm]] = field(default_factory=list)
    sentences: list[Text] = field(default_factory=list)
    phases: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[tuple[str, str]] = field(default_factory=list)

    def remember(self, draft: Draft, form: TableForm, home: Home) -> None:
        """Phase and reverse columns of a table that was read."""
        for key in home.keys:
            row = draft.anchors[home.collection, key].block
            if not isinstance(row, Row):
                continue
            if form.phase_column >= 0:
                self.phases.append((key, row.cells[form.phase_column].text))
            if form.blocks_column >= 0 and "depends" not in form.columns:
                ref = draft.rows["tasks"][key].get("ref", "")
                self.blocks.append((ref, row.cells[form.blocks_column].text))

    def finish(self, draft: Draft) -> None:
        if not draft.rows["tasks"]:
            for found, phase in self.maybe:
                read_task_list(draft, found, phase)
        for table, form in self.matrices:
            read_matrix(draft, table, form)
        for ref, text in self.blocks:
            blocked(draft, ref, text)
        read_sentences(draft, self.sentences)
        self._phases(draft)

    def _phases(self, draft: Draft) -> None:
        """A phase column counts where no heading above gives a phase."""
        codes = {row.get("code", ""): key for key, row in draft.rows["phases"].items()}
        for key, text in self.phases:
            task = draft.rows["tasks"][key]
            if not task.get("phase") and (phase := codes.get(phase_code(text))):
                task["phase"] = phase


def phase_code(text: str) -> str:
    """The code a phase column means: ``1``, ``P1`` and ``Phase 1`` are one.

    >>> phase_code("1"), phase_code("Phase 2: Core"), phase_code("2-3")
    ('P1', 'P2', '')
    """
    text = text.strip("*_` \t")
    if _DIGITS.fullmatch(text):
        return f"P{text}"
    found = phase_heading(text)
    return found.code if found else ""


def has_work(section: Section, source: Source) -> bool:
    """Whether tasks stand somewhere below a heading."""
    return any(
        _is_work(block, below) for below in section.walk() for block in below.blocks
    ) or any(
        _is_task(below, source) for below in section.walk() if below is not section
    )


def _is_work(block: object, section: Section) -> bool:
    if isinstance(block, Table):
        form = classify_table(block, SectionContext(section.path()))
        return form is not None and form.collection == "tasks"
    return isinstance(block, ItemList) and any(
        item.mark is not None for item in block.walk()
    )


def _is_task(section: Section, source: Source) -> bool:
    found = task_heading(section.title)
    return found is not None and opens_task(section, source, found, False, False)
