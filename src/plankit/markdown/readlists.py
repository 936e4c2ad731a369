# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""List items to items of a plan."""

from __future__ import annotations

from plankit.markdown.blocks import ItemList, ListItem
from plankit.markdown.draft import Draft, Value
from plankit.markdown.places import ITEMS, LINE, MARK, Anchor, Home, Place

#: Collections that a list may hold, with the field of the item's text.
LISTED = {
    "deliverables": "name",
    "dashboards": "name",
    "triggers": "text",
}
_TICKED = frozenset("xX")


def read_list(draft: Draft, found: ItemList, collection: str, parent: str) -> Home:
    """Keep the top items; what is nested below them stays where it is."""
    home = draft.home(Home(collection, ITEMS, found.first, found.last, found, parent))
    for item in found.items:
        if item.text:
            add_item(draft, home, item)
    return home


def add_item(draft: Draft, home: Home, item: ListItem) -> str:
    values = {LISTED[home.collection]: text_value(item)}
    if home.collection != "triggers":
        values["done"] = mark_value(item)
    return draft.add(home, values, [], Anchor(home, item.first, item.last, item))


def text_value(item: ListItem) -> Value:
    return Value(item.text, Place(item.span, LINE))


def mark_value(item: ListItem) -> Value:
    """Ticked or not; without a box there is no place to tick."""
    if item.mark is None:
        return Value(False)
    return Value(item.mark in _TICKED, Place(item.mark_span, MARK))
