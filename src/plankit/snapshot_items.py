# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The signed items of a plan: rows with natural keys, in an order of their own.

Where the order is not signed, it decides nothing here: not the order of the rows,
and not which of two items of one name is called ``#2``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from itertools import groupby
from typing import Any, NamedTuple

from plankit.canonical import canonical
from plankit.ids import is_none_word
from plankit.keys import KeyMaker, natural_key, natural_keys, parent_field
from plankit.plan import COLLECTIONS, PARENTS, Item, Plan
from plankit.scope import ALL_PARTS, ORDERED, collections_of, is_signed, touches_grants
from plankit.snapshot_values import plain, signed_extra

#: Signed fields of a collection's items with their defaults, made once.
_FIELDS: dict[str, tuple[tuple[str, Any], ...]] = {
    name: tuple(
        (field.name, field.default)
        for field in fields(kind)
        if field.default is not MISSING and field.name != "extra"
        if is_signed(name, field.name)
    )
    for name, kind in COLLECTIONS.items()
}


class _Row(NamedTuple):
    """An item's key in its plan, the natural key it asks for, its signed values."""

    key: str
    wanted: str
    values: dict[str, Any]


def items_of(plan: Plan, parts: Iterable[str] | None) -> dict[str, list[Any]]:
    """Rows by collection, ``{"key": natural key, field: value}``; none is left out.

    ``parts`` None are all of them, and order counts as the parts say.
    """
    chosen = ALL_PARTS if parts is None else frozenset(parts)
    outside = _Outside(plan)
    keys = KeyMaker()
    known: dict[str, dict[str, str]] = {}
    found: dict[str, list[Any]] = {}
    for collection in COLLECTIONS:
        items = _signed(plan, collection, chosen)
        if not items:
            continue
        field = parent_field(collection)
        above = known.get(PARENTS[field]) if field else {}
        if above is None:
            above = outside.keys(PARENTS[field])
        rows = [_row(collection, item, field, above) for item in items]
        rows = _in_order(plan, collection, field, rows)
        names = {row.key: keys.unique(collection, row.wanted) for row in rows}
        known[collection] = names
        found[collection] = [{"key": names[row.key], **row.values} for row in rows]
    return found


def _signed(plan: Plan, collection: str, parts: frozenset[str]) -> tuple[Item, ...]:
    """The items that these parts hold; of ``grants`` only what touches them."""
    if collection not in collections_of(parts):
        return ()
    if collection == "migrations" and "migrations" not in parts:
        return tuple(item for item in plan.migrations if touches_grants(item))
    return plan.items(collection)


class _Outside:
    """Natural keys in the whole plan, for parents that are no part of a content."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._keys: dict[str, dict[str, str]] = {}

    def keys(self, collection: str) -> dict[str, str]:
        """Key to natural key; a parent that the plan has not keeps its name."""
        if not self._keys:
            plan = Plan(phases=self._plan.phases, tasks=self._plan.tasks)
            self._keys = natural_keys(plan)
        return self._keys[collection]


def _row(collection: str, item: Item, field: str, above: Mapping[str, str]) -> _Row:
    values: dict[str, Any] = {}
    for name, default in _FIELDS[collection]:
        value = getattr(item, name)
        if value != default:
            values[name] = plain(value)
    if field in values:
        values[field] = above.get(values[field], values[field])
    if "depends" in values and is_none_word(values["depends"]):
        del values["depends"]
    if item.extra:
        extra = signed_extra(collection, item.extra)
        if extra:
            values["extra"] = extra
    parent = values.get(field, "")
    return _Row(item.key, natural_key(collection, values, parent), values)


def _in_order(plan: Plan, collection: str, field: str, rows: list[_Row]) -> list[_Row]:
    if collection in ORDERED:
        return sorted(rows, key=lambda row: row.values.get(field, ""))
    rows.sort(key=lambda row: row.wanted)
    if len({row.wanted for row in rows}) == len(rows):
        return rows
    below = _below(plan) if collection == "tasks" else {}
    ordered: list[_Row] = []
    for _wanted, group in groupby(rows, key=lambda row: row.wanted):
        twins = list(group)
        if len(twins) > 1:
            twins.sort(key=lambda row: (canonical(row.values), below.get(row.key, [])))
        ordered += twins
    return ordered


def _below(plan: Plan) -> dict[str, list[str]]:
    """What tells two tasks apart that are equal in themselves: their checklists."""
    found: dict[str, list[str]] = {}
    for item in plan.checklist:
        row = _row("checklist", item, "", {})
        del row.values["task"]
        found.setdefault(item.task, []).append(canonical(row.values))
    return {task: sorted(texts) for task, texts in found.items()}
