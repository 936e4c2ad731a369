# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A new item as lines, in the form of those that stand beside it."""

from __future__ import annotations

from plankit.markdown.blocks import Fence, Row, Table
from plankit.markdown.document import Document
from plankit.markdown.places import COMMANDS, ITEMS, ROWS, SECTIONS, Home
from plankit.markdown.style import Style
from plankit.markdown.tablerows import encode_cell
from plankit.markdown.writelists import ListWriter
from plankit.plan import Check, Item, Plan, Task


class ItemWriter:
    """Renders items for the homes of one document."""

    def __init__(self, document: Document, plan: Plan, style: Style) -> None:
        self.document = document
        self.plan = plan
        self.source = document.source
        self.style = style
        self.lists = ListWriter(document, plan, style)

    def lines(self, home: Home, item: Item, beside: str) -> list[str] | None:
        """The item's lines; ``beside`` is the key of the item they follow."""
        if home.shape == ROWS:
            return [self._row(home, item, beside)]
        if home.shape == ITEMS:
            return self.lists.lines(home, item, beside)
        if home.shape == SECTIONS and isinstance(item, Task):
            return self.lists.section(home, item, beside)
        if home.shape == COMMANDS and isinstance(item, Check):
            return self._command(home, item)
        return None

    # tables

    def _row(self, home: Home, item: Item, beside: str) -> str:
        table = home.block
        assert isinstance(table, Table)
        model = self._model(home, table, beside)
        line = self.source.line(model.first)
        begin = self.source.starts[model.first]
        cells = [*model.cells, *model.surplus]
        head = line[: cells[0].outer.start - begin]
        tail = line[cells[-1].outer.end - begin :]
        texts = [
            self._padded(encode_cell(self._text(home, item, name)), table, model, index)
            for index, name in enumerate(home.columns)
        ]
        return head + "|".join(texts) + tail.rstrip()

    def _model(self, home: Home, table: Table, beside: str) -> Row:
        anchor = self.document.anchors.get((home.collection, beside))
        row = anchor.block if anchor and anchor.home is home else None
        if not isinstance(row, Row):
            row = table.rows[0] if table.rows else table.header
        if row.surplus or any(cell.missing for cell in row.cells):
            return table.header
        return row

    def _text(self, home: Home, item: Item, name: str) -> str:
        if name.startswith("extra."):
            labels = self._labels(home)
            return dict(item.extra).get(labels[name], "")
        return self.style.encode(home.collection, name, getattr(item, name))

    def _labels(self, home: Home) -> dict[str, str]:
        assert isinstance(home.block, Table)
        return dict(zip(home.columns, home.block.headers, strict=True))

    def _padded(self, text: str, table: Table, model: Row, index: int) -> str:
        cell = model.cells[index]
        width = cell.outer.end - cell.outer.start
        head = table.header.cells[index].outer
        if width == head.end - head.start and self._aligned(table, index):
            return f" {text}".ljust(width - 1) + " "
        return f" {text} " if text else " "

    def _aligned(self, table: Table, index: int) -> bool:
        """Whether pipes stand below each other: two rows of different length do."""
        rows = [table.header, *table.rows[:5]]
        outers = {
            row.cells[index].outer.end - row.cells[index].outer.start for row in rows
        }
        spans = {
            row.cells[index].span.end - row.cells[index].span.start for row in rows
        }
        return len(outers) == 1 and len(spans) > 1

    # commands

    def _command(self, home: Home, item: Check) -> list[str]:
        assert isinstance(home.block, Fence)
        indent = self._indent(home.block)
        names = [f"# {line}" for line in item.name.split("\n")] if item.name else []
        lines = [*names, *item.command.split("\n")]
        return [indent + line if line else "" for line in lines]

    def _indent(self, fence: Fence) -> str:
        for line in fence.lines:
            if line.text:
                start = self.source.starts[self.source.number(line.span.start) - 1]
                return self.source.text[start : line.span.start]
        opening = self.source.line(fence.first)
        return opening[: len(opening) - len(opening.lstrip())]
