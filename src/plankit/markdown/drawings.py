# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Drawings that show values of items: text and items tell the same thing twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from plankit.markdown.places import Path
from plankit.plan import Item, Plan

#: Drawing to the collection and the fields it shows.
DRAWINGS = {
    "traffic_progression": ("environments", ("traffic_percent", "traffic_kind")),
    "test_pyramid": ("test_targets", ("share_percent",)),
}


def settled_with(plan: Plan, old: Plan, found: Plan) -> tuple[Plan, set[Path]]:
    """The plan as its text must tell it, and the values that followed a drawing.

    Where the drawing was left alone, it follows the items; where it was rewritten,
    items that nobody edited follow the drawing.
    """
    followed: set[Path] = set()
    for name, (collection, fields) in DRAWINGS.items():
        values: dict[str, Any] = {}
        if getattr(plan, name) == getattr(old, name):
            values[name] = getattr(found, name)
        elif getattr(plan, name) == getattr(found, name):
            items, paths = _following(collection, fields, plan, old, found)
            values[collection] = items
            followed |= paths
        plan = replace(plan, **values)
    return plan, followed


def _following(
    collection: str, fields: tuple[str, ...], plan: Plan, old: Plan, found: Plan
) -> tuple[tuple[Item, ...], set[Path]]:
    before = {item.key: item for item in old.items(collection)}
    after = {item.key: item for item in found.items(collection)}
    items: list[Item] = []
    paths: set[Path] = set()
    for item in plan.items(collection):
        was, now = before.get(item.key), after.get(item.key)
        values = {
            name: getattr(now, name)
            for name in fields
            if was and now and getattr(item, name) == getattr(was, name)
        }
        changed = {n: v for n, v in values.items() if v != getattr(item, n)}
        paths |= {(collection, item.key, name) for name in changed}
        items.append(replace(item, **changed))
    return tuple(items), paths
