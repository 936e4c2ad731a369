# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Natural keys: names of items made from their content, unique in a collection."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields

from plankit.plan import COLLECTIONS, PARENTS, Item, Plan, item_fields

#: Fields that name an item, the first that is not empty counts.
NAMES: dict[str, tuple[str, ...]] = {
    "components": ("layer", "technology", "purpose"),
    "phases": ("code", "name"),
    "tasks": ("ref", "title"),
    "checklist": ("name",),
    "deliverables": ("name",),
    "checks": ("name", "command"),
    "migrations": ("version", "name", "description"),
    "environments": ("name", "url"),
    "triggers": ("text",),
    "test_targets": ("test_type", "framework"),
    "metrics": ("name",),
    "dashboards": ("name",),
    "risks": ("name",),
    "dependencies": ("name",),
    "blockers": ("name",),
    "approvals": ("role", "name"),
}
#: Collections whose names repeat below each parent; a task is named plan-wide.
NESTED = frozenset({"checklist", "deliverables", "checks"})
#: Longest text taken over into a key; a database index refuses endless ones.
LIMIT = 120
NAMELESS = "?"
#: The one field of an item that a record cannot do without.
TITLES = {
    "phases": "name",
    "tasks": "title",
    "checklist": "name",
    "deliverables": "name",
    "environments": "name",
    "dependencies": "name",
    "blockers": "name",
}


def parent_field(collection: str) -> str:
    """The field that holds the parent's key, or an empty text.

    >>> parent_field("checklist"), parent_field("tasks"), parent_field("risks")
    ('task', 'phase', '')
    """
    names = (f.name for f in fields(COLLECTIONS[collection]) if f.name in PARENTS)
    return next(names, "")


def stand_in(collection: str, item: Item, name: str) -> str:
    """What a record shows where its document's item has no title.

    >>> from plankit.plan import Phase
    >>> stand_in("phases", Phase(key="P2#2", code="P2"), "name")
    'P2'
    >>> stand_in("phases", Phase(key="P2#2", code="P2"), "goal")
    ''
    """
    if TITLES.get(collection) != name:
        return ""
    values = {name: getattr(item, name) for name in NAMES[collection]}
    return own_part(collection, values)


def own_part(collection: str, values: Mapping[str, object]) -> str:
    """What the item itself gives to its key, in one line and of bounded length."""
    for name in NAMES[collection]:
        text = " ".join(str(values.get(name, "")).split())
        if text:
            return _bounded(text)
    return NAMELESS


def _bounded(text: str) -> str:
    if len(text) <= LIMIT:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{text[: LIMIT - 11]}~{digest}"


def natural_key(collection: str, values: Mapping[str, object], parent: str = "") -> str:
    """The key an item has by its content; ``KeyMaker`` makes it unique.

    ``values`` are the item's fields by name; ``parent`` is the parent's key.

    >>> natural_key("tasks", {"ref": "P1.1", "title": "Create schema"}, "P1")
    'P1.1'
    >>> natural_key("tasks", {"title": "Create  schema"}, "P1")
    'Create schema'
    >>> natural_key("deliverables", {"name": "Schema deployed"}, "P1")
    'P1/Schema deployed'
    """
    own = own_part(collection, values)
    return f"{parent}/{own}" if parent and collection in NESTED else own


class KeyMaker:
    """Gives every item of one plan a natural key of its own.

    >>> keys = KeyMaker()
    >>> [keys.make("risks", {"name": name}) for name in ("Late", "Late", "Dear")]
    ['Late', 'Late#2', 'Dear']
    """

    def __init__(self) -> None:
        self._used: dict[str, set[str]] = {}
        self._counts: dict[tuple[str, str], int] = {}

    def make(
        self, collection: str, values: Mapping[str, object], parent: str = ""
    ) -> str:
        """The natural key, with ``#2``, ``#3`` for repeats in their order."""
        return self.unique(collection, natural_key(collection, values, parent))

    def unique(self, collection: str, wanted: str) -> str:
        """``wanted``, or its next repeat that nobody has."""
        used = self._used.setdefault(collection, set())
        count = self._counts.get((collection, wanted), 0) + 1
        key = wanted if count == 1 else f"{wanted}#{count}"
        while key in used:
            count += 1
            key = f"{wanted}#{count}"
        self._counts[collection, wanted] = count
        used.add(key)
        return key


def values_of(item: Item) -> dict[str, object]:
    """An item's fields by name, without its key."""
    return {name: getattr(item, name) for name in _FIELD_NAMES[type(item)]}


# Made once: a plan of ten thousand items asks very often.
_FIELD_NAMES = {kind: item_fields(name) for name, kind in COLLECTIONS.items()}


def natural_keys(plan: Plan) -> dict[str, dict[str, str]]:
    """Present key to natural key, per collection: what a reader would give."""
    keys = KeyMaker()
    found: dict[str, dict[str, str]] = {name: {} for name in COLLECTIONS}
    for collection, item in plan.walk():
        field = parent_field(collection)
        parent = ""
        if field:
            above = getattr(item, field)
            parent = found[PARENTS[field]].get(above, above)
        values = values_of(item)
        found[collection][item.key] = keys.make(collection, values, parent)
    return found
