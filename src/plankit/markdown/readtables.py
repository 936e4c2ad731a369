# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of a classified table to items."""

from __future__ import annotations

import itertools
import re

from plankit.keys import NAMES
from plankit.markdown.blocks import Cell, Row, Table
from plankit.markdown.columns import TableForm, is_item_row
from plankit.markdown.draft import Draft, Value
from plankit.markdown.fields import TASK_STATUS, TEXT, bare_span, kind_of
from plankit.markdown.places import CELL, GAP, MARK, ROWS, Anchor, Home, Place
from plankit.markdown.spans import Span
from plankit.markdown.tablerows import decode_cell
from plankit.markdown.taskline import match_id
from plankit.markdown.words import Word, decode

EXTRA = "extra"
_BOX = re.compile(r"\[([ xX~/-])\][ \t]+(?=\S)")


def read_table(draft: Draft, table: Table, form: TableForm, parent: str) -> Home:
    """Keep the rows that are items, each with its extra values."""
    extras = itertools.count()
    names = tuple(name or f"{EXTRA}.{next(extras)}" for name in form.columns)
    place = (table.first, table.last, table, parent, names)
    home = draft.home(Home(form.collection, ROWS, *place))
    headers = table.headers
    for row in table.rows:
        if is_item_row(form, row):
            _read_row(draft, home, row, headers, form.ids_in_titles)
    return home


def _read_row(
    draft: Draft, home: Home, row: Row, headers: list[str], ids_in_titles: bool
) -> None:
    found: dict[str, Value] = {}
    extra: list[tuple[str, Value]] = []
    unknown = False
    for index, (name, cell) in enumerate(zip(home.columns, row.cells, strict=True)):
        if name.startswith(EXTRA):
            place = _place(draft, cell, index, TEXT)
            extra.append((headers[index], Value(cell.text, place)))
            continue
        word, place = _read_cell(draft, home.collection, name, cell, index)
        found[name] = Value(word.value, place)
        unknown = unknown or (not word.known and name == "status")
    _title_box(draft, home, row, found)
    if ids_in_titles:
        _title_id(found)
    if not any(found[name].value for name in NAMES[home.collection] if name in found):
        return
    ref = found["ref"].value if "ref" in found else ""
    if home.collection == "tasks" and ref in draft.headed:
        draft.complete("tasks", draft.headed[ref], found, extra)
        return
    key = draft.add(home, found, extra, Anchor(home, row.first, row.last, row))
    if ref:
        draft.listed.setdefault(ref, key)
    if unknown:
        cell = row.cells[home.columns.index("status")]
        unknown_status(draft, home.collection, key, cell.text, row.first + 1)


def _read_cell(
    draft: Draft, collection: str, name: str, cell: Cell, column: int
) -> tuple[Word, Place]:
    kind = kind_of(collection, name)
    place = _place(draft, cell, column, kind)
    text = decode_cell(draft.source.text[place.span.start : place.span.end])
    word = decode(kind, text)
    return word, place


def _place(draft: Draft, cell: Cell, column: int, kind: str) -> Place:
    if cell.missing:
        return Place(cell.span, GAP, column=column)
    span = bare_span(draft.source, cell.span, kind)
    if span.start != span.end:
        return Place(span, CELL, column=column)
    room = cell.outer
    lead = "" if room.start < span.start else " "
    trail = "" if span.end < room.end else " "
    return Place(span, CELL, lead, trail, column=column)


def _title_box(draft: Draft, home: Home, row: Row, found: dict[str, Value]) -> None:
    """A box before a task's title is a mark beside it, never part of its name."""
    title = found.get("title")
    if home.collection != "tasks" or not title or not title.place:
        return
    box = _BOX.match(title.value)
    if not box:
        return
    start, end = title.place.span
    inner = Place(Span(start + box.end(), end), CELL, column=title.place.column)
    found["title"] = Value(title.value[box.end() :], inner)
    if "status" not in found:
        word = decode(TASK_STATUS, f"[{box.group(1)}]")
        place = Place(Span(start + 1, start + 2), MARK)
        found["status"] = Value(word.value, place)


def _title_id(found: dict[str, Value]) -> None:
    """An id before the title in one cell: ``S1-01: Dig``."""
    title = found["title"]
    parts = match_id(title.value)
    if not parts or not title.place:
        return
    start, end = title.place.span
    first, last = parts.span("ref")
    column = title.place.column
    found["ref"] = Value(
        parts.group("ref"),
        Place(Span(start + first, start + last), CELL, column=column),
    )
    rest = Place(Span(start + parts.end(), end), CELL, column=column)
    found["title"] = Value(title.value[parts.end() :], rest)


def unknown_status(
    draft: Draft, collection: str, key: str, text: str, line: int
) -> None:
    draft.find(
        "unknown_status",
        f"The status {text!r} is not known; the task counts as not started.",
        line,
        hint="Use Not Started, In Progress, In Review, Blocked, Done or Cancelled.",
        collection=collection,
        key=key,
        field="status",
        ref=key,
    )
