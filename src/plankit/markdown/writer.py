# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From a plan back to its document: only what changed, in the document's style."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plankit.errors import DocumentRefused
from plankit.markdown.changes import changes, missing, moves
from plankit.markdown.document import Document
from plankit.markdown.drawings import settled_with
from plankit.markdown.edits import Edits
from plankit.markdown.places import Path
from plankit.markdown.reading import read
from plankit.markdown.readtext import TEXTS
from plankit.markdown.revert import without
from plankit.markdown.style import Style
from plankit.markdown.writefields import FieldWriter
from plankit.markdown.writehomes import HomeWriter
from plankit.markdown.writelines import LineWriter
from plankit.markdown.writerows import ItemWriter
from plankit.markdown.writesections import SectionWriter
from plankit.plan import Plan

#: Readings of a result before the edits that do harm are given up.
READINGS = 40


@dataclass(frozen=True)
class Written:
    """``unwritten`` names values, ``(collection, key, field)``, that the text does
    not hold as the plan has them; the field is empty for a whole item."""

    text: str
    unwritten: tuple[Path, ...] = ()


def write(document: Document, plan: Plan) -> Written:
    """The document with the plan's values; equal plans give the identical text."""
    if plan == document.plan:
        return Written(document.text)
    return _Attempt(document, plan).run()


class _Attempt:
    """Writes all edits; leaves out those without a place and those that do harm.

    An edit does harm where the result does not read back as the plan it was
    written from: a heading inside a title, say. They are found by halves.
    """

    def __init__(self, document: Document, plan: Plan) -> None:
        self.document = document
        self.plan = plan
        self.style = Style(document)
        self.readings = READINGS
        wanted = [change.path for change in changes(document.plan, plan)]
        self.edits = [*wanted, *sorted(moves(document.plan, plan))]
        self.refused: set[Path] = set()
        self.followed: set[Path] = set()

    def run(self) -> Written:
        if not self.edits:
            return Written(self.document.text)
        text, bad = self._try(self.edits)
        culprits = bad.intersection(self.edits)
        if bad and culprits:
            self.edits = [path for path in self.edits if path not in culprits]
            self.refused |= culprits
            text, bad = self._try(self.edits)
        if bad:
            text = self._grow()
        return Written(text, tuple(sorted(self.refused | self.followed)))

    def _grow(self) -> str:
        """Edits one half after the other, as long as they do no harm."""
        good: list[Path] = []
        pending = [self.edits]
        text = self.document.text
        while pending:
            more = pending.pop()
            found, bad = self._try([*good, *more]) if self.readings else ("", {_ALL})
            if not bad:
                good += more
                text = found
            elif len(more) > 1:
                middle = len(more) // 2
                pending += [more[middle:], more[:middle]]
            else:
                self.refused.update(more)
        return text

    def _try(self, edits: Iterable[Path]) -> tuple[str, set[Path]]:
        """The text with these edits, and what does not read back as it should."""
        old = self.document.plan
        chosen = set(edits) - self.refused
        skip = {*changed_paths(old, self.plan)} - chosen
        plan = without(old, self.plan, skip)
        text, refused = self._write(plan)
        if refused:
            self.refused |= refused
            return self._try(chosen)
        self.readings -= 1
        try:
            found = read(text, max_bytes=max(len(text) * 4, 1)).plan
        except DocumentRefused:
            return text, {_ALL}
        settled, self.followed = settled_with(plan, old, found)
        return text, set(missing(settled, found))

    def _write(self, plan: Plan) -> tuple[str, set[Path]]:
        document = self.document
        edits = Edits(document.source)
        fields = FieldWriter(document, edits, self.style)
        changed = list(changes(document.plan, plan))
        refused = fields.write(changed)
        refused = LineWriter(document, edits, self.style).write(changed, refused)
        refused = _new_texts(document, plan, edits, refused)
        rows = ItemWriter(document, plan, self.style)
        refused += HomeWriter(document, plan, edits, rows).write()
        return edits.apply(), set(refused)


_ALL: Path = ("", "", "")


def changed_paths(old: Plan, new: Plan) -> list[Path]:
    """Every edit that leads from one plan to the other."""
    return [*(change.path for change in changes(old, new)), *moves(old, new)]


def _new_texts(
    document: Document, plan: Plan, edits: Edits, refused: Iterable[Path]
) -> list[Path]:
    """Texts of the header without a place get a section of their own."""
    sections = SectionWriter(document, plan, edits)
    left = []
    for path in refused:
        new = not path[0] and path[2] in TEXTS and path not in document.places
        if not (new and sections.add_text(path[2])):
            left.append(path)
    return left
