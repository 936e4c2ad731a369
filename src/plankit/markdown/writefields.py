# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A changed value to the characters that replace its span."""

from __future__ import annotations

from collections.abc import Iterable

from plankit.markdown.blocks import Row
from plankit.markdown.changes import Change
from plankit.markdown.document import Document
from plankit.markdown.edits import Edits
from plankit.markdown.places import BLOCK, CELL, GAP, MARK, NUMBER, Path, Place
from plankit.markdown.spans import Span
from plankit.markdown.style import Style
from plankit.markdown.tablerows import encode_cell


class FieldWriter:
    """Writes values into the places the document has for them."""

    def __init__(self, document: Document, edits: Edits, style: Style) -> None:
        self.document = document
        self.edits = edits
        self.style = style
        self._gaps: dict[tuple[str, str], dict[int, str]] = {}

    def write(self, changes: Iterable[Change]) -> list[Path]:
        """Paths that have no place or whose place cannot hold the value."""
        refused = [change.path for change in changes if not self._write(change)]
        self._fill_gaps()
        return refused

    def _write(self, change: Change) -> bool:
        place = self.document.places.get(change.path)
        if place is None:
            return False
        text = self.text(place, change)
        if text is None:
            return False
        if place.form == GAP:
            key = change.path[:2]
            self._gaps.setdefault(key, {})[place.column] = text
            return True
        if text and place.span.start == place.span.end:
            text = f"{place.lead}{text}{place.trail}"
        self.edits.replace(place.span, text)
        twin = self.document.twins.get(change.path)
        if twin and change.new:
            self.edits.replace(twin.span, self.text(twin, change) or text)
        return True

    def text(self, place: Place, change: Change) -> str | None:
        """What stands at the place for the value; ``None``: it cannot be said."""
        collection, _key, field = change.path
        if place.form == MARK:
            return self.style.mark(collection, field, change.new)
        if place.form == NUMBER:
            return _number(place.indent, str(change.new))
        text = self.style.encode(collection, field, change.new)
        if place.form in (CELL, GAP):
            return encode_cell(text)
        if place.form == BLOCK:
            return self._block(text, place.indent)
        return None if "\n" in text or "\r" in text else text

    def _block(self, text: str, indent: str) -> str:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        rest = [(indent if line else indent.rstrip()) + line for line in lines[1:]]
        return self.document.source.newline.join([lines[0], *rest])

    def _fill_gaps(self) -> None:
        """Cells that a row lacks are added up to the last one that has a value."""
        for path, cells in self._gaps.items():
            row = self.document.anchors[path].block
            if isinstance(row, Row):
                self._fill(row, cells)

    def _fill(self, row: Row, cells: dict[int, str]) -> None:
        at = next(cell.span.end for cell in row.cells if cell.missing)
        first = next(i for i, cell in enumerate(row.cells) if cell.missing)
        texts = [cells.get(column, "") for column in range(first, max(cells) + 1)]
        closed = self.document.text[at - 1 : at] == "|" and row.cells[0].outer.end < at
        shown = " |".join(f" {text}" if text else "" for text in texts)
        self.edits.replace(Span(at, at), f"{shown} |" if closed else f" |{shown}")


def _number(letters: str, code: str) -> str | None:
    if not code.startswith(letters) or not code[len(letters) :][:1].isdigit():
        return None
    return code[len(letters) :]
