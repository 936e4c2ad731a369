# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A document that was read: its text, its plan, and where each value stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from plankit.errors import Finding
from plankit.markdown.blocks import Section, Tree
from plankit.markdown.draft import Draft
from plankit.markdown.places import Anchor, Home, Path, Place
from plankit.markdown.spans import Source, Span
from plankit.plan import Item, Plan


@dataclass(frozen=True)
class Document:
    """``spans`` has the values that stand in the text; implied ones have none.

    Extra values are ``extra.0``, ``extra.1``, ... in the order of ``Item.extra``.
    """

    text: str
    plan: Plan
    findings: tuple[Finding, ...]
    source: Source = field(repr=False)
    places: dict[Path, Place] = field(repr=False)
    twins: dict[Path, Place] = field(repr=False)
    anchors: dict[tuple[str, str], Anchor] = field(repr=False)
    homes: tuple[Home, ...] = field(repr=False)
    sections: dict[tuple[str, str], Section] = field(repr=False)
    tree: Tree = field(repr=False)

    @cached_property
    def spans(self) -> dict[Path, Span]:
        """``(collection, key, field)`` to the characters that hold the value."""
        return {path: place.span for path, place in self.places.items()}

    def value(self, path: Path) -> object:
        """What the plan holds at a path."""
        collection, key, name = path
        holder = self.items[collection, key] if collection else self.plan
        if name.startswith("extra."):
            return holder.extra[int(name[6:])][1]
        found: object = getattr(holder, name)
        return found

    @cached_property
    def items(self) -> dict[tuple[str, str], Item]:
        """Items by collection and key."""
        return {(name, item.key): item for name, item in self.plan.walk()}

    def line(self, collection: str, key: str, field: str = "") -> int:
        """The line of a value, or of its item, from 1; 0 when unknown."""
        place = self.places.get((collection, key, field))
        if place:
            return self.source.number(place.span.start)
        anchor = self.anchors.get((collection, key))
        return anchor.first + 1 if anchor else 0


def of_draft(draft: Draft, tree: Tree) -> Document:
    return Document(
        draft.source.text,
        draft.plan(),
        tuple(draft.findings),
        draft.source,
        draft.places,
        draft.twins,
        draft.anchors,
        tuple(draft.homes),
        draft.sections,
        tree,
    )
