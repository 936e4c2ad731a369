# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From a plan back to its document: only what changed, in the document's style."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plankit.errors import DocumentRefused
from plankit.markdown.changes import changes, missing
from plankit.markdown.document import Document
from plankit.markdown.edits import Edits
from plankit.markdown.places import Path
from plankit.markdown.reading import read
from plankit.markdown.readtext import TEXTS
from plankit.markdown.style import Style
from plankit.markdown.writefields import FieldWriter
from plankit.markdown.writehomes import HomeWriter
from plankit.markdown.writerows import ItemWriter
from plankit.markdown.writesections import SectionWriter
from plankit.plan import Plan

#: Rounds of leaving out what did not come back before all edits are given up.
ROUNDS = 6


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
    skip: frozenset[Path] = frozenset()
    for _round in range(ROUNDS):
        text, refused = _write(document, plan, skip)
        lost = _lost(text, plan, document)
        if lost is not None:
            culprits = _culprits(document, plan, lost, skip | frozenset(refused))
            if not culprits:
                return Written(text, tuple(sorted(lost)))
            skip |= culprits
        else:
            break
    everything = set(missing(plan, document.plan))
    return Written(document.text, tuple(sorted(everything)))


def _write(
    document: Document, plan: Plan, skip: frozenset[Path]
) -> tuple[str, list[Path]]:
    edits = Edits(document.source)
    style = Style(document)
    fields = FieldWriter(document, edits, style)
    changed = [c for c in changes(document.plan, plan) if c.path not in skip]
    refused = fields.write(changed)
    refused = _new_texts(document, plan, edits, refused)
    homes = HomeWriter(document, plan, edits, ItemWriter(document, style), skip)
    refused += homes.write()
    return edits.apply(), refused


def _new_texts(
    document: Document, plan: Plan, edits: Edits, refused: list[Path]
) -> list[Path]:
    """Texts of the header without a place get a section of their own."""
    sections = SectionWriter(document, plan, edits)
    left = []
    for path in refused:
        new = not path[0] and path[2] in TEXTS and path not in document.places
        if not (new and sections.add_text(path[2])):
            left.append(path)
    return left


def _lost(text: str, plan: Plan, document: Document) -> set[Path] | None:
    """What does not come back from the text; ``None`` if it cannot be read."""
    try:
        found = read(text, max_bytes=max(len(text) * 4, 1)).plan
    except DocumentRefused:
        return None
    return set(missing(_settled(plan, document.plan, found), found))


def _settled(plan: Plan, old: Plan, found: Plan) -> Plan:
    """Drawings follow the percentages that stand in them."""
    values = {
        name: getattr(found, name)
        for name in ("traffic_progression", "test_pyramid")
        if getattr(plan, name) == getattr(old, name)
    }
    return replace(plan, **values)


def _culprits(
    document: Document, plan: Plan, lost: set[Path], known: frozenset[Path]
) -> set[Path]:
    """Edits that were made and did not come back, or did harm elsewhere."""
    made = {change.path for change in changes(document.plan, plan)} - known
    return lost & made
