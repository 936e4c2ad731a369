# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cells of a table row with their places, cut as the parser cuts them."""

from __future__ import annotations

import re

from plankit.markdown.blocks import Cell, Row
from plankit.markdown.spans import Source, Span

_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)


def read_row(source: Source, index: int, column: int, width: int) -> Row:
    """The row in line ``index`` from ``column`` on; ``width`` 0 is the header."""
    start = source.starts[index] + column
    outer = source.strip(start, source.ends[index])
    pieces = _pieces(source.text, outer)
    cells = [_cell(source, piece) for piece in pieces]
    if not width:
        return Row(index, index + 1, cells)
    while len(cells) < width:
        nowhere = Span(outer.end, outer.end)
        cells.append(Cell("", nowhere, nowhere, missing=True))
    return Row(index, index + 1, cells[:width], cells[width:])


def _pieces(text: str, outer: Span) -> list[Span]:
    """Between pipes; a pipe behind a backslash is text, in code as well."""
    pieces = []
    last = outer.start
    for pipe in _PIPE.finditer(text, outer.start, outer.end):
        pieces.append(Span(last, pipe.start()))
        last = pipe.end()
    pieces.append(Span(last, outer.end))
    if pieces and pieces[0].start == pieces[0].end:
        del pieces[0]
    if pieces and pieces[-1].start == pieces[-1].end:
        del pieces[-1]
    return pieces


def _cell(source: Source, piece: Span) -> Cell:
    span = source.strip(*piece)
    if span.start == span.end:
        # an empty cell's place: behind its first blank, where a value would begin
        at = min(piece.start + 1, piece.end)
        span = Span(at, at)
    return Cell(decode_cell(source.text[span.start : span.end]), span, piece)


def decode_cell(text: str) -> str:
    """A cell's text as a person means it."""
    if "\\|" in text:
        text = text.replace("\\|", "|")
    if "<" in text:
        text = _BREAK.sub("\n", text)
    return text


def encode_cell(text: str) -> str:
    """Text as it stands in a cell: one line, no free pipe."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    return "<br>".join(lines).replace("\r", " ").replace("|", "\\|")
