# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From text to the lossless tree, over the block tokens of ``markdown-it-py``.

Inline parsing is switched off: a value is the text as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token

from plankit.markdown.blocks import (
    Block,
    Fence,
    Heading,
    Html,
    ItemList,
    ListItem,
    Paragraph,
    Quote,
    Table,
    Text,
    Tree,
)
from plankit.markdown.outline import front_matter, sections
from plankit.markdown.spans import BOM, LINE_END, Source, Span
from plankit.markdown.tablerows import read_row

#: Deeper blocks stay text: a limit of the parser, far beyond any real plan.
MAX_NESTING = 100

_BOX = re.compile(r"\[([ xX~/-])\](?:[ \t]+|$)")
_MARKER = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?=[ \t]*$)")
_CELL_TOKENS = frozenset({"th_open", "th_close", "td_open", "td_close", "inline"})


def _table_with_places(
    state: StateBlock, start_line: int, end_line: int, silent: bool
) -> bool:
    """The parser's table rule; remembers where in its line each row begins.

    Cells are cut from the row again, with their places, so that their tokens, most
    of a large document, need not be made.
    """
    first = len(state.tokens)
    push = state.push
    scrap = Token("", "", 0)

    def push_rows(kind: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        return scrap if kind in _CELL_TOKENS else push(kind, tag, nesting)

    state.push = push_rows  # type: ignore[method-assign,assignment]
    try:
        found = table(state, start_line, end_line, silent)
    finally:
        state.push = push  # type: ignore[method-assign]
    if found and not silent and state.level:
        for token in state.tokens[first:]:
            if token.type == "tr_open" and token.map:
                begin = state.bMarks[token.map[0]] + state.tShift[token.map[0]]
                token.meta["column"] = begin - state.src.rfind("\n", 0, begin) - 1
    return found


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    parser.enable("table")
    parser.disable("reference")
    parser.block.ruler.at(
        "table", _table_with_places, {"alt": ["paragraph", "reference"]}
    )
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def parse(text: str) -> Tree:
    """The lossless tree of a document."""
    source = Source(text)
    front = front_matter(source)
    body = text[len(BOM) :] if text.startswith(BOM) else text
    if front:
        head = LINE_END.sub(
            "\n", text[source.starts[0] : source.next_line(front.last - 1)]
        )
        body = "\n" * head.count("\n") + text[source.next_line(front.last - 1) :]
    builder = _Builder(source, _parser().parse(body))
    blocks = builder.blocks(0, len(builder.tokens), 0)
    return Tree(source, sections(source, blocks), front)


class _Builder:
    """Tokens to blocks; nesting is bounded by the parser's ``maxNesting``."""

    def __init__(self, source: Source, tokens: list[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.closers = self._match()

    def _match(self) -> dict[int, int]:
        closers: dict[int, int] = {}
        open_at: list[int] = []
        for index, token in enumerate(self.tokens):
            if token.nesting > 0:
                open_at.append(index)
            elif token.nesting < 0:
                closers[open_at.pop()] = index
        return closers

    def blocks(self, start: int, end: int, depth: int) -> list[Block]:
        found: list[Block] = []
        index = start
        while index < end:
            closer = self.closers.get(index, index)
            found.append(self._block(index, closer, depth))
            index = closer + 1
        return found

    def _block(self, index: int, closer: int, depth: int) -> Block:
        token = self.tokens[index]
        first, last = token.map or (0, 0)
        kind = token.type
        if kind == "paragraph_open":
            return Paragraph(first, last, self._lines(self.tokens[index + 1]))
        if kind == "heading_open":
            return self._heading(token, self._lines(self.tokens[index + 1]))
        if kind == "table_open":
            return self._table(index, closer)
        if kind in ("bullet_list_open", "ordered_list_open"):
            items = self._items(index + 1, closer, depth)
            return ItemList(first, last, kind.startswith("ordered"), items)
        if kind == "blockquote_open":
            return Quote(first, last, self.blocks(index + 1, closer, depth))
        return self._leaf(token, first, last)

    def _leaf(self, token: Token, first: int, last: int) -> Block:
        if token.type in ("fence", "code_block"):
            return self._fence(token, first, last)
        if token.type == "html_block":
            span = self.source.strip(
                self.source.starts[first], self.source.ends[last - 1]
            )
            return Html(first, last, self.source.text[span.start : span.end], span)
        return Block(first, last)

    def _lines(self, inline: Token) -> list[Text]:
        first = inline.map[0] if inline.map else 0
        return [
            self._place(first + offset, piece)
            for offset, piece in enumerate(inline.content.split("\n"))
        ]

    def _html_lines(self, token: Token) -> list[Text]:
        first = token.map[0] if token.map else 0
        pieces = token.content.rstrip("\n").split("\n")
        return [self._place(first + at, piece) for at, piece in enumerate(pieces)]

    def _place(self, index: int, piece: str) -> Text:
        """The text of one line, found at the end of the line it came from."""
        text = piece.strip()
        start = self.source.starts[index]
        at = self.source.line(index).rfind(text)
        if at < 0:
            at = len(self.source.line(index))
        return Text(text, Span(start + at, start + at + len(text)))

    def _heading(self, token: Token, lines: list[Text]) -> Block:
        first, last = token.map or (0, 0)
        underlined = not token.markup.startswith("#")
        if underlined and (len(lines) > 1 or lines[0].text.startswith("**")):
            # a rule drawn directly below text: authors mean a rule, not a heading
            return Paragraph(first, last - 1, lines)
        level = int(token.tag[1:])
        span = Span(lines[0].span.start, lines[-1].span.end)
        return Heading(first, last, level, lines[0].text, span, underlined)

    def _table(self, index: int, closer: int) -> Table:
        first, last = self.tokens[index].map or (0, 0)
        rows = []
        width = 0
        for token in self.tokens[index:closer]:
            if token.type == "tr_open" and token.map:
                column = token.meta.get("column", 0) if token.meta else 0
                rows.append(read_row(self.source, token.map[0], column, width))
                width = width or len(rows[0].cells)
        return Table(first, last, rows[0], rows[1:])

    def _items(self, start: int, end: int, depth: int) -> list[ListItem]:
        items = []
        index = start
        while index < end:
            closer = self.closers[index]
            items.append(self._item(index, closer, depth))
            index = closer + 1
        return items

    def _item(self, index: int, closer: int, depth: int) -> ListItem:
        token = self.tokens[index]
        first, last = token.map or (0, 0)
        lines: list[Text] = []
        below = index + 1
        if self.tokens[below].type == "paragraph_open":
            lines = self._lines(self.tokens[below + 1])
            below = self.closers[below] + 1
        elif self.tokens[below].type == "html_block":
            # markup is text like any other: nothing of a document is ever rendered
            lines = self._html_lines(self.tokens[below])
            below += 1
        marker = self._marker(token, first, lines)
        mark, mark_span, lines = self._box(marker, lines)
        text = " ".join(line.text for line in lines)
        span = _around(lines, mark_span.end + 2 if mark else marker.span.end + 1)
        return ListItem(
            first, last, marker.text, marker.span, mark, mark_span, text, span, lines,
            depth, self.blocks(below, closer, depth + 1),
        )  # fmt: skip

    def _marker(self, token: Token, index: int, lines: list[Text]) -> Text:
        start = self.source.starts[index]
        shown = token.info + token.markup
        before = self.source.ends[index]
        if lines and lines[0].span.start <= before:
            before = lines[0].span.start
        found = _MARKER.search(self.source.text[start:before])
        at = found.start() if found else self.source.line(index).find(shown)
        begin = start + max(at, 0)
        return Text(shown, Span(begin, begin + len(shown)))

    def _box(
        self, marker: Text, lines: list[Text]
    ) -> tuple[str | None, Span, list[Text]]:
        nowhere = Span(marker.span.end, marker.span.end)
        found = _BOX.match(lines[0].text) if lines else None
        if not found:
            return None, nowhere, lines
        start = lines[0].span.start
        rest = Text(
            lines[0].text[found.end() :], Span(start + found.end(), lines[0].span.end)
        )
        return found.group(1), Span(start + 1, start + 2), [rest, *lines[1:]]

    def _fence(self, token: Token, first: int, last: int) -> Fence:
        pieces = token.content.split("\n")[:-1] if token.content else []
        skip = 1 if token.type == "fence" else 0
        lines = [
            self._code_line(first + skip + offset, piece)
            for offset, piece in enumerate(pieces)
        ]
        after = first + skip
        start = (
            self.source.starts[after]
            if after < len(self.source)
            else len(self.source.text)
        )
        end = self.source.ends[after + len(lines) - 1] if lines else start
        closed = token.type != "fence" or last - first == len(pieces) + 2
        return Fence(first, last, token.info.strip(), lines, Span(start, end), closed)

    def _code_line(self, index: int, piece: str) -> Text:
        end = self.source.ends[index]
        whole = self.source.line(index).endswith(piece)
        text = piece if whole else piece.lstrip(" \t")
        return Text(piece, Span(end - len(text), end))


def _around(lines: Sequence[Text], otherwise: int) -> Span:
    if not lines:
        return Span(otherwise, otherwise)
    return Span(lines[0].span.start, lines[-1].span.end)
