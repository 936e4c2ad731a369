# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What somebody signs, as content: the signed values of a plan, and their hash.

Content is JSON without ids and floats. Values equal to a field's default are left
out, so that a field added later changes no old hash. A change of the rules here or
in ``scope`` is a new ``FORMAT``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from plankit import canonical
from plankit.errors import PlanError
from plankit.keys import natural_keys, parent_field
from plankit.plan import COLLECTIONS, PARENTS, Extra, Item, Plan
from plankit.scope import ALL_PARTS
from plankit.snapshot_items import items_of
from plankit.snapshot_values import FACT, header_of_plan, plain, restored

__all__ = [
    "ALL_PARTS",
    "FACT",
    "FORMAT",
    "Subject",
    "content",
    "content_of",
    "digest",
    "select",
    "text",
    "to_plan",
]

FORMAT = "implementation-plan-content/1"
PLAN = "plan"
_NONE: Mapping[str, str] = MappingProxyType({})
#: What is signed with an item: collections below it, parents first.
_BELOW = {
    "phases": ("tasks", "checklist", "deliverables", "checks"),
    "tasks": ("checklist",),
}


@dataclass(frozen=True)
class Subject:
    """What is signed: the plan called ``plan`` (a slug), or one item of it.

    ``kind`` is the caller's word for it and a part of the content. ``collection``
    and ``key`` name the item as the plan given names it; they are no part.
    """

    plan: str
    kind: str = PLAN
    collection: str = ""
    key: str = ""


def select(plan: Plan, subject: Subject) -> Plan:
    """The plan with the subject alone: an item, what is below it, and no header.

    Parents outside are named by their natural keys in the whole plan. An item that
    the plan does not have is refused with ``no_subject``.
    """
    collection = subject.collection
    if not collection:
        return plan
    wanted = [i for i in plan.items(collection) if i.key == subject.key]
    if not wanted:
        raise PlanError(
            f"The plan has no {subject.key} in {collection}.",
            code="no_subject",
            collection=collection,
            key=subject.key,
        )
    chosen: dict[str, Any] = {
        collection: tuple(_apart(plan, collection, item) for item in wanted)
    }
    for below in _BELOW.get(collection, ()):
        chosen[below] = _children(plan, below, chosen)
    return Plan(slug=plan.slug, **chosen)


def _apart(plan: Plan, collection: str, item: Item) -> Item:
    """The item with its parent's natural key instead of its parent's key."""
    field = parent_field(collection)
    above = getattr(item, field) if field else ""
    if not above:
        return item
    tasks = plan.tasks if field == "task" else ()
    names = natural_keys(Plan(phases=plan.phases, tasks=tasks))[PARENTS[field]]
    changed: dict[str, Any] = {field: names.get(above, above)}
    return replace(item, **changed)


def _children(
    plan: Plan, collection: str, chosen: Mapping[str, tuple[Item, ...]]
) -> tuple[Item, ...]:
    field = parent_field(collection)
    keys = {item.key for item in chosen[PARENTS[field]]}
    return tuple(i for i in plan.items(collection) if getattr(i, field) in keys)


def content(
    plan: Plan,
    subject: Subject,
    parts: frozenset[str] = ALL_PARTS,
    facts: Mapping[str, str] = _NONE,
) -> dict[str, Any]:
    """What is signed: the signed values of the subject, as JSON.

    ``{"format", "subject": {"kind", "plan"}, "parts", "facts", "header": {field:
    text}, "items": {collection: [{"key", field: value}]}}``: ``parts`` for a plan
    only (an item is signed whole), ``facts`` where there are any. Keys are natural
    keys of these items, line ends within values are LF. ``facts`` are what a
    signature covers besides the document, by name.
    """
    head: dict[str, Any] = {"kind": subject.kind, "plan": subject.plan}
    chosen = None if subject.collection else parts
    return content_of(select(plan, subject), head, chosen, facts)


def content_of(
    plan: Plan,
    head: Mapping[str, str],
    parts: frozenset[str] | None,
    facts: Mapping[str, str] = _NONE,
) -> dict[str, Any]:
    """The content of a plan that is selected already; ``parts`` None: an item."""
    found: dict[str, Any] = {"format": FORMAT, "subject": dict(head)}
    if parts is not None:
        found["parts"] = sorted(parts)
    if facts:
        found["facts"] = {name: plain(value) for name, value in facts.items()}
    found["header"] = {} if parts is None else header_of_plan(plan, parts)
    found["items"] = items_of(plan, parts)
    return found


def text(content: Mapping[str, Any]) -> str:
    """The content's canonical text (RFC 8785): what is kept of a signed content."""
    return canonical.canonical(content)


def digest(content: Mapping[str, Any]) -> str:
    """The hash that a signature carries: SHA-256 of the text, in hexadecimal."""
    return canonical.digest(content)


def to_plan(content: Mapping[str, Any]) -> Plan:
    """The content as plan values; facts are header extras ``@fact:<name>``.

    What is no content of this format is refused with ``unknown_format``.
    """
    if content.get("format") != FORMAT:
        raise PlanError(
            f"{content.get('format')} is no format of contents known here.",
            code="unknown_format",
        )
    try:
        return _plan(content)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PlanError(
            f"The content is malformed: {error}.", code="unknown_format"
        ) from None


def _plan(content: Mapping[str, Any]) -> Plan:
    header = dict(content["header"])
    extra = restored(header.pop("extra", ()), content.get("facts", {}))
    items: dict[str, Any] = {
        name: tuple(_item(COLLECTIONS[name], row) for row in rows)
        for name, rows in content["items"].items()
    }
    return Plan(slug=content["subject"]["plan"], extra=extra, **header, **items)


def _item(kind: type[Item], row: Mapping[str, Any]) -> Item:
    extra: Extra = tuple((header, text) for header, text in row.get("extra", ()))
    return kind(**{**row, "extra": extra})
