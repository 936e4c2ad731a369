# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finds items the way the expectations name them."""

from __future__ import annotations

from plankit.markdown.document import Document
from plankit.plan import COLLECTIONS, Item

_NAMES = ("ref", "title", "code", "role", "name")


def find(found: Document, collection: str, begin: str) -> Item:
    """The first item of that ref or code, or whose name begins so."""
    items = found.plan.items(collection)
    for item in items:
        if begin in (getattr(item, "ref", ""), getattr(item, "code", "")):
            return item
    for item in items:
        if any(getattr(item, name, "").startswith(begin) for name in _NAMES):
            return item
    raise AssertionError(f"no {collection} begins with {begin!r}")


def counts(found: Document) -> dict[str, int]:
    """How many items there are, collections without any left out."""
    every = {name: len(found.plan.items(name)) for name in COLLECTIONS}
    return {name: count for name, count in every.items() if count}
