# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where values stand and what holds the items: what the writer needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field

from plankit.markdown.blocks import Block
from plankit.markdown.spans import Span

#: ``(collection, key, field)``; collection and key are empty for the header.
Path = tuple[str, str, str]

#: Forms of a place: how a text is written there.
CELL = "cell"  # in a table row: one line, pipes escaped
GAP = "gap"  # a cell its row does not have yet
LINE = "line"  # one line of a paragraph, a heading, or a list item
BLOCK = "block"  # whole lines, each behind ``indent``
MARK = "mark"  # the character in a box
NUMBER = "number"  # a code without its letters, which ``indent`` holds

#: Shapes of a home.
ROWS = "rows"
ITEMS = "items"
COMMANDS = "commands"
SECTIONS = "sections"


@dataclass(slots=True)
class Place:
    """A value's span and how it is written.

    ``lead`` and ``trail`` go around a value that comes to an empty place;
    ``column`` counts from 0 among the cells of a row.
    """

    span: Span
    form: str = LINE
    lead: str = ""
    trail: str = ""
    indent: str = ""
    column: int = 0


@dataclass(slots=True)
class Home:
    """A table, list, code block or section that holds items of one collection.

    ``parent`` is the key of their phase or task; ``columns`` are a table's fields,
    ``extra.<n>`` for the extra ones; ``keys`` are the items, in order.
    """

    collection: str
    shape: str
    first: int
    last: int
    block: Block | None = None
    parent: str = ""
    columns: tuple[str, ...] = ()
    group: str = ""
    keys: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Anchor:
    """The lines of one item, ``first`` up to, not including, ``last``."""

    home: Home
    first: int
    last: int
    block: Block | None = None
