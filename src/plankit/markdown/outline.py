# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Front matter before the blocks, sections made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plankit.markdown.blocks import Block, FrontMatter, Heading, Section, Text
from plankit.markdown.spans import Source, Span

_FRONT_MATTER = re.compile(r"---[ \t]*(?:\r\n?|\n)")
_ENTRY = re.compile(r"([A-Za-z_][\w .-]*?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*$")


def front_matter(source: Source) -> FrontMatter | None:
    if not _FRONT_MATTER.match(source.text, source.starts[0]):
        return None
    entries: list[tuple[Text, Text]] = []
    for index in range(1, len(source)):
        line = source.line(index)
        if line.rstrip() in ("---", "..."):
            return FrontMatter(0, index + 1, entries)
        found = _ENTRY.match(line)
        if found:
            begin = source.starts[index]
            start, end = (
                found.span(2) if found.group(2) is not None else (found.end(),) * 2
            )
            key = Text(
                found.group(1), Span(begin + found.start(1), begin + found.end(1))
            )
            value = Text(found.group(2) or "", Span(begin + start, begin + end))
            entries.append((key, value))
    return None


def sections(source: Source, blocks: Sequence[Block]) -> Section:
    root = Section(0, len(source), None, 0)
    current = root
    for block in blocks:
        if not isinstance(block, Heading):
            current.blocks.append(block)
            continue
        while current.level >= block.level and current.parent:
            current.last = block.first
            current = current.parent
        section = Section(block.first, len(source), block, block.level, current)
        current.children.append(section)
        current = section
    return root
