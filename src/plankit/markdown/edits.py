# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Edits of a text, collected in any order and applied at once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from plankit.markdown.spans import Source, Span


class Edit(NamedTuple):
    """``whole`` edits insert or cut whole lines; the others replace a value."""

    start: int
    end: int
    order: int
    text: str
    whole: bool


class Edits:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Edit] = []
        self._order = itertools.count()

    def replace(self, span: Span, text: str) -> None:
        self._add(span.start, span.end, text, False)

    def insert_lines(self, index: int, lines: Sequence[str]) -> None:
        """Whole lines before line ``index``."""
        source, newline = self.source, self.source.newline
        text = newline.join(lines)
        if index < len(source):
            at = source.starts[index]
            self._add(at, at, text + newline, True)
            return
        at = len(source.text)
        self._add(at, at, newline + text, True)

    def cut_lines(self, first: int, last: int) -> None:
        """Remove lines, and a blank one behind them if one stands before too."""
        before = first == 0 or not self.source.line(first - 1).strip()
        if before and last < len(self.source) and not self.source.line(last).strip():
            last += 1
        self._add(self.source.starts[first], self.end_of(last), "", True)

    def put_lines(self, first: int, last: int, lines: Sequence[str]) -> None:
        """Other lines instead; the line end behind them stays."""
        start, end = self.source.starts[first], self.source.ends[last - 1]
        self._add(start, end, self.source.newline.join(lines), True)

    def end_of(self, last: int) -> int:
        """The offset where line ``last`` begins, or the text ends."""
        return self.source.next_line(last - 1)

    def take_lines(self, ranges: Sequence[tuple[int, int]]) -> list[list[str]]:
        """The lines of each range with the edits inside applied and used up."""
        self.found.sort(key=lambda edit: (edit.start, edit.order))
        taken: set[int] = set()
        answers = []
        for first, last in ranges:
            start, end = self.source.starts[first], self.end_of(last)
            inside = [e for e in self._between(start, end) if _within(e, start, end)]
            taken.update(edit.order for edit in inside)
            text = _apply(self.source.text, inside, start, end)
            answers.append(_without_end(text).split(self.source.newline))
        self.found = [edit for edit in self.found if edit.order not in taken]
        return answers

    def apply(self) -> str:
        return _apply(self.source.text, self.found, 0, len(self.source.text))

    def _between(self, start: int, end: int) -> list[Edit]:
        low, high = 0, len(self.found)
        while low < high:
            middle = (low + high) // 2
            if self.found[middle].start < start:
                low = middle + 1
            else:
                high = middle
        high = low
        while high < len(self.found) and self.found[high].start <= end:
            high += 1
        return self.found[low:high]

    def _add(self, start: int, end: int, text: str, whole: bool) -> None:
        self.found.append(Edit(start, end, next(self._order), text, whole))


def _within(edit: Edit, start: int, end: int) -> bool:
    if edit.whole:
        return start < edit.start and edit.end <= end and edit.start < end
    return start <= edit.start and edit.end <= end


def _without_end(text: str) -> str:
    for end in ("\r\n", "\n", "\r"):
        if text.endswith(end):
            return text[: -len(end)]
    return text


def _apply(text: str, edits: Sequence[Edit], start: int, end: int) -> str:
    """Edits inside a cut are dropped with it."""
    pieces = []
    at = start
    ordered = sorted(
        edits, key=lambda edit: (edit.start, edit.end > edit.start, edit.order)
    )
    for edit in ordered:
        if edit.start < at:
            continue
        pieces.append(text[at : edit.start])
        pieces.append(edit.text)
        at = edit.end
    pieces.append(text[at:end])
    return "".join(pieces)
