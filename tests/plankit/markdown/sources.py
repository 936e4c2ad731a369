# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Documents of the tests, and edits of their plans."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from plankit.markdown import decode, read, write
from plankit.markdown.document import Document
from plankit.markdown.fields import (
    APPROVAL_STATUS,
    DATE,
    DEPENDENCY_STATUS,
    DEPENDS,
    LEVEL,
    OWNER,
    TASK_STATUS,
    YES_NO,
    kind_of,
)
from plankit.plan import LEVELS, TASK_STATUSES, Plan

DATA = Path(__file__).parents[2] / "data"
REFERENCE = DATA / "reference" / "plan.md"
#: Documents of other people, kept beside the project where it is developed.
CORPUS = Path(os.environ.get("PLAN_CORPUS", DATA.parents[2] / "shared" / "corpus"))
OWN = sorted((DATA / "documents").glob("*.md"))
THEIRS = sorted(CORPUS.glob("*.md"))

VALUES: dict[str, tuple[Any, ...]] = {
    TASK_STATUS: tuple(key for key, _label in TASK_STATUSES),
    LEVEL: tuple(key for key, _label in LEVELS),
    YES_NO: ("yes", "no", "On merge"),
    DEPENDENCY_STATUS: ("pending", "available"),
    APPROVAL_STATUS: ("pending", "approved"),
    OWNER: ("Zoe Quist", ""),
    DEPENDS: ("", "ZZ.1"),
    DATE: ("2027-02-03", ""),
}
TEXTS = ("Zulu", "a | b", "x *y* `z` <b>", "tab\there", "数据库 – Prüfung", "")


@cache
def text_of(path: Path) -> str:
    return decode(path.read_bytes())


@cache
def document_of(path: Path) -> Document:
    return read(text_of(path))


def corpus() -> list[Any]:
    """Parameters of the corpus, or one that says why there are none."""
    if THEIRS:
        return [pytest.param(path, id=path.stem[:12]) for path in THEIRS]
    why = pytest.mark.skip(reason="the corpus of real documents is not here")
    return [pytest.param(CORPUS, marks=why, id="corpus")]


def own() -> list[Any]:
    return [pytest.param(path, id=path.stem) for path in (REFERENCE, *OWN)]


def candidates(collection: str, field: str, old: object) -> tuple[Any, ...]:
    """Other values that a person may give to a field."""
    if isinstance(old, bool):
        return (not old,)
    if field == "code":
        return ("P77",)
    return VALUES.get(kind_of(collection, field), TEXTS)


def with_value(plan: Plan, path: tuple[str, str, str], value: object) -> Plan:
    """The plan with another value at a path."""
    collection, key, field = path
    if not collection:
        return _replaced(plan, field, value)
    items = tuple(
        _replaced(item, field, value) if item.key == key else item
        for item in plan.items(collection)
    )
    return replace(plan, **{collection: items})


def _replaced(holder: Any, field: str, value: object) -> Any:
    if not field.startswith("extra."):
        return replace(holder, **{field: value})
    extra = list(holder.extra)
    index = int(field[6:])
    extra[index] = (extra[index][0], value)
    return replace(holder, extra=tuple(extra))


def with_items(plan: Plan, collection: str, items: list[Any]) -> Plan:
    return replace(plan, **{collection: tuple(items)})


def written(document: Document, plan: Plan) -> str:
    """The text of a plan that the document can hold completely."""
    found = write(document, plan)
    assert found.unwritten == ()
    return found.text


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    """Pairs of lines that differ, for texts with equally many."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return [(old, new) for old, new in pairs if old != new]
