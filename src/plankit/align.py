# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Alignment: the same item gets the same key in two plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from plankit.keys import (
    NESTED,
    KeyMaker,
    natural_key,
    natural_keys,
    own_part,
    parent_field,
    values_of,
)
from plankit.plan import COLLECTIONS, PARENTS, Item, Plan

__all__ = ["Alignment", "KeyMaker", "align", "natural_key", "natural_keys"]

#: Fields whose words tell whether two items without a common key are the same.
_LIKENESS: dict[str, tuple[str, ...]] = {
    "components": ("layer", "technology"),
    "phases": ("name", "goal"),
    "tasks": ("title",),
    "checks": ("name", "command"),
    "migrations": ("version", "name"),
    "environments": ("name", "url"),
    "triggers": ("text",),
    "test_targets": ("test_type", "framework"),
    "approvals": ("role", "name"),
}
#: Likeness (0 to 1) from which two texts are held to be one that was edited.
ALIKE = 0.5
#: Neighbours compared on each side where a parent has very many leftovers.
_WINDOW = 8
_ALL_PAIRS = 64
_TEXT = 300

_Name = tuple[object, ...]


class Alignment(NamedTuple):
    """``plan`` is theirs with our keys; ``natural`` gives, per collection, the
    natural key in their text of each of its items."""

    plan: Plan
    natural: dict[str, dict[str, str]]


def align(theirs: Plan, ours: Plan) -> Alignment:
    """Give the items of ``theirs`` the keys that the same items have in ``ours``.

    First by equal content, then by the present natural key, then by the remembered
    one, then by likeness below the same parent; last an item of one name moves to
    another parent.
    """
    keys: dict[str, dict[str, str]] = {}
    aligned: dict[str, tuple[Item, ...]] = {}
    for collection in COLLECTIONS:  # parents first
        field = parent_field(collection)
        items = theirs.items(collection)
        if field:
            above = keys[PARENTS[field]]
            items = tuple(_moved(item, field, above) for item in items)
        found = _Match(collection, items, ours.items(collection)).run()
        keys[collection] = found
        aligned[collection] = tuple(replace(i, key=found[i.key]) for i in items)
    natural = {
        name: {mine: theirs_key for theirs_key, mine in found.items()}
        for name, found in keys.items()
    }
    plan = replace(theirs, **aligned)  # type: ignore[arg-type]
    return Alignment(plan, natural)


def _moved(item: Item, field: str, above: dict[str, str]) -> Item:
    parent = getattr(item, field)
    return replace(item, **{field: above.get(parent, parent)})


class _Match:
    """Pairs of one collection; ``items`` name their parents by our keys already."""

    def __init__(
        self, collection: str, items: Sequence[Item], ours: Sequence[Item]
    ) -> None:
        self.collection = collection
        self.field = parent_field(collection)
        self.items = items
        self.ours = ours
        self.pairs: dict[str, str] = {}
        self.taken: set[str] = set()

    def run(self) -> dict[str, str]:
        """Their key to ours; a new item keeps its natural key, or a free one."""
        self._by(lambda items: self._counted(items, self._content))
        self._by(lambda items: ((self._name(i), i) for i in items))
        self._by_name()
        self._by(lambda items: ((item.key, item) for item in items))
        self._by_likeness()
        self._by(self._sole)
        keys = KeyMaker()
        for key in {item.key for item in self.ours}:
            keys.unique(self.collection, key)
        for item in self.items:
            if item.key not in self.pairs:
                self.pairs[item.key] = keys.unique(self.collection, item.key)
        return self.pairs

    def _pair(self, item: Item, mine: Item) -> None:
        self.pairs[item.key] = mine.key
        self.taken.add(mine.key)

    def _left(self) -> tuple[list[Item], list[Item]]:
        return (
            [item for item in self.items if item.key not in self.pairs],
            [item for item in self.ours if item.key not in self.taken],
        )

    def _parent(self, item: Item) -> str:
        return getattr(item, self.field) if self.field else ""

    def _own(self, item: Item) -> str:
        return own_part(self.collection, values_of(item))

    def _content(self, item: Item) -> _Name:
        return tuple(values_of(item).values())

    def _name(self, item: Item) -> _Name:
        return (self._parent(item), self._own(item), item.key)

    def _by_name(self) -> None:
        """By content now; where a remembered key says otherwise, by the better fit."""
        theirs, ours = self._left()
        named = dict(self._named(ours))
        remembered = {item.key: item for item in ours}
        for name, item in self._named(theirs):
            mine, other = named.get(name), remembered.get(item.key)
            if mine is None or mine.key in self.taken:
                continue
            if other and other is not mine and other.key not in self.taken:
                mine = max(mine, other, key=lambda one: _equal_fields(one, item))
            self._pair(item, mine)
        if self.field and self.collection not in NESTED:
            self._by(lambda items: self._counted(items, lambda i: (self._own(i),)))

    def _named(self, items: Sequence[Item]) -> Iterator[tuple[_Name, Item]]:
        return self._counted(items, lambda i: (self._parent(i), self._own(i)))

    def _counted(
        self, items: Sequence[Item], name_of: Callable[[Item], _Name]
    ) -> Iterator[tuple[_Name, Item]]:
        counts: dict[_Name, int] = {}
        for item in items:
            name = name_of(item)
            counts[name] = counts.get(name, 0) + 1
            yield (*name, counts[name]), item

    def _sole(self, items: Sequence[Item]) -> Iterator[tuple[_Name, Item]]:
        """Items whose own name stands once among the leftovers."""
        named: dict[str, list[Item]] = {}
        for item in items:
            named.setdefault(self._own(item), []).append(item)
        for name, found in named.items():
            if len(found) == 1:
                yield (name,), found[0]

    def _by(
        self, names: Callable[[Sequence[Item]], Iterator[tuple[object, Item]]]
    ) -> None:
        theirs, ours = self._left()
        named = dict(names(ours))
        for name, item in names(theirs):
            mine = named.get(name)
            if mine is not None and mine.key not in self.taken:
                self._pair(item, mine)

    def _by_likeness(self) -> None:
        theirs, ours = self._left()
        if not theirs or not ours:
            return
        below: dict[str, list[Item]] = {}
        for mine in ours:
            below.setdefault(self._parent(mine), []).append(mine)
        groups: dict[str, list[Item]] = {}
        for item in theirs:
            groups.setdefault(self._parent(item), []).append(item)
        for parent, items in groups.items():
            self._pair_alike(items, below.get(parent, []))

    def _pair_alike(self, items: list[Item], ours: list[Item]) -> None:
        shapes = [self._shape(item) for item in items]
        mine = [self._shape(item) for item in ours]
        scores = []
        for at, near in _neighbours(len(items), len(ours)):
            for place in near:
                score = _likeness(shapes[at], mine[place])
                if score >= ALIKE:
                    scores.append((-score, abs(at - place), at, place))
        for _score, _distance, at, place in sorted(scores):
            item, found = items[at], ours[place]
            if item.key not in self.pairs and found.key not in self.taken:
                self._pair(item, found)

    def _shape(self, item: Item) -> frozenset[str]:
        names = _LIKENESS.get(self.collection, ("name",))
        text = " ".join(str(getattr(item, name)) for name in names)
        if not text.strip():
            text = self._own(item)
        text = f" {' '.join(text[:_TEXT].casefold().split())} "
        return frozenset(text[at : at + 3] for at in range(max(1, len(text) - 2)))


def _neighbours(count: int, others: int) -> Iterator[tuple[int, range]]:
    """Places to compare: all, or only those nearby when all would be too many."""
    everything = count * others <= _ALL_PAIRS * _ALL_PAIRS
    for at in range(count):
        middle = at * others // max(count, 1)
        start = 0 if everything else max(0, middle - _WINDOW)
        end = others if everything else min(others, middle + _WINDOW + 1)
        yield at, range(start, end)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _equal_fields(one: Item, other: Item) -> int:
    mine, theirs = values_of(one), values_of(other)
    return sum(1 for name, value in mine.items() if value and theirs[name] == value)
