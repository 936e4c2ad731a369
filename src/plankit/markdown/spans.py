# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Places in a text: spans of characters, lines as CommonMark counts them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import NamedTuple

BOM = "\ufeff"
LINE_END = re.compile(r"\r\n?|\n")


class Span(NamedTuple):
    """Characters ``start`` to ``end`` of the text; empty where they are equal."""

    start: int
    end: int


class Source:
    """A text with its lines; a line end is CRLF, LF or a lone CR.

    A byte order mark belongs to no line, so that a heading behind it is one.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        start = len(BOM) if text.startswith(BOM) else 0
        self.starts = [start]
        self.ends: list[int] = []
        ends: Counter[str] = Counter()
        for found in LINE_END.finditer(text, start):
            self.ends.append(found.start())
            self.starts.append(found.end())
            ends[found.group()] += 1
        self.ends.append(len(text))
        self.newline = ends.most_common(1)[0][0] if ends else "\n"

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, index: int) -> str:
        """Line ``index`` (from 0) without its line end."""
        return self.text[self.starts[index] : self.ends[index]]

    def number(self, offset: int) -> int:
        """The line of a character, counted from 1."""
        return max(bisect_right(self.starts, offset), 1)

    def next_line(self, index: int) -> int:
        """Offset behind line ``index`` and its line end."""
        if index + 1 < len(self.starts):
            return self.starts[index + 1]
        return len(self.text)

    def lines(self, first: int, last: int) -> list[str]:
        """Lines ``first`` up to, not including, ``last``."""
        return [self.line(index) for index in range(first, min(last, len(self)))]

    def strip(self, start: int, end: int) -> Span:
        """The span without white space at its two ends."""
        piece = self.text[start:end]
        left = len(piece) - len(piece.lstrip())
        if left == len(piece):
            return Span(start, start)
        return Span(start + left, start + len(piece.rstrip()))
