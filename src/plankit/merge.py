# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Three-way merge: no edit of either side is lost without being named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from plankit.diff import EXTRA, label, numbered
from plankit.keys import parent_field
from plankit.merge_order import merged_order
from plankit.plan import (
    COLLECTIONS,
    HEADER_FIELDS,
    PARENTS,
    Extra,
    Item,
    Plan,
    item_fields,
)

REFUSE = "refuse"
OURS = "ours"
THEIRS = "theirs"
#: Field of a conflict about the order of a collection's items (its key is empty).
ORDER = "order"

#: Collection, key and field of a conflict.
Place = tuple[str, str, str]
Sides = tuple[Any, Any, Any]


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Both sides changed one value, each in its way.

    An empty ``field`` means the item itself: one side is ``None``, where it was
    deleted. An empty ``collection`` means the plan's header.
    """

    collection: str = ""
    key: str = ""
    field: str = ""
    base: Any = None
    ours: Any = None
    theirs: Any = None
    name: str = ""

    @property
    def place(self) -> Place:
        return (self.collection, self.key, self.field)


@dataclass(frozen=True)
class Merge:
    """``conflicts`` are undecided, and ``plan`` has our side there."""

    plan: Plan
    conflicts: tuple[Conflict, ...] = ()
    settled: tuple[Conflict, ...] = ()


def merge(
    base: Plan,
    ours: Plan,
    theirs: Plan,
    on_conflict: str = REFUSE,
    resolutions: Mapping[Place, str] | None = None,
) -> Merge:
    """Both sides' changes since ``base``; keys name the same items in all three.

    >>> from plankit.plan import Task
    >>> def plan(**values): return Plan(tasks=(Task(key="1", ref="P1.1", **values),))
    >>> merged = merge(plan(), plan(status="done"), plan(owner="QA"))
    >>> merged.plan == plan(status="done", owner="QA"), merged.conflicts
    (True, ())
    >>> merge(plan(), plan(owner="PM"), plan(owner="QA")).conflicts[0].place
    ('tasks', '1', 'owner')
    """
    if on_conflict not in (REFUSE, OURS, THEIRS):
        raise ValueError(f"on_conflict is refuse, ours or theirs, not {on_conflict}")
    judge = _Judge(on_conflict, resolutions or {})
    return _Merger(base, ours, theirs, judge).run()


class _Judge:
    """Decides a conflict, or keeps our side and notes it."""

    def __init__(self, on_conflict: str, resolutions: Mapping[Place, str]) -> None:
        self._default = on_conflict
        self._resolutions = resolutions
        self.open: list[Conflict] = []
        self.settled: list[Conflict] = []

    def decide(self, conflict: Conflict) -> Any:
        choice = self._resolutions.get(conflict.place, self._default)
        settled = choice in (OURS, THEIRS)
        (self.settled if settled else self.open).append(conflict)
        return conflict.theirs if choice == THEIRS else conflict.ours


class _Merger:
    def __init__(self, base: Plan, ours: Plan, theirs: Plan, judge: _Judge) -> None:
        self.plans = (base, ours, theirs)
        self.judge = judge
        self.maps = {
            name: tuple({i.key: i for i in plan.items(name)} for plan in self.plans)
            for name in COLLECTIONS
        }
        # Items another side's new or changed children need; a child comes after
        # its parent among the collections, so the walk goes backwards.
        self.needed: tuple[set[tuple[str, str]], ...] = (set(), set(), set())
        for name in reversed(COLLECTIONS):
            self._find_needed(name, 1, 2)
            self._find_needed(name, 2, 1)
        self.dropped: set[tuple[str, str]] = set()
        self.kept: set[tuple[str, str]] = set()

    def run(self) -> Merge:
        base, ours, theirs = self.plans
        values: dict[str, Any] = {
            name: self._value(
                Conflict(
                    field=name,
                    base=getattr(base, name),
                    ours=getattr(ours, name),
                    theirs=getattr(theirs, name),
                )
            )
            for name in HEADER_FIELDS
        }
        for collection in COLLECTIONS:
            if (
                base.items(collection)
                == ours.items(collection)
                == theirs.items(collection)
            ):
                values[collection] = ours.items(collection)
            else:
                values[collection] = self._collection(collection)
        plan = replace(ours, **values)
        return Merge(plan, tuple(self.judge.open), tuple(self.judge.settled))

    def _find_needed(self, collection: str, side: int, other: int) -> None:
        field = parent_field(collection)
        if not field:
            return
        known = self.maps[collection]
        for key, item in known[side].items():
            parent, was = getattr(item, field), known[0].get(key)
            if was is None:
                wanted = True
            elif key in known[other]:
                wanted = getattr(was, field) != parent
            else:
                wanted = item != was or (collection, key) in self.needed[side]
            if wanted:
                self.needed[side].add((PARENTS[field], parent))

    def _collection(self, collection: str) -> tuple[Item, ...]:
        merged: dict[str, Item] = {}
        known = self.maps[collection]
        for key in dict.fromkeys(key for one in known[1:] + known[:1] for key in one):
            item = self._item(collection, key)
            item = item and self._below(collection, item)
            if item:
                merged[key] = item
        order = self._order(collection, merged)
        return tuple(merged[key] for key in order)

    def _item(self, collection: str, key: str) -> Item | None:
        base, ours, theirs = (one.get(key) for one in self.maps[collection])
        if ours and theirs:
            return self._both(collection, (base, ours, theirs))
        left = ours or theirs
        if base is None or left is None:
            return left
        return self._deleted(
            left,
            1 if ours else 2,
            Conflict(
                collection=collection,
                key=key,
                base=base,
                ours=ours,
                theirs=theirs,
                name=label(collection, base),
            ),
        )

    def _both(self, collection: str, sides: Sides) -> Item:
        base, ours, theirs = sides
        if ours == theirs:
            found: Item = ours
            return found
        # Added on both sides: what nobody filled in is no edit.
        base = base or COLLECTIONS[collection](key=ours.key)
        name = label(collection, ours)
        values = {
            field: self._value(
                Conflict(
                    collection=collection,
                    key=ours.key,
                    field=field,
                    base=getattr(base, field),
                    ours=getattr(ours, field),
                    theirs=getattr(theirs, field),
                    name=name,
                )
            )
            for field in item_fields(collection)
        }
        merged: Item = replace(ours, **values)
        return merged

    def _deleted(self, left: Item, side: int, conflict: Conflict) -> Item | None:
        """Deleted on one side: gone, unless the other changed it or what is below."""
        place = (conflict.collection, conflict.key)
        field = parent_field(conflict.collection)
        above = (PARENTS[field], getattr(left, field)) if field else ("", "")
        if above in self.kept:
            self.kept.add(place)
            return left
        unchanged = left == conflict.base and place not in self.needed[side]
        if unchanged or above in self.dropped:
            return None
        chosen: Item | None = self.judge.decide(conflict)
        (self.kept if chosen else self.dropped).add(place)
        return chosen

    def _below(self, collection: str, item: Item) -> Item | None:
        """The item, unless a conflict took its parent away; then where it was else."""
        field = parent_field(collection)
        if not field or (PARENTS[field], getattr(item, field)) not in self.dropped:
            return item
        for one in self.maps[collection][1:]:
            other = one.get(item.key)
            if other and (PARENTS[field], getattr(other, field)) not in self.dropped:
                return replace(item, **{field: getattr(other, field)})
        self.dropped.add((collection, item.key))
        return None

    def _value(self, place: Conflict) -> Any:
        """The value of a field that both sides may have changed."""
        if place.ours == place.theirs or place.theirs == place.base:
            return place.ours
        if place.ours == place.base:
            return place.theirs
        return (
            self._extra(place) if place.field == "extra" else self.judge.decide(place)
        )

    def _extra(self, place: Conflict) -> Extra:
        """Named values each on their own; ``None`` where a side has not the header."""
        sides: tuple[Extra, ...] = (place.base, place.ours, place.theirs)
        known = [numbered(extra) for extra in sides]
        headers = {
            one: header
            for extra, texts in zip(sides, known, strict=True)
            for one, (header, _text) in zip(texts, extra, strict=True)
        }
        merged = {}
        for one in headers:
            base, ours, theirs = (texts.get(one) for texts in known)
            field = EXTRA + one
            text = self._value(
                replace(place, field=field, base=base, ours=ours, theirs=theirs)
            )
            if text is not None:
                merged[one] = text
        order = merged_order([list(texts) for texts in known], merged)
        return tuple((headers[one], merged[one]) for one in order)

    def _order(self, collection: str, keep: Mapping[str, object]) -> list[str]:
        base, ours, theirs = (tuple(one) for one in self.maps[collection])

        def decide() -> bool:
            conflict = Conflict(
                collection=collection, field=ORDER, base=base, ours=ours, theirs=theirs
            )
            chosen: tuple[str, ...] = self.judge.decide(conflict)
            return chosen == theirs

        return merged_order([base, ours, theirs], keep, decide)
