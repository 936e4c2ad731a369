# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The lossless tree: what the parser found, each piece with its place.

Lines are counted from 0, ``first`` up to, not including, ``last``. A ``span``
holds a text without padding and marks. Nothing here knows what a plan is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from plankit.markdown.spans import Source, Span


@dataclass(slots=True)
class Text:
    """A piece of text as a reader sees it, and where it stands.

    In a table cell ``\\|`` is read as ``|``; several lines are joined by blanks.
    """

    text: str
    span: Span


@dataclass(slots=True)
class Block:
    """Any block; on its own a thematic break or something nobody knows."""

    first: int
    last: int


@dataclass(slots=True)
class Paragraph(Block):
    lines: list[Text]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Heading(Block):
    """``underlined`` is the setext form."""

    level: int
    text: str
    span: Span
    underlined: bool = False


@dataclass(slots=True)
class Cell(Text):
    """``outer`` reaches from pipe to pipe; a missing cell has both spans empty."""

    outer: Span
    missing: bool = False


@dataclass(slots=True)
class Row(Block):
    """As many ``cells`` as the header has; ``surplus`` ones stand behind them."""

    cells: list[Cell]
    surplus: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Table(Block):
    header: Row
    rows: list[Row]

    @property
    def headers(self) -> list[str]:
        return [cell.text for cell in self.header.cells]


@dataclass(slots=True)
class ListItem(Block):
    """``marker`` is ``-``, ``*``, ``+``, ``1.`` or ``1)``.

    ``mark`` is the character in the box (`` ``, ``x``), ``None`` without a box;
    ``text`` is the first paragraph without marker and box; ``depth`` counts from 0;
    ``blocks`` is what stands below the first paragraph.
    """

    marker: str
    marker_span: Span
    mark: str | None
    mark_span: Span
    text: str
    span: Span
    lines: list[Text]
    depth: int
    blocks: list[Block] = field(default_factory=list)

    @property
    def children(self) -> list[ListItem]:
        """The items of all lists directly below."""
        lists = [block for block in self.blocks if isinstance(block, ItemList)]
        return [item for found in lists for item in found.items]


@dataclass(slots=True)
class ItemList(Block):
    ordered: bool
    items: list[ListItem]

    def walk(self) -> Iterator[ListItem]:
        """Every item, parents first, in the order of the document."""
        pending = list(reversed(self.items))
        while pending:
            item = pending.pop()
            yield item
            pending.extend(reversed(item.children))


@dataclass(slots=True)
class Fence(Block):
    """A code block; ``info`` is empty for an indented one.

    ``body`` reaches from the first body line's first character to the last one's
    last, without the final line end.
    """

    info: str
    lines: list[Text]
    body: Span
    closed: bool = True

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def language(self) -> str:
        return self.info.split(maxsplit=1)[0].lower() if self.info.strip() else ""


@dataclass(slots=True)
class Html(Block):
    """An HTML block, comments among them."""

    text: str
    span: Span


@dataclass(slots=True)
class Quote(Block):
    blocks: list[Block]


@dataclass(slots=True)
class Section(Block):
    """A heading with everything up to the next one of its level or above.

    The root has no heading and level 0. ``blocks`` stand before the first child.
    """

    heading: Heading | None
    level: int
    parent: Section | None = field(repr=False, default=None)
    blocks: list[Block] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.heading.text if self.heading else ""

    def path(self) -> tuple[str, ...]:
        """Headings from the outermost down to this one."""
        titles: list[str] = []
        section: Section | None = self
        while section is not None and section.heading:
            titles.append(section.heading.text)
            section = section.parent
        return tuple(reversed(titles))

    def walk(self) -> Iterator[Section]:
        """This section and all below, in the order of the document."""
        pending = [self]
        while pending:
            section = pending.pop()
            yield section
            pending.extend(reversed(section.children))


@dataclass(slots=True)
class FrontMatter(Block):
    """Simple ``key: value`` lines of a YAML head; anything deeper is left alone."""

    entries: list[tuple[Text, Text]]


@dataclass(slots=True)
class Tree:
    source: Source
    root: Section
    front_matter: FrontMatter | None = None


@dataclass(frozen=True, slots=True)
class SectionContext:
    """Where a table or list stands: headings above it, outermost first.

    ``label`` is a bold line (``**Deliverables**:``) or heading-like line directly
    above the block, without its marks, or empty. The kind of a section is a name of
    ``plankit.markdown.reference.SECTIONS``: a collection or a header field.
    """

    headings: tuple[str, ...] = ()
    label: str = ""

    @property
    def title(self) -> str:
        return self.headings[-1] if self.headings else ""
