# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Items that come, go and move: whole lines of the homes that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from plankit.keys import parent_field
from plankit.markdown.blocks import Table
from plankit.markdown.document import Document
from plankit.markdown.edits import Edits
from plankit.markdown.order import longest_run
from plankit.markdown.places import COMMANDS, ROWS, SECTIONS, Home, Path
from plankit.markdown.writerows import ItemWriter
from plankit.markdown.writesections import SectionWriter
from plankit.plan import COLLECTIONS, PARENTS, Item, Plan

_INSIDE_OUT = [
    "checklist",
    *(name for name in COLLECTIONS if name not in ("checklist", "phases")),
    "phases",
]

#: Key of the parent, and label of the group.
_Family = tuple[str, str]


@dataclass(slots=True)
class _Wanted:
    """What the homes of one collection should hold, and what has no home yet."""

    homes: dict[int, list[Item]] = field(default_factory=dict)
    homeless: dict[_Family, list[Item]] = field(default_factory=dict)


class HomeWriter:
    """Brings every home to the items the new plan has for it."""

    def __init__(
        self,
        document: Document,
        plan: Plan,
        edits: Edits,
        rows: ItemWriter,
    ) -> None:
        self.document = document
        self.plan = plan
        self.edits = edits
        self.rows = rows
        self.sections = SectionWriter(document, plan, edits)
        self.refused: list[Path] = []

    def write(self) -> list[Path]:
        """Paths of items that found no place.

        What stands inside is written first: boxes before tasks, phases at last.
        """
        for collection in _INSIDE_OUT:
            if self._changed(collection):
                self._collection(collection)
        return self.refused

    def _changed(self, collection: str) -> bool:
        above = parent_field(collection)
        return self._shape(self.document.plan, collection, above) != self._shape(
            self.plan, collection, above
        )

    def _shape(self, plan: Plan, collection: str, above: str) -> list[tuple[str, str]]:
        return [
            (item.key, getattr(item, above) if above else "")
            for item in plan.items(collection)
        ]

    def _collection(self, collection: str) -> None:
        wanted = self._wanted(collection)
        for home in self.document.homes:
            if home.collection == collection:
                items = wanted.homes.get(id(home), [])
                if [item.key for item in items] != home.keys:
                    self._rebuild(home, items)
        for (parent, group), items in wanted.homeless.items():
            written = self.sections.add(collection, parent, group, items)
            if not written:
                self.refused += [(collection, item.key, "") for item in items]

    def _wanted(self, collection: str) -> _Wanted:
        families: dict[_Family, list[Item]] = {}
        above = parent_field(collection)
        for item in self.plan.items(collection):
            family = _family(item, above)
            if not self._comes_with(above, family[0]):
                families.setdefault(family, []).append(item)
        wanted = _Wanted()
        for family, items in families.items():
            self._settle(collection, above, family, items, wanted)
        return wanted

    def _comes_with(self, above: str, parent: str) -> bool:
        """Items of a new phase or task are written with it."""
        return bool(above and parent) and not self._known(PARENTS[above], parent)

    def _known(self, collection: str, key: str) -> bool:
        return (collection, key) in self.document.anchors

    def _settle(
        self,
        collection: str,
        above: str,
        family: _Family,
        items: list[Item],
        to: _Wanted,
    ) -> None:
        homes = [self._present(collection, above, item, family) for item in items]
        known = [home for home in homes if home]
        spare = known[0] if known else self._spare(collection, above, family)
        last: Home | None = None
        for index, item in enumerate(items):
            home = homes[index] or last or spare
            if home is None:
                to.homeless.setdefault(family, []).append(item)
                continue
            to.homes.setdefault(id(home), []).append(item)
            last = home

    def _present(
        self, collection: str, above: str, item: Item, family: _Family
    ) -> Home | None:
        anchor = self.document.anchors.get((collection, item.key))
        if anchor is None:
            return None
        old = self.document.items[collection, item.key]
        return anchor.home if _family(old, above) == family else None

    def _spare(self, collection: str, above: str, family: _Family) -> Home | None:
        for home in self.document.homes:
            if home.collection != collection:
                continue
            if not above or (home.parent, home.group) == family:
                return home
        return None

    # one home

    def _rebuild(self, home: Home, items: Sequence[Item]) -> None:
        keys = [item.key for item in items]
        order = {key: index for index, key in enumerate(home.keys)}
        if sorted(keys) == sorted(home.keys) and not self._nested(home):
            self._permute(home, keys)
            return
        known = [key for key in keys if key in order]
        staying = set(longest_run(known, order))
        chunks = self._chunks(home, [key for key in known if key not in staying])
        for key in home.keys:
            if key not in staying:
                anchor = self.document.anchors[home.collection, key]
                self.edits.cut_lines(anchor.first, anchor.last)
        self._insert(home, items, staying, chunks)

    def _nested(self, home: Home) -> bool:
        """Whether items hold each other, or the blank lines between them."""
        return home.shape == SECTIONS or home.collection == "checklist"

    def _chunks(self, home: Home, keys: Sequence[str]) -> dict[str, list[str]]:
        """The lines of items, edited, taken from where they stand."""
        anchors = [self.document.anchors[home.collection, key] for key in keys]
        taken = self.edits.take_lines([(a.first, a.last) for a in anchors])
        return dict(zip(keys, taken, strict=True))

    def _permute(self, home: Home, keys: Sequence[str]) -> None:
        """The same items in another order: what stands between them stays."""
        moved = [new for old, new in zip(home.keys, keys, strict=True) if old != new]
        chunks = self._chunks(home, moved)
        for old, new in zip(home.keys, keys, strict=True):
            if old != new:
                anchor = self.document.anchors[home.collection, old]
                self.edits.put_lines(anchor.first, anchor.last, chunks[new])

    def _insert(
        self,
        home: Home,
        items: Sequence[Item],
        staying: set[str],
        chunks: dict[str, list[str]],
    ) -> None:
        beside = ""
        for item in items:
            if item.key in staying:
                beside = item.key
                continue
            lines = chunks.get(item.key) or self._lines(home, item, beside)
            if lines is None:
                self.refused.append((home.collection, item.key, ""))
                continue
            self._insert_lines(home, beside, lines)

    def _lines(self, home: Home, item: Item, beside: str) -> list[str] | None:
        if home.collection == "phases":
            return self.sections.phase(home, item, beside)
        return self.rows.lines(home, item, beside)

    def _insert_lines(self, home: Home, beside: str, lines: list[str]) -> None:
        loose = self._loose(home)
        if beside:
            at = self.document.anchors[home.collection, beside].last
            self.edits.insert_lines(at, ["", *lines] if loose else lines)
            return
        at = self._start(home)
        self.edits.insert_lines(at, [*lines, ""] if loose and home.keys else lines)

    def _loose(self, home: Home) -> bool:
        """Whether blank lines stand between the items."""
        if home.shape in (ROWS, SECTIONS):
            return False
        anchors = [self.document.anchors[home.collection, key] for key in home.keys]
        if len(anchors) < 2:
            return home.shape == COMMANDS and bool(anchors)
        pairs = zip(anchors, anchors[1:], strict=False)
        return any(after.first > before.last for before, after in pairs)

    def _start(self, home: Home) -> int:
        """The line where the first item of a home begins, or would begin."""
        if home.shape == ROWS and isinstance(home.block, Table):
            return home.first + 2
        if home.keys:
            return self.document.anchors[home.collection, home.keys[0]].first
        return home.first + 1 if home.shape == COMMANDS else home.first


def _family(item: Item, above: str) -> _Family:
    parent = str(getattr(item, above)) if above else ""
    return parent, getattr(item, "group", "")
