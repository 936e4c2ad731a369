# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A change as values for a page: what it was, what it is, how far it moved."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from datetime import date
from difflib import unified_diff
from itertools import zip_longest
from typing import Any

from plankit.diff import EXTRA, Change, numbered
from plankit.plan import Item
from plankit.snapshot_values import FACT

#: Lines from which a text is shown as taken out and put in, without a search.
MOST_LINES = 2000
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]{8}Z)?")
#: Lines of context around what changed.
_CONTEXT = 3


def worded(change: Change) -> dict[str, Any]:
    """A change for a person: codes and values, no sentences.

    ``kind, collection, key, field, name, old, new`` as the change has them; the
    field of an extra is its header (``is_extra``), of a fact its name
    (``is_fact``). ``note`` is ``{"code": "days_later" or "days_earlier", "days":
    n}`` between two ISO days, or moments of them, else empty; ``diff`` is a unified
    diff where a text has several lines. A created or deleted item has its fields in
    ``values``: ``[{"field", "old", "new"}]``; so have extras where a header came or
    went.
    """
    field = change.field.removeprefix(EXTRA)
    found: dict[str, Any] = {
        "kind": change.kind,
        "collection": change.collection,
        "key": change.key,
        "field": field.removeprefix(FACT),
        "is_extra": change.field.startswith(EXTRA),
        "is_fact": field.startswith(FACT),
        "name": change.name,
        **_compared(change.old, change.new),
        "values": [],
    }
    if field == "extra":
        found |= {"old": "", "new": "", "values": _pairs(change.old, change.new)}
    elif isinstance(change.old or change.new, Item):
        old, new = _fields(change.old), _fields(change.new)
        found |= {"old": "", "new": "", "values": _rows(old, new)}
    return found


def _compared(old: Any, new: Any) -> dict[str, Any]:
    return {"old": old, "new": new, "note": _note(old, new), "diff": _diff(old, new)}


def _rows(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"field": name, **_compared(old.get(name, ""), new.get(name, ""))}
        for name in {**old, **new}
        if old.get(name, "") != new.get(name, "")
    ]


def _pairs(old: Any, new: Any) -> list[dict[str, Any]]:
    return _rows(numbered(old or ()), numbered(new or ()))


def _fields(item: Any) -> dict[str, Any]:
    """An item's values that are not the default, its extras by their headers."""
    if not isinstance(item, Item):
        return {}
    found = {
        field.name: getattr(item, field.name)
        for field in fields(item)
        if field.default is not MISSING and field.name != "extra"
        if getattr(item, field.name) != field.default
    }
    return {**found, **numbered(item.extra)}


def _note(old: Any, new: Any) -> dict[str, Any]:
    before, after = _date(old), _date(new)
    if not before or not after or before == after:
        return {}
    days = (after - before).days
    code = "days_later" if days > 0 else "days_earlier"
    return {"code": code, "days": abs(days)}


def _date(value: Any) -> date | None:
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _diff(old: Any, new: Any) -> str:
    """A unified diff of texts with several lines, without its file names.

    >>> print(_diff("a\\nb", "a\\nc"))
    @@ -1,2 +1,2 @@
     a
    -b
    +c
    """
    if not isinstance(old, str) or not isinstance(new, str) or old == new:
        return ""
    before, after = old.split("\n"), new.split("\n")
    if len(before) == len(after) == 1 or not (old and new):
        return ""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    start = max(0, head - _CONTEXT)
    cut = max(0, tail - _CONTEXT)
    before, after = (lines[start : len(lines) - cut] for lines in (before, after))
    if len(before) + len(after) > MOST_LINES:
        lines = [*(f"-{line}" for line in before), *(f"+{line}" for line in after)]
        return "\n".join([f"@@ {start + 1} @@", *lines])
    found = list(unified_diff(before, after, n=_CONTEXT, lineterm=""))[2:]
    return "\n".join(_shifted(found, start))


def _common(one: list[str], other: list[str]) -> int:
    pairs = enumerate(zip_longest(one, other))
    return next((at for at, (a, b) in pairs if a != b or a is None), len(one))


_HUNK = re.compile(r"@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@")


def _shifted(lines: list[str], start: int) -> list[str]:
    """Lines of a diff whose hunks count from the text's first line."""

    def place(found: re.Match[str]) -> str:
        old, old_count, new, new_count = found.groups(default="")
        return f"@@ -{int(old) + start}{old_count} +{int(new) + start}{new_count} @@"

    return [_HUNK.sub(place, line) if line.startswith("@@") else line for line in lines]
