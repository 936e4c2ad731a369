# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The sections of a document that no field of a plan knows, as text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from plankit.markdown.blocks import Section
from plankit.markdown.document import Document

_TICK = re.compile(r"(?m)^(\s*(?:[-*+]|\d+[.)])\s+)\[[xX]\]")


def prose(document: Document) -> str:
    """The text of every section in which nothing was understood, in order.

    Boxes are given without their ticks and line ends as LF, so that ticking one or
    another editor's line ends change nothing.

    >>> from plankit.markdown import read
    >>> text = "# A plan\\n\\n## Overview\\n\\nYes.\\n\\n## Party\\n\\nCake."
    >>> print(prose(read(text)))
    ## Party
    <BLANKLINE>
    Cake.
    """
    known = sorted(_known_lines(document))
    texts = [
        "\n".join(document.source.lines(section.first, section.last)).rstrip()
        for section in _unknown(document.tree.root, known)
    ]
    return _TICK.sub(r"\1[ ]", "\n\n".join(texts))


def _known_lines(document: Document) -> Iterator[int]:
    """Lines that hold a value, an item, or a section of theirs."""
    number = document.source.number
    for span in document.spans.values():
        yield from range(number(span.start) - 1, number(span.end))
    for anchor in document.anchors.values():
        yield anchor.first
    for home in document.homes:
        yield home.first
    for section in document.sections.values():
        yield section.first


def _unknown(section: Section, known: list[int]) -> Iterator[Section]:
    """Sections without a known line, the outermost only."""
    for child in section.children:
        at = bisect_left(known, child.first)
        if at < len(known) and known[at] < child.last:
            yield from _unknown(child, known)
        else:
            yield child
