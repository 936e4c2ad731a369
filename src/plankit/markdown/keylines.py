# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lines that name a value: ``**Owner**: team``, ``**Owner:** team``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plankit.markdown import synonyms
from plankit.markdown.blocks import Block, ItemList, Paragraph, Quote, Text
from plankit.markdown.places import LINE, Place
from plankit.markdown.spans import Source, Span

_BOLD = re.compile(
    r"(\*\*|__)(?P<label>[^*\n]{1,80}?)[ \t]*(?:[:：][ \t]*\1|\1[ \t]*[:：])"
)
_PLAIN = re.compile(r"(?P<label>[^\W\d_][^:*`|\n<>]{0,40}?)[ \t]*:(?=[ \t]|$)")
_WHOLE = re.compile(r"(\*\*|__)(?P<inner>[^*\n]{3,400})\1[ \t]*")
_PAIR = re.compile(
    r"(?P<label>[^\W\d_][^:：|]{0,40})[:：][ \t]*(?P<value>[^|]*[^| \t])"
)


@dataclass(slots=True)
class KeyLine:
    """``label`` without its marks and colon; ``value`` may be empty."""

    label: str
    value: Text
    line: Text

    @property
    def place(self) -> Place:
        empty = self.value.span.start == self.value.span.end
        return Place(self.value.span, LINE, lead=" " if empty else "")


def key_line(line: Text, plain: bool = False) -> KeyLine | None:
    """The named value of a line; without bold marks only where ``plain`` allows."""
    found = _BOLD.match(line.text) or (_PLAIN.match(line.text) if plain else None)
    if not found:
        return None
    rest = line.text[found.end() :]
    at = line.span.start + found.end() + len(rest) - len(rest.lstrip())
    value = rest.strip()
    if value.endswith("\\") or value.endswith("<br>"):
        value = value.removesuffix("\\").removesuffix("<br>").rstrip()
    return KeyLine(
        found.group("label").strip().rstrip(":").strip(),
        Text(value, Span(at, at + len(value))),
        line,
    )


def label_above(previous: Block | None) -> str:
    """The label a paragraph's last line gives to the block that follows it."""
    if not isinstance(previous, Paragraph) or not previous.lines:
        return ""
    last = previous.lines[-1]
    found = key_line(last)
    if found:
        return "" if found.value.text else found.label
    if bold_pairs(last):
        return ""
    whole = re.fullmatch(r"(\*\*|__)(.+?)\1[ \t]*:?", last.text)
    if whole:
        return whole.group(2).rstrip(": ")
    return ""


def key_lines(blocks: Iterable[Block], source: Source) -> list[KeyLine]:
    """Named values of header-like blocks: paragraphs, quotes, bullets of bold lines."""
    found: list[KeyLine] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found += paragraph_keys(block)
        elif isinstance(block, Quote):
            found += _quoted_keys(block)
        elif isinstance(block, ItemList):
            found += [line for item in block.items for line in _item_key(item.lines)]
    return found


def named_lines(
    blocks: Iterable[Block], source: Source, collection: str
) -> list[tuple[str, KeyLine]]:
    """Named values with their field, empty for an unknown label.

    In a list only known fields count: a bold word may open any item.
    """
    found = []
    for block in blocks:
        for line in key_lines([block], source):
            name = synonyms.label_field(collection, line.label) or ""
            if name or not isinstance(block, ItemList):
                found.append((name, line))
    return found


def paragraph_keys(block: Paragraph) -> list[KeyLine]:
    """All named values of a paragraph whose first line is one."""
    if not block.lines:
        return []
    if not key_line(block.lines[0]):
        return bold_pairs(block.lines[0])
    return [line for line in map(key_line, block.lines) if line]


def bold_pairs(line: Text) -> list[KeyLine]:
    """``**Duration: 2 weeks | Risk: Low**``: pairs inside of one bold text."""
    whole = _WHOLE.fullmatch(line.text)
    pairs: list[KeyLine] = []
    at = whole.start("inner") if whole else -1
    while whole and at >= 0:
        found = _PAIR.match(line.text[: whole.end("inner")], at)
        if not found:
            break
        start, end = (line.span.start + offset for offset in found.span("value"))
        value = Text(found.group("value"), Span(start, end))
        pairs.append(KeyLine(found.group("label").strip(), value, line))
        bar = line.text.find("| ", found.end())
        at = bar + 2 if bar >= 0 else -1
    return pairs


def _item_key(lines: list[Text]) -> list[KeyLine]:
    found = key_line(lines[0]) if len(lines) == 1 else None
    return [found] if found else []


def _quoted_keys(quote: Quote) -> list[KeyLine]:
    """In a quote plain labels count as well, if every line has one."""
    found = []
    for block in quote.blocks:
        if isinstance(block, Paragraph):
            lines = [key_line(line, plain=True) for line in block.lines]
            if all(lines):
                found += [line for line in lines if line]
    return found
