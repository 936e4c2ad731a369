# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From a document to its plan: walk the sections, hand each block to its reader."""

from __future__ import annotations

from collections.abc import Iterable
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
from plankit.markdown.columns import MATRIX, classify_table
from plankit.markdown.draft import Draft
from plankit.markdown.forms import Pending
from plankit.markdown.keylines import label_above
from plankit.markdown.matrix import sentences
from plankit.markdown.places import Home
from plankit.markdown.readchecks import SHELLS, read_checks
from plankit.markdown.readheader import read_header, title_section
from plankit.markdown.readlists import LISTED, read_list
from plankit.markdown.readphase import opened_phase, phases_home, read_phase
from plankit.markdown.readtables import read_table
from plankit.markdown.readtext import TEXTS, read_pyramid, read_text, read_traffic
from plankit.markdown.taskheading import (
    TaskHeading,
    opens_task,
    read_task_section,
    task_heading,
    task_home,
)
from plankit.markdown.tasklist import (
    MAYBE_TASKS,
    TASKS,
    intro_line,
    list_kind,
    read_task_list,
)


@dataclass(frozen=True, slots=True)
class _Where:
    """What the sections above tell about a section."""

    phase: str = ""
    kind: str = ""
    task: str = ""


class Reader:
    """Reads one tree into one draft."""

    def __init__(self, draft: Draft, tree: Tree) -> None:
        self.draft = draft
        self.tree = tree
        self.title = title_section(tree)
        self.phases: dict[int, Home] = {}
        self.task_homes: dict[int, Home] = {}
        self.pending = Pending()

    def run(self) -> None:
        read_header(self.draft, self.tree)
        pending = [(self.tree.root, _Where())]
        while pending:
            section, above = pending.pop()
            where = self._enter(section, above)
            self._blocks(section, where)
            pending.extend((child, where) for child in reversed(section.children))
        self.pending.finish(self.draft)
        read_traffic(self.draft)
        read_pyramid(self.draft)

    def _enter(self, section: Section, above: _Where) -> _Where:
        if section.heading is None or section is self.title:
            return above
        phase = None if above.phase else opened_phase(section, self.tree.source)
        if phase:
            home = self._phase_home(section)
            return _Where(phase=read_phase(self.draft, home, section, phase))
        task = None if above.task else self._opened_task(section, above)
        if task:
            home = self._task_home(section, above.phase)
            key = read_task_section(self.draft, section, task, home)
            return replace(above, task=key, kind="")
        kind = synonyms.heading_kind(section.title)
        if kind is None:
            return above
        where = replace(above, kind=kind)
        self.draft.sections.setdefault((kind, where.phase), section)
        if kind in TEXTS:
            read_text(self.draft, section, kind)
        return where

    def _opened_task(self, section: Section, above: _Where) -> TaskHeading | None:
        found = task_heading(section.title)
        if found is None:
            return None
        known = bool(found.ref and found.ref.text in self.draft.listed)
        in_work = bool(above.phase) or above.kind == TASKS
        opens = opens_task(section, self.tree.source, found, in_work, known)
        return found if opens else None

    def _task_home(self, section: Section, phase: str) -> Home:
        if id(section.parent) not in self.task_homes:
            home = self.draft.home(task_home(section, phase))
            self.task_homes[id(section.parent)] = home
        return self.task_homes[id(section.parent)]

    def _phase_home(self, section: Section) -> Home:
        parent = section.parent or self.tree.root
        if id(parent) not in self.phases:
            self.phases[id(parent)] = self.draft.home(phases_home(parent))
        return self.phases[id(parent)]

    def _blocks(self, section: Section, where: _Where) -> None:
        previous: Block | None = None
        path = section.path()
        for block in section.blocks:
            label = label_above(previous)
            kind = (synonyms.heading_kind(label) if label else None) or where.kind
            context = SectionContext(path, label)
            if isinstance(block, ItemList):
                intro = intro_line(previous)
                self._list(block, replace(where, kind=kind), context, intro)
            else:
                self._block(block, replace(where, kind=kind), context)
            previous = block
        if where.kind == "dependencies":
            self.pending.sentences += sentences(section.blocks)

    def _block(self, block: Block, where: _Where, context: SectionContext) -> None:
        if isinstance(block, Table):
            self._table(block, where, context)
        elif isinstance(block, Fence) and where.kind == "checks":
            self._commands([block], where)

    def _commands(self, blocks: Iterable[Block], where: _Where) -> None:
        for block in blocks:
            if isinstance(block, Fence) and block.language in SHELLS:
                read_checks(self.draft, block, where.phase)

    def _list(
        self, found: ItemList, where: _Where, context: SectionContext, intro: str
    ) -> None:
        if where.task:
            return
        kind = list_kind(found, where.kind, bool(where.phase), context, intro)
        if kind == TASKS:
            read_task_list(self.draft, found, where.phase)
        elif kind == MAYBE_TASKS:
            self.pending.maybe.append((found, where.phase))
        elif kind in LISTED:
            read_list(self.draft, found, kind, where.phase)
        elif where.kind == "checks":
            for item in found.walk():
                self._commands(item.blocks, where)

    def _table(self, table: Table, where: _Where, context: SectionContext) -> None:
        form = None if where.task else classify_table(table, context)
        if form and form.collection == MATRIX:
            self.pending.matrices.append((table, form))
        elif form:
            home = read_table(self.draft, table, form, where.phase)
            self.pending.remember(self.draft, form, home)
