# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Signed values: texts with one line end, extras by header, facts as extras."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from plankit.plan import HEADER_FIELDS, Extra, Plan
from plankit.scope import BEYOND, PARTS, header_of, is_signed_extra

#: Before the name of a fact among the header's extras.
FACT = "@fact:"
_ESCAPED = (FACT, "@@")
#: Headers of extras that are a part of their own.
_APART = frozenset(name for name in header_of(PARTS) if name.startswith(BEYOND))


def plain(value: Any) -> Any:
    """A text with LF for its line ends; other values as they are.

    >>> plain("a\\r\\nb\\rc")
    'a\\nb\\nc'
    """
    if isinstance(value, str) and "\r" in value:
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


def signed_extra(collection: str, extra: Extra) -> list[list[str]]:
    """The pairs that are signed and not empty, by their headers."""
    pairs = [
        [plain(header), plain(text)]
        for header, text in extra
        if text and is_signed_extra(collection, header)
    ]
    return sorted(pairs, key=lambda pair: pair[0])


def header_of_plan(plan: Plan, parts: Iterable[str]) -> dict[str, Any]:
    """The signed values of the header, those that are empty left out."""
    names = header_of(parts)
    own = {name: plain(getattr(plan, name)) for name in _FIELDS if name in names}
    found: dict[str, Any] = {name: value for name, value in own.items() if value}
    extra = [
        pair
        for pair in signed_extra("", plan.extra)
        if (pair[0] if pair[0] in _APART else "extra") in names
    ]
    return {**found, "extra": extra} if extra else found


_FIELDS = tuple(n for n in HEADER_FIELDS if n in header_of(PARTS) and n != "extra")


def restored(pairs: Iterable[Any], facts: Mapping[str, str]) -> Extra:
    """The header's extras, with facts among them; a document's own stay apart."""
    own = tuple(
        (f"@{header}" if header.startswith(_ESCAPED) else header, text)
        for header, text in pairs
    )
    return (*own, *((FACT + name, text) for name, text in facts.items()))


def facts_in(extra: Extra) -> tuple[Extra, dict[str, str]]:
    """The header's extras and the facts: what ``restored`` joined.

    >>> facts_in(restored([["@fact:a", "1"]], {"a": "2"}))
    ((('@fact:a', '1'),), {'a': '2'})
    """
    own: list[tuple[str, str]] = []
    facts: dict[str, str] = {}
    for header, text in extra:
        if header.startswith(FACT):
            facts[header[len(FACT) :]] = text
        else:
            own.append((header[1:] if header.startswith("@@") else header, text))
    return tuple(own), facts
