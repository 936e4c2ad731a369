# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Values that a document has no place for, by the natural keys of their items."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Any

from plankit.keys import natural_keys
from plankit.plan import COLLECTIONS, Extra, Item, Phase, Plan, Task
from plankit.scope import ALL_PARTS, BEYOND, collections_of, header_of
from plankit.snapshot import Subject, select

#: Collection ("" for the header) to natural key ("") to pairs ``[header, text]``.
Beyond = dict[str, dict[str, list[list[str]]]]


def beyond_of(plan: Plan) -> Beyond:
    """The extras of a plan whose headers begin with ``@``.

    >>> beyond_of(Plan(extra=(("@prose", "Words."), ("Branch", "main"))))
    {'': {'': [['@prose', 'Words.']]}}
    """
    names = natural_keys(plan)
    found: Beyond = {}
    for collection, item in plan.walk():
        pairs = _beyond(item.extra)
        if pairs:
            found.setdefault(collection, {})[names[collection][item.key]] = pairs
    header = _beyond(plan.extra)
    return {"": {"": header}, **found} if header else found


def _beyond(extra: Extra) -> list[list[str]]:
    return [[name, text] for name, text in extra if name.startswith(BEYOND) and text]


def pruned(
    beyond: Beyond, plan: Plan, subject: Subject, parts: Collection[str] | None
) -> Beyond:
    """Only what belongs to the items and header that are signed."""
    chosen = ALL_PARTS if parts is None else parts
    selected = select(plan, subject)
    found: Beyond = {}
    names = header_of(chosen) if parts is not None else frozenset[str]()
    own = header_of(ALL_PARTS)
    pairs = [
        pair
        for pair in beyond.get("", {}).get("", [])
        if (pair[0] if pair[0] in own else "extra") in names
    ]
    if pairs:
        found[""] = {"": pairs}
    for collection in collections_of(chosen):
        values = beyond.get(collection, {})
        keys = [i.key for i in selected.items(collection) if i.key in values]
        if keys:
            found[collection] = {key: values[key] for key in keys}
    return found


def with_beyond(plan: Plan, beyond: Mapping[str, Any]) -> Plan:
    """The plan with these values; those that its document shows are not repeated."""
    header = beyond.get("", {}).get("", [])
    changed: dict[str, Any] = {"extra": _joined(plan.extra, header)}
    for collection in COLLECTIONS:
        values = beyond.get(collection)
        if values:
            changed[collection] = tuple(
                replace(item, extra=_joined(item.extra, values.get(item.key, [])))
                for item in plan.items(collection)
            )
    return replace(plan, **changed)


def _joined(extra: Extra, pairs: Iterable[Any]) -> Extra:
    new = tuple((header, text) for header, text in pairs)
    return (*extra, *(pair for pair in new if pair not in extra))


def without(plan: Plan, known: Plan | None = None) -> Plan:
    """The plan without values beyond the document, but those ``known`` shows."""
    shown = _headers(known) if known else set()

    def bare(collection: str, extra: Extra) -> Extra:
        return tuple(
            (header, text)
            for header, text in extra
            if not header.startswith(BEYOND) or (collection, header) in shown
        )

    changed: dict[str, Any] = {"extra": bare("", plan.extra)}
    for collection in COLLECTIONS:
        changed[collection] = tuple(
            _bare(item, bare(collection, item.extra)) for item in plan.items(collection)
        )
    return replace(plan, **changed)


def _bare(item: Item, extra: Extra) -> Item:
    return item if extra == item.extra else replace(item, extra=extra)


def _headers(plan: Plan) -> set[tuple[str, str]]:
    found = {("", header) for header, _text in plan.extra}
    for collection, item in plan.walk():
        found.update((collection, header) for header, _text in item.extra)
    return found


_CODE = re.compile(r"[A-Z]+\d+(?:\.\d+)*")


def with_parents(plan: Plan) -> Plan:
    """The plan with a bare parent for each one that an item names and that is not
    there: a document shows where a single item belongs."""
    tasks = {task.key for task in plan.tasks}
    missing = [i.task for i in plan.checklist if i.task and i.task not in tasks]
    stubs = [Task(key=name, title=name) for name in dict.fromkeys(missing)]
    plan = replace(plan, tasks=(*stubs, *plan.tasks))
    phases = {phase.key for phase in plan.phases}
    below = (plan.tasks, plan.deliverables, plan.checks)
    names = [name for items in below for name in map(attrgetter("phase"), items)]
    missing = [name for name in dict.fromkeys(names) if name and name not in phases]
    return replace(plan, phases=(*plan.phases, *map(_phase, missing)))


def _phase(key: str) -> Phase:
    coded = _CODE.fullmatch(key)
    return Phase(key=key, code=key) if coded else Phase(key=key, name=key)
