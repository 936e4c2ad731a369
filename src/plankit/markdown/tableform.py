# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The form of a table: its collection and the field of each column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plankit.markdown import synonyms
from plankit.markdown.blocks import Row

#: A table that says which task waits for which, beside the list of tasks.
MATRIX = "matrix"

_NAMING = frozenset({"ref", "title", "name", "layer", "role"})
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class TableForm:
    """``columns`` has a field for each header, empty for an extra column.

    ``phase_column`` and ``blocks_column`` are extra columns of a task table that
    tell its phase, or the tasks that wait for it; -1 where there is none. With
    ``ids_in_titles`` a task's id stands before its title in one cell.
    """

    collection: str
    columns: tuple[str, ...]
    phase_column: int = -1
    blocks_column: int = -1
    ids_in_titles: bool = False

    def text(self, row: Row, field: str) -> str:
        """The text of a row's field, empty where the table has no such column."""
        if field not in self.columns:
            return ""
        return row.cells[self.columns.index(field)].text


def is_item_row(form: TableForm, row: Row) -> bool:
    """Whether a row is an item: neither a total nor the header once again."""
    names = (
        cell.text
        for field, cell in zip(form.columns, row.cells, strict=True)
        if field in _NAMING and cell.text
    )
    if synonyms.is_total(next(names, "")):
        return False
    known = [at for at, field in enumerate(form.columns) if field]
    if len(known) < 2 or _DIGIT.search(row.cells[known[0]].text):
        return True
    return not all(
        synonyms.column_field(form.collection, row.cells[at].text) == form.columns[at]
        for at in known
    )
