# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Changes from one plan to another, and their application."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plankit.keys import NAMES
from plankit.plan import COLLECTIONS, HEADER_FIELDS, Extra, Item, Plan, item_fields

CREATE = "create"
UPDATE = "update"
DELETE = "delete"
MOVE = "move"

#: Before the header of a named extra value: ``extra:Notes``.
EXTRA = "extra:"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference. ``collection`` and ``key`` are empty for the plan's header.

    ``old`` and ``new`` are values of ``field``, whole items for create and delete.
    ``after`` is the key of the item before it in the new order (create and move).
    """

    kind: str
    collection: str = ""
    key: str = ""
    field: str = ""
    old: Any = None
    new: Any = None
    after: str = ""
    name: str = ""


def label(collection: str, item: Item) -> str:
    """What a person calls the item: its reference, else its name.

    >>> from plankit.plan import Task
    >>> label("tasks", Task(key="1", ref="P1.1", title="Create schema"))
    'P1.1'
    """
    texts = (str(getattr(item, name)).strip() for name in NAMES[collection])
    return next((text for text in texts if text), item.key)


def diff(old: Plan, new: Plan) -> tuple[Change, ...]:
    """What turns ``old`` into ``new``; nothing when they are equal.

    >>> from plankit.plan import Task
    >>> old = Plan(tasks=(Task(key="P1.1", ref="P1.1"),))
    >>> new = Plan(tasks=(Task(key="P1.1", ref="P1.1", status="done"),))
    >>> [(c.kind, c.name, c.field, c.old, c.new) for c in diff(old, new)]
    [('update', 'P1.1', 'status', 'not_started', 'done')]
    """
    changes = list(_header_changes(old, new))
    for collection in COLLECTIONS:
        before, after = old.items(collection), new.items(collection)
        if before != after:
            changes += _collection_changes(collection, before, after)
    return tuple(changes)


def _header_changes(old: Plan, new: Plan) -> Iterator[Change]:
    for name in HEADER_FIELDS:
        for field, before, after in _values(
            name, getattr(old, name), getattr(new, name)
        ):
            yield Change(
                kind=UPDATE,
                field=field,
                old=before,
                new=after,
                name=new.title or new.slug,
            )


def _values(name: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Changed values of a field; an extra value of its own where headers are equal."""
    if old == new:
        return
    if name != "extra" or [h for h, _text in old] != [h for h, _text in new]:
        yield name, old, new
        return
    after = numbered(new)
    for header, text in numbered(old).items():
        if text != after[header]:
            yield EXTRA + header, text, after[header]


def numbered(extra: Extra) -> dict[str, str]:
    """Extra values by header, the second of one name as ``Notes#2``."""
    found: dict[str, str] = {}
    for header, text in extra:
        name, count = header, 1
        while name in found:
            count += 1
            name = f"{header}#{count}"
        found[name] = text
    return found


def _collection_changes(
    collection: str, before: Sequence[Item], after: Sequence[Item]
) -> Iterator[Change]:
    old = {item.key: item for item in before}
    new = {item.key: item for item in after}
    for item in before:
        if item.key not in new:
            yield Change(
                kind=DELETE,
                collection=collection,
                key=item.key,
                old=item,
                name=label(collection, item),
            )
    moved = set(new).intersection(old) - _staying(list(old), list(new))
    previous = ""
    for item in after:
        name = label(collection, item)
        if item.key not in old:
            yield Change(
                kind=CREATE,
                collection=collection,
                key=item.key,
                new=item,
                after=previous,
                name=name,
            )
        else:
            yield from _item_changes(collection, old[item.key], item, name)
            if item.key in moved:
                yield Change(
                    kind=MOVE,
                    collection=collection,
                    key=item.key,
                    after=previous,
                    name=name,
                )
        previous = item.key


def _item_changes(collection: str, old: Item, new: Item, name: str) -> Iterator[Change]:
    if old == new:
        return
    for field_name in item_fields(collection):
        before, after = getattr(old, field_name), getattr(new, field_name)
        for field, was, now in _values(field_name, before, after):
            yield Change(
                kind=UPDATE,
                collection=collection,
                key=new.key,
                field=field,
                old=was,
                new=now,
                name=name,
            )


def _staying(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """A longest run of common keys in the order both have; the others moved."""
    place = {key: at for at, key in enumerate(old)}
    common = [key for key in new if key in place]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, key in enumerate(common):
        length = bisect_left(tails, place[key])
        tails[length : length + 1] = [place[key]]
        ends[length : length + 1] = [at]
        before.append(ends[length - 1] if length else -1)
    staying = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        staying.add(common[at])
        at = before[at]
    return staying


def apply(old: Plan, changes: Iterable[Change]) -> Plan:
    """The plan after the changes: ``apply(old, diff(old, new)) == new``."""
    by_collection: dict[str, list[Change]] = {}
    for change in changes:
        by_collection.setdefault(change.collection, []).append(change)
    plan: Plan = _updated(old, by_collection.pop("", []))
    fields: dict[str, Any] = {
        collection: _applied(plan.items(collection), wanted)
        for collection, wanted in by_collection.items()
    }
    return replace(plan, **fields)


def _applied(items: Sequence[Item], changes: Sequence[Change]) -> tuple[Item, ...]:
    by_key = {item.key: item for item in items}
    updates: dict[str, list[Change]] = {}
    away: set[str] = set()
    for change in changes:
        if change.kind == UPDATE:
            updates.setdefault(change.key, []).append(change)
        else:
            away.add(change.key)
            if change.kind == CREATE:
                by_key[change.key] = change.new
    order = insert_after(
        [item.key for item in items if item.key not in away],
        [(c.key, c.after) for c in changes if c.kind in (CREATE, MOVE)],
    )
    return tuple(_updated(by_key[key], updates.get(key, [])) for key in order)


def insert_after(keys: Sequence[str], new: Iterable[tuple[str, str]]) -> list[str]:
    """``keys`` with each new one behind its neighbour, at the start without one.

    >>> insert_after(["a", "b"], [("x", "a"), ("y", "x"), ("z", "")])
    ['z', 'a', 'x', 'y', 'b']
    """
    following: dict[str, str] = {}
    previous = ""
    for key in keys:
        following[previous] = previous = key
    for key, after in new:
        at = after if after in following or after == previous else ""
        if at in following:
            following[key] = following[at]
        else:
            previous = key
        following[at] = key
    order = []
    key = following.get("", "")
    while key:
        order.append(key)
        key = following.get(key, "")
    return order


def _updated(value: Any, changes: Sequence[Change]) -> Any:
    if not changes:
        return value
    plain = {c.field: c.new for c in changes if not c.field.startswith(EXTRA)}
    named = {c.field[len(EXTRA) :]: c.new for c in changes if c.field.startswith(EXTRA)}
    if named:
        texts = {**numbered(value.extra), **named}
        headers = (header for header, _text in value.extra)
        plain["extra"] = tuple(zip(headers, texts.values(), strict=True))
    return replace(value, **plain)
