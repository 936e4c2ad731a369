# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Columns and words of the reference layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from plankit.plan import LEVELS, TASK_STATUSES, Item
from plankit.workflows import BLOCKER, DEPENDENCY

#: Collection to its columns, ``(header, field)``, in the order of the layout.
COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "components": (
        ("Layer", "layer"),
        ("Technology", "technology"),
        ("Purpose", "purpose"),
    ),
    "tasks": (
        ("ID", "ref"),
        ("Task", "title"),
        ("Owner", "owner"),
        ("Dependencies", "depends"),
        ("Status", "status"),
    ),
    "migrations": (
        ("Version", "version"),
        ("Name", "name"),
        ("Description", "description"),
        ("Breaking", "breaking"),
    ),
    "environments": (
        ("Environment", "name"),
        ("URL", "url"),
        ("Purpose", "purpose"),
        ("Auto-deploy", "auto_deploy"),
    ),
    "test_targets": (
        ("Type", "test_type"),
        ("Coverage Target", "coverage_target"),
        ("Framework", "framework"),
    ),
    "metrics": (
        ("Metric", "name"),
        ("Type", "metric_type"),
        ("Alert Threshold", "threshold"),
    ),
    "risks": (
        ("Risk", "name"),
        ("Impact", "impact"),
        ("Probability", "probability"),
        ("Mitigation", "mitigation"),
        ("Owner", "owner"),
    ),
    "dependencies": (
        ("Dependency", "name"),
        ("Status", "status"),
        ("Owner", "owner"),
        ("ETA", "eta"),
    ),
    "blockers": (
        ("Blocker", "name"),
        ("Impact", "impact"),
        ("Resolution", "resolution"),
        ("Owner", "owner"),
    ),
    "approvals": (
        ("Role", "role"),
        ("Name", "name"),
        ("Date", "date"),
        ("Status", "status"),
    ),
}

#: Collections that the layout lists, as tables for items with extra values.
LISTED: dict[str, tuple[tuple[str, str], ...]] = {
    "deliverables": (("Deliverable", "name"), ("Status", "done")),
    "dashboards": (("Dashboard", "name"), ("Status", "done")),
    "triggers": (("Trigger", "text"),),
}

#: Columns that the layout shows only where some item has a value.
OPTIONAL_COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "tasks": (("Estimate", "estimate"),),
}

_DONE = {"True": "Done", "False": "Not Started"}
_YES_NO = {"yes": "Yes", "no": "No"}
_APPROVALS = {
    "pending": "Pending",
    "approved": "Approved",
    "rejected": "Rejected",
    "void": "Void",
    "withdrawn": "Withdrawn",
}

#: ``(collection, field)`` to the layout's word for each canonical value.
WORDS: dict[tuple[str, str], Mapping[str, str]] = {
    ("phases", "status"): dict(TASK_STATUSES),
    ("tasks", "status"): dict(TASK_STATUSES),
    ("migrations", "breaking"): _YES_NO,
    ("environments", "auto_deploy"): _YES_NO,
    ("deliverables", "done"): _DONE,
    ("dashboards", "done"): _DONE,
    ("risks", "impact"): dict(LEVELS),
    ("risks", "probability"): dict(LEVELS),
    ("blockers", "impact"): dict(LEVELS),
    ("blockers", "status"): dict(BLOCKER.states),
    ("dependencies", "status"): dict(DEPENDENCY.states),
    ("approvals", "status"): _APPROVALS,
}

#: What an empty value is written as, where a bare cell would look forgotten.
EMPTY = {("tasks", "depends"): "-"}


def word(collection: str, field: str, value: str) -> str:
    """The layout's word for a canonical value; an author's own text stays."""
    known = WORDS.get((collection, field), {})
    return known.get(value, value) or EMPTY.get((collection, field), "")


def one_line(text: str) -> str:
    """A value on one line; only a cell can keep a line break."""
    return " ".join(text.splitlines())


def cell(text: str) -> str:
    """A value inside a table: line breaks as ``<br>``, pipes escaped."""
    return "<br>".join(text.splitlines()).replace("|", r"\|")


_OPENS = re.compile(r"^(?=[-+*>#]|\[[ xX]\])|^(\d{1,9})(?=[.)])")


def list_text(text: str) -> str:
    """A value as the text of a list item, that opens no block of its own."""
    return _OPENS.sub(r"\1\\", one_line(text), count=1)


def extra_headers(items: Iterable[Item]) -> tuple[str, ...]:
    """Headers of the extra values of ``items``, in the order first met."""
    return tuple(dict.fromkeys(header for item in items for header, _ in item.extra))


def columns(collection: str, items: Iterable[Item]) -> tuple[tuple[str, str], ...]:
    """The known columns that a table of ``items`` shows."""
    rows = list(items)
    optional = OPTIONAL_COLUMNS.get(collection, ())
    shown = tuple(c for c in optional if any(getattr(row, c[1]) for row in rows))
    known = COLUMNS.get(collection) or LISTED[collection]
    return known + shown


def values(collection: str, item: Item, fields: Iterable[str]) -> list[str]:
    """The texts of an item's fields, in the layout's words."""
    return [word(collection, name, str(getattr(item, name))) for name in fields]


def table_line(cells: Iterable[str]) -> str:
    """One table row; an empty cell is a single space, as the layout has it."""
    return "|" + "|".join(f" {text} " if text else " " for text in cells) + "|"


def table(collection: str, items: Iterable[Item]) -> str:
    """The items as a table: known columns first, extra values after them."""
    rows = list(items)
    known = columns(collection, rows)
    extra = extra_headers(rows)
    heads = [cell(head) for head in (*(head for head, _ in known), *extra)]
    lines = [table_line(heads)]
    lines.append("|" + "|".join("-" * (len(head) + 2) for head in heads) + "|")
    for row in rows:
        own = dict(row.extra)
        texts = values(collection, row, (field for _, field in known))
        texts += [own.get(header, "") for header in extra]
        lines.append(table_line(cell(text) for text in texts))
    return "\n".join(lines)
