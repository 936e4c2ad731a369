# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Named lines the document does not have yet: ``**Owner**: team``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plankit.markdown.blocks import Section
from plankit.markdown.changes import Change
from plankit.markdown.document import Document
from plankit.markdown.edits import Edits
from plankit.markdown.places import LINE, Path
from plankit.markdown.style import Style

_LABELS = {
    ("", "slug"): "Slug",
    ("", "version"): "Version",
    ("", "prd_url"): "PRD",
    ("", "owner"): "Owner",
    ("", "date_updated"): "Last Updated",
    ("phases", "goal"): "Goal",
    ("phases", "duration_text"): "Duration",
    ("phases", "status"): "Status",
}
_BEFORE = re.compile(
    r"(?P<lead>[ \t>+-]*(?:\*[ \t]+)?)(?P<mark>\*\*|__|)(?P<label>[^*_::]+?)[ \t]*"
    r"(?P<tail>(?:[::][ \t]*(?:\*\*|__)|(?:\*\*|__)?[ \t]*[::])[ \t]*[`\[<]*)"
)


class LineWriter:
    """Adds lines below those of the same kind, in their form."""

    def __init__(self, document: Document, edits: Edits, style: Style) -> None:
        self.document = document
        self.source = document.source
        self.edits = edits
        self.style = style

    def write(self, changes: Iterable[Change], refused: Iterable[Path]) -> list[Path]:
        """Give a line to refused values that may have one; the answer is the rest."""
        values = {change.path: change.new for change in changes}
        return [path for path in refused if not self._add(path, values.get(path))]

    def _add(self, path: Path, value: object) -> bool:
        collection, key, field = path
        label = _LABELS.get((collection, field))
        if not label or not value or path in self.document.places:
            return False
        text = self.style.encode(collection, field, value)
        if "\n" in text or "\r" in text:
            return False
        model = self._last_line(collection, key)
        line = self._like(model, label, text) if model is not None else ""
        if model is not None and line:
            self.edits.insert_lines(model + 1, [line])
            return True
        at = self._heading_end(collection, key)
        behind = at < len(self.source) and self.source.line(at).strip()
        shown = [f"**{label}**: {text}", *([""] if behind else [])]
        self.edits.insert_lines(at, ["", *shown] if at else shown)
        return True

    def _last_line(self, collection: str, key: str) -> int | None:
        """The last line of that item that names a value, below its heading."""
        first = self._heading_end(collection, key)
        found = [
            self.source.number(place.span.start) - 1
            for path, place in self.document.places.items()
            if path[:2] == (collection, key) and place.form == LINE
        ]
        below = [line for line in found if line >= first]
        return max(below) if below else None

    def _like(self, model: int, label: str, text: str) -> str:
        """A line with the marks of the model line; empty where it has others."""
        line = self.source.line(model)
        found = _BEFORE.match(line)
        if not found:
            return ""
        tail = found.group("tail").rstrip("`[<").rstrip() + " "
        if found.group("label").islower():
            label = label.lower().replace(" ", "_")
        end = "  " if line.endswith("  ") else ""
        return f"{found.group('lead')}{found.group('mark')}{label}{tail}{text}{end}"

    def _heading_end(self, collection: str, key: str) -> int:
        """The line behind the heading of the phase, or of the document."""
        if collection:
            block = self.document.anchors[collection, key].block
            assert isinstance(block, Section)
            return block.heading.last if block.heading else block.first
        place = self.document.places.get(("", "", "title"))
        if place:
            return self.source.number(place.span.start)
        front = self.document.tree.front_matter
        return front.last if front else 0
