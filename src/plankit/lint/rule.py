# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a rule is, and what it may look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from plankit import ids
from plankit.errors import Finding
from plankit.keys import NAMES
from plankit.plan import Item, Phase, Plan, Task
from plankit.trigger import Compiled, compile_trigger


class Readable(Protocol):
    """What lint needs of a document that was read."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...

    def line(self, collection: str, key: str, field: str = "") -> int: ...


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A rule's answer; ``below`` counts lines below the value's first one.

    ``hint`` and ``severity`` are filled where they differ from the rule's own.
    """

    message: str
    hint: str = ""
    severity: str = ""
    collection: str = ""
    key: str = ""
    field: str = ""
    ref: str = ""
    below: int = 0


@dataclass(frozen=True, kw_only=True)
class Context:
    """A plan with what the rules ask of it more than once.

    ``people`` maps a role to its person; without it nobody asks who fills a role.
    Without ``today`` nothing is late.
    """

    plan: Plan
    document: Readable | None = None
    people: Mapping[str, str] | None = None
    today: date | None = None

    @cached_property
    def resolution(self) -> ids.Resolution:
        return ids.resolve(self.plan)

    @cached_property
    def tasks(self) -> dict[str, Task]:
        return {task.key: task for task in self.plan.tasks}

    @cached_property
    def triggers(self) -> dict[str, Compiled]:
        """Compiled triggers by their keys."""
        return {item.key: compile_trigger(item.text) for item in self.plan.triggers}

    @cached_property
    def thresholds(self) -> dict[str, Compiled]:
        """Compiled alert thresholds by the keys of their metrics."""
        return {
            item.key: compile_trigger(item.threshold, item.name, item.metric_type)
            for item in self.plan.metrics
            if item.threshold
        }

    def tasks_of(self, phase: Phase) -> list[Task]:
        return self._by_phase.get(phase.key, [])

    @cached_property
    def _by_phase(self) -> dict[str, list[Task]]:
        found: dict[str, list[Task]] = {}
        for task in self.plan.tasks:
            found.setdefault(task.phase, []).append(task)
        return found


Check = Callable[[Context], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """``code`` is stable; ``doc`` is the rule in one line, ``hint`` the way out."""

    code: str
    severity: str
    check: Check
    doc: str
    hint: str


#: A value that a template leaves open: ``{name}``, but neither ``${NAME}`` nor code.
PLACEHOLDER = re.compile(r"(?<![${])\{([A-Za-z_][\w .-]{0,60})\}(?!\})")


_ROUTE = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE|HEAD)\s+[\w.:/{}*-]+")


def placeholders(text: str) -> list[re.Match[str]]:
    """The open places of a text; ``GET /users/{id}`` is a route and has none."""
    if "{" not in text:
        return []
    routes = [found.span() for found in _ROUTE.finditer(text)]
    return [
        found
        for found in PLACEHOLDER.finditer(text)
        if not any(start <= found.start() < end for start, end in routes)
    ]


def is_open(text: str) -> bool:
    """Nothing but a placeholder: another rule speaks of it."""
    return bool(PLACEHOLDER.fullmatch(text.strip().strip("`")))


def shorten(text: str, limit: int = 80) -> str:
    """A text as part of a message: one line, bounded."""
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else f"{plain[: limit - 1]}…"


def name_of(collection: str, item: Item) -> str:
    """What a person calls the item."""
    for field in NAMES[collection]:
        text = shorten(str(getattr(item, field)))
        if text:
            return text
    return shorten(item.key) or "?"


def at(collection: str, item: Item, field: str, message: str, **others: str) -> Problem:
    """A problem of one item's value."""
    return Problem(
        message=message,
        collection=collection,
        key=item.key,
        field=field,
        ref=name_of(collection, item),
        **others,  # type: ignore[arg-type]
    )


def each_or_all(
    collection: str,
    items: Sequence[Item],
    lacks: Callable[[Any], bool],
    field: str,
    what: str,
) -> Iterator[Problem]:
    """One problem for each item that has no ``what``, or one for all of them.

    A document without a column lacks one thing, not one in every row.
    """
    lacking = [item for item in items if lacks(item)]
    if 1 < len(lacking) == len(items):
        label = collection.replace("_", " ")
        message = f"All {len(items)} {label} have no {what}."
        key = lacking[0].key
        yield Problem(message=message, collection=collection, key=key, field=field)
        return
    for item in lacking:
        message = f"{name_of(collection, item)} has no {what}."
        yield at(collection, item, field, message)


def is_empty(field: str) -> Callable[[Item], bool]:
    """Items whose text of that name is empty."""
    return lambda item: not str(getattr(item, field)).strip()


def header(field: str, message: str, below: int = 0) -> Problem:
    """A problem of one of the header's values."""
    return Problem(message=message, field=field, ref=field, below=below)
