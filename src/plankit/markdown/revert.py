# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A new plan without some of its edits: what can be written of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from plankit.keys import parent_field
from plankit.markdown.places import Path
from plankit.plan import COLLECTIONS, PARENTS, Extra, Item, Plan

#: ``field`` of the path that stands for the order of a collection.
ORDER = "order"


def without(old: Plan, new: Plan, skip: Iterable[Path]) -> Plan:
    """``new``, with ``old``'s values, items and order at the paths of ``skip``."""
    by_collection: dict[str, set[tuple[str, str]]] = {}
    for collection, key, name in skip:
        by_collection.setdefault(collection, set()).add((key, name))
    values: dict[str, Any] = {}
    for _key, name in by_collection.pop("", set()):
        field, value = _value(old, new, name)
        values[field] = value
        new = replace(new, **{field: value})
    for collection, paths in by_collection.items():
        values[collection] = _items(collection, old, new, paths)
    return _without_orphans(replace(new, **values))


def _value(old: Any, new: Any, name: str) -> tuple[str, Any]:
    """The old value of a field; of one extra value among the new ones."""
    if not name.startswith("extra."):
        return name, getattr(old, name)
    label, value = old.extra[int(name[6:])]
    extra: Extra = new.extra
    known = [at for at, (other, _value) in enumerate(extra) if other == label]
    if not known:
        return "extra", (*extra, (label, value))
    return "extra", (*extra[: known[0]], (label, value), *extra[known[0] + 1 :])


def _items(
    collection: str, old: Plan, new: Plan, paths: set[tuple[str, str]]
) -> tuple[Item, ...]:
    before = {item.key: item for item in old.items(collection)}
    whole = {key for key, name in paths if not name}
    items = [
        item
        for item in new.items(collection)
        if item.key in before or item.key not in whole
    ]
    fields: dict[str, list[str]] = {}
    for key, name in paths:
        if name and key:
            fields.setdefault(key, []).append(name)
    items = [_item(before.get(i.key), i, fields.get(i.key, ())) for i in items]
    there = {item.key for item in items}
    kept = [key for key in before if key in whole and key not in there]
    for key in kept:
        _reinsert(items, list(before), before[key])
    if ("", ORDER) in paths:
        items = _old_order(items, list(before))
    return tuple(items)


def _item(old: Item | None, new: Item, names: Sequence[str]) -> Item:
    for name in names if old is not None else ():
        field, value = _value(old, new, name)
        new = replace(new, **{field: value})
    return new


def _reinsert(items: list[Item], order: list[str], item: Item) -> None:
    """Put a removed item back behind the one it stood behind."""
    before = set(order[: order.index(item.key)])
    places = [at for at, other in enumerate(items) if other.key in before]
    items.insert(places[-1] + 1 if places else 0, item)


def _old_order(items: Sequence[Item], order: list[str]) -> list[Item]:
    """The old items in their old order, at the places of old items."""
    place = {key: at for at, key in enumerate(order)}
    known = sorted((i for i in items if i.key in place), key=lambda i: place[i.key])
    ordered = iter(known)
    return [next(ordered) if item.key in place else item for item in items]


def _without_orphans(plan: Plan) -> Plan:
    """Items whose parent is gone cannot stand anywhere."""
    values: dict[str, Any] = {}
    keys = {name: {i.key for i in plan.items(name)} for name in PARENTS.values()}
    for collection in COLLECTIONS:
        above = parent_field(collection)
        if above:
            known = keys[PARENTS[above]] | {""}
            items = plan.items(collection)
            kept = tuple(i for i in items if getattr(i, above) in known)
            if len(kept) != len(items):
                values[collection] = kept
                if collection == "tasks":
                    keys["tasks"] = {item.key for item in kept}
    return replace(plan, **values) if values else plan
