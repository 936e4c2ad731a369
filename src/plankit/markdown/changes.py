# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What differs between two plans whose same items have the same keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from plankit.keys import natural_keys, parent_field, values_of
from plankit.markdown.places import Path
from plankit.plan import (
    COLLECTIONS,
    HEADER_FIELDS,
    PARENTS,
    Extra,
    Item,
    Plan,
    item_fields,
)

_FIELDS = {collection: item_fields(collection) for collection in COLLECTIONS}


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is to be ``new``; ``field`` may be ``extra.<n>``."""

    path: Path
    new: object


def changes(old: Plan, new: Plan) -> Iterator[Change]:
    """Changed values of the header and of items that both plans have."""
    for name in HEADER_FIELDS:
        if getattr(old, name) != getattr(new, name):
            yield from _field("", "", name, getattr(old, name), getattr(new, name))
    for collection in COLLECTIONS:
        before = {item.key: item for item in old.items(collection)}
        for item in new.items(collection):
            known = before.get(item.key)
            if known is not None and known is not item:
                yield from item_changes(collection, known, item)


def item_changes(collection: str, old: Item, new: Item) -> Iterator[Change]:
    """Changed values of one item, its parent apart."""
    if old == new:
        return
    above = parent_field(collection)
    after = values_of(new)
    for name, value in values_of(old).items():
        if name != above and value != after[name]:
            yield from _field(collection, new.key, name, value, after[name])


def _field(
    collection: str, key: str, name: str, old: object, new: object
) -> Iterator[Change]:
    if name != "extra":
        yield Change((collection, key, name), new)
        return
    yield from _extra(collection, key, old, new)  # type: ignore[arg-type]


def _extra(collection: str, key: str, old: Extra, new: Extra) -> Iterator[Change]:
    """Extra values by label; a label that is not there is an empty value."""
    wanted = labelled(new)
    for index, (label, value) in enumerate(labelled(old).items()):
        after = wanted.pop(label, "")
        if value != after:
            yield Change((collection, key, f"extra.{index}"), after)
    if any(wanted.values()):
        yield Change((collection, key, "extra"), new)


def labelled(extra: Extra) -> dict[tuple[str, int], str]:
    """Extra values by their label and its count, for labels that repeat."""
    counts: Counter[str] = Counter()
    found = {}
    for label, text in extra:
        found[label, counts[label]] = text
        counts[label] += 1
    return found


def same_extra(one: Extra, other: Extra) -> bool:
    """Whether the values that are not empty are the same."""
    return {k: v for k, v in labelled(one).items() if v} == {
        k: v for k, v in labelled(other).items() if v
    }


def moves(old: Plan, new: Plan) -> Iterator[Path]:
    """Items that come, go or change their parent, and collections in new order.

    An item that comes or goes has an empty field; ``(collection, "", "order")``
    stands for the order.
    """
    for collection in COLLECTIONS:
        before, after = old.items(collection), new.items(collection)
        if before is after:
            continue
        above = parent_field(collection)
        known = {item.key: item for item in before}
        wanted = {item.key: item for item in after}
        yield from ((collection, key, "") for key in known.keys() ^ wanted.keys())
        common = known.keys() & wanted.keys()
        if above:
            yield from (
                (collection, key, above)
                for key in common
                if getattr(known[key], above) != getattr(wanted[key], above)
            )
        if [k for k in known if k in common] != [k for k in wanted if k in common]:
            yield collection, "", "order"


def missing(wanted: Plan, found: Plan) -> Iterator[Path]:
    """Paths of ``wanted`` that ``found``, read from a text, does not have so."""
    for name in HEADER_FIELDS:
        before, after = getattr(wanted, name), getattr(found, name)
        if before != after and not (name == "extra" and same_extra(before, after)):
            yield "", "", name
    names = natural_keys(wanted)
    for collection in COLLECTIONS:
        yield from _missing_items(collection, wanted, found, names)


def _missing_items(
    collection: str, wanted: Plan, found: Plan, names: dict[str, dict[str, str]]
) -> Iterator[Path]:
    there = {item.key: item for item in found.items(collection)}
    own = names[collection]
    above = parent_field(collection)
    orders: dict[str, list[str]] = {}
    for item in wanted.items(collection):
        same = there.get(own[item.key])
        if same is None:
            yield collection, item.key, ""
            continue
        orders.setdefault(getattr(same, above) if above else "", []).append(same.key)
        yield from _missing_fields(collection, item, same, names)
    expected = {own[item.key] for item in wanted.items(collection)}
    yield from ((collection, key, "") for key in there if key not in expected)
    if not _in_order(orders, found, collection):
        yield collection, "", "order"


def _missing_fields(
    collection: str, item: Item, same: Item, names: dict[str, dict[str, str]]
) -> Iterator[Path]:
    above = parent_field(collection)
    for name in _FIELDS[collection]:
        value = getattr(item, name)
        if name == above:
            value = names[PARENTS[name]].get(value, value)
        after = getattr(same, name)
        if value != after and not (name == "extra" and same_extra(value, after)):
            yield collection, item.key, name


def _in_order(orders: dict[str, list[str]], found: Plan, collection: str) -> bool:
    """Whether the items of each parent stand in the wanted order."""
    place = {item.key: at for at, item in enumerate(found.items(collection))}
    for keys in orders.values():
        places = [place[key] for key in keys]
        if places != sorted(places):
            return False
    return True
