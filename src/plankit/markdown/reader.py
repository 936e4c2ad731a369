# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From a document to its plan: walk the sections, hand each block to its reader."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plankit.markdown import synonyms
from plankit.markdown.blocks import (
    Block,
    Fence,
    ItemList,
    Section,
    SectionContext,
    Table,
    Tree,
)
from plankit.markdown.draft import Draft, Value
from plankit.markdown.keylines import KeyLine, key_lines, label_above
from plankit.markdown.phases import PhaseHeading, phase_heading
from plankit.markdown.places import LINE, SECTIONS, Anchor, Home, Place
from plankit.markdown.readchecks import SHELLS, read_checks
from plankit.markdown.readheader import line_value, read_header, title_section
from plankit.markdown.readlists import LISTED, read_list
from plankit.markdown.readtables import read_table
from plankit.markdown.readtext import TEXTS, read_pyramid, read_text, read_traffic


@dataclass(frozen=True, slots=True)
class _Where:
    """What the sections above tell about a section."""

    phase: str = ""
    kind: str = ""


class Reader:
    """Reads one tree into one draft."""

    def __init__(self, draft: Draft, tree: Tree) -> None:
        self.draft = draft
        self.tree = tree
        self.title = title_section(tree)
        self.phases: dict[int, Home] = {}

    def run(self) -> None:
        read_header(self.draft, self.tree)
        pending = [(self.tree.root, _Where())]
        while pending:
            section, above = pending.pop()
            where = self._enter(section, above)
            self._blocks(section, where)
            pending.extend((child, where) for child in reversed(section.children))
        read_traffic(self.draft)
        read_pyramid(self.draft)

    def _enter(self, section: Section, above: _Where) -> _Where:
        if section.heading is None or section is self.title:
            return above
        phase = None if above.phase else phase_heading(section.heading)
        if phase and self._opens(section, phase):
            return _Where(phase=self._phase(section, phase))
        kind = synonyms.heading_kind(section.title)
        if kind is None:
            return above
        where = replace(above, kind=kind)
        if kind in TEXTS:
            read_text(self.draft, section, kind)
        return where

    def _opens(self, section: Section, phase: PhaseHeading) -> bool:
        """A weak word opens a phase only where work stands below it."""
        if not phase.weak:
            return True
        if synonyms.heading_kind(phase.name.text):
            return False
        return any(
            isinstance(block, Table | ItemList)
            for below in section.walk()
            for block in below.blocks
        )

    def _phase(self, section: Section, found: PhaseHeading) -> str:
        home = self._phase_home(section)
        values = {
            "code": Value(found.code.text),
            "name": Value(found.name.text, found.name_place),
        }
        if found.duration:
            place = Place(found.duration.span, LINE)
            values["duration_text"] = Value(found.duration.text, place)
        if found.status:
            word = synonyms.status(found.status.text) or ""
            values["status"] = Value(word, Place(found.status.span, LINE))
        extra = []
        for line in key_lines(section.blocks, self.tree.source):
            name = synonyms.label_field("phases", line.label)
            if name and name not in values:
                values[name] = line_value(self.draft, "phases", name, line)
            elif not name and line.value.text:
                extra.append((line.label, self._extra(line)))
        anchor = Anchor(home, section.first, section.last, section)
        return self.draft.add(home, values, extra, anchor)

    def _extra(self, line: KeyLine) -> Value:
        return Value(line.value.text, line.place)

    def _phase_home(self, section: Section) -> Home:
        parent = section.parent or self.tree.root
        if id(parent) not in self.phases:
            home = Home("phases", SECTIONS, parent.first, parent.last, parent)
            self.phases[id(parent)] = self.draft.home(home)
        return self.phases[id(parent)]

    def _blocks(self, section: Section, where: _Where) -> None:
        previous: Block | None = None
        path = section.path()
        for block in section.blocks:
            label = label_above(previous)
            kind = (synonyms.heading_kind(label) if label else None) or where.kind
            context = SectionContext(path, label)
            self._block(block, replace(where, kind=kind), context)
            previous = block

    def _block(self, block: Block, where: _Where, context: SectionContext) -> None:
        if isinstance(block, Table):
            self._table(block, where, context)
        elif isinstance(block, ItemList) and where.kind in LISTED:
            read_list(self.draft, block, where.kind, where.phase)
        elif isinstance(block, Fence) and where.kind == "checks":
            if block.language in SHELLS:
                read_checks(self.draft, block, where.phase)

    def _table(self, table: Table, where: _Where, context: SectionContext) -> None:
        meaning = classify(table, context)
        if meaning:
            collection, columns = meaning
            read_table(self.draft, table, collection, columns, where.phase)


def classify(
    table: Table, context: SectionContext
) -> tuple[str, tuple[str, ...]] | None:
    from plankit.markdown.reference_words import COLUMNS

    for collection, columns in COLUMNS.items():
        known = dict(columns)
        if list(known)[:2] == table.headers[:2]:
            return collection, tuple(known.get(header, "") for header in table.headers)
    return None
