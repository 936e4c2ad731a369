# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The document's own words: how its author writes a status, a date, nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from plankit.markdown import fields
from plankit.markdown import synonyms_words as words
from plankit.markdown.dates import format_date, read_date
from plankit.markdown.document import Document
from plankit.markdown.fields import SCALES, kind_of
from plankit.markdown.places import MARK, Path
from plankit.markdown.reference_words import EMPTY, WORDS
from plankit.markdown.styledwords import like
from plankit.markdown.tablerows import decode_cell

_TABLES = {
    fields.TASK_STATUS: words.TASK_STATUSES,
    fields.DEPENDENCY_STATUS: words.DEPENDENCY_STATUSES,
    fields.APPROVAL_STATUS: words.APPROVAL_STATUSES,
    fields.LEVEL: words.LEVELS,
    fields.YES_NO: words.YES_NO,
    fields.DONE: words.DELIVERED,
}
_CANONICAL = {kind: {row[0] for row in rows} for kind, rows in _TABLES.items()}
_TICKS = {True: "x", False: " "}
_STATUS_TICKS = {"done": "x", "not_started": " "}

#: ``(value, text)`` to how often the document writes it so.
Examples = Counter[tuple[object, str]]


class Style:
    """Learned from the values of one document, a field at a time, when asked."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._fields: dict[tuple[str, str], Examples] = {}
        self._kinds: dict[str, Examples] = {}
        self._by_field: dict[tuple[str, str], list[Path]] = {}
        for path in document.places:
            self._by_field.setdefault((path[0], path[2]), []).append(path)

    def encode(self, collection: str, field: str, value: object) -> str:
        """The text of a value, in the words of its neighbours."""
        kind = kind_of(collection, field)
        if kind == fields.DATE:
            return self._date(collection, field, str(value))
        if kind in SCALES or value == "":
            return self._word(collection, field, kind, value)
        return str(value)

    def mark(self, collection: str, field: str, value: object) -> str | None:
        """The character of a box, or ``None`` for what no box can say."""
        for (known, text), _count in self._examples(collection, field, MARK):
            if known == value:
                return text
        if isinstance(value, bool):
            return _TICKS[value]
        return _STATUS_TICKS.get(str(value))

    def _word(self, collection: str, field: str, kind: str, value: object) -> str:
        own = self._examples(collection, field)
        for (known, text), _count in own:
            if known == value:
                return text
        if kind not in SCALES:
            return EMPTY.get((collection, field), "") if own or value == "" else ""
        if value == "":
            return ""
        for (known, text), _count in self._of_kind(kind):
            if known == value:
                return text
        if not isinstance(value, bool) and value not in _CANONICAL[kind]:
            return str(value)
        layout = self._layout_word(collection, field, kind, value)
        examples = [text for (_value, text), _count in own or self._of_kind(kind)]
        canonical = ("yes" if value else "no") if kind == fields.DONE else value
        return like(examples, layout, str(canonical), _TABLES[kind])

    def _layout_word(
        self, collection: str, field: str, kind: str, value: object
    ) -> str:
        if kind == fields.DONE:
            return "Done" if value else "Pending"
        known = WORDS.get((collection, field), {})
        return known.get(str(value), str(value))

    def _date(self, collection: str, field: str, value: str) -> str:
        if not value:
            return self._word(collection, field, fields.TEXT, value)
        for (_value, text), _count in self._of_kind(fields.DATE):
            form = read_date(text)[1]
            if form:
                return format_date(value, form)
        return value

    def _examples(
        self, collection: str, field: str, form: str = ""
    ) -> list[tuple[tuple[object, str], int]]:
        at = (collection, f"{field}:{form}")
        if at not in self._fields:
            self._fields[at] = self._count(
                collection, field, lambda f: (f == MARK) == bool(form)
            )
        return self._fields[at].most_common()

    def _of_kind(self, kind: str) -> list[tuple[tuple[object, str], int]]:
        if kind not in self._kinds:
            found: Examples = Counter()
            for collection, field in self._by_field:
                if kind_of(collection, field) == kind:
                    found += self._count(collection, field, lambda form: form != MARK)
            self._kinds[kind] = found
        return self._kinds[kind].most_common()

    def _count(
        self, collection: str, field: str, wanted: Callable[[str], bool]
    ) -> Examples:
        found: Examples = Counter()
        for path in self._by_field.get((collection, field), ()):
            place = self.document.places[path]
            if wanted(place.form):
                text = self.document.text[place.span.start : place.span.end]
                value = self.document.value(path)
                if "<!--" in text or (not text and value):
                    continue
                found[value, decode_cell(text)] += 1
        return found


def newline_text(text: str, newline: str) -> str:
    """A value's lines with the document's line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return newline.join(lines)


def indented(lines: Iterable[str], indent: str, newline: str) -> str:
    """Lines behind an indentation, the first of them already in its place."""
    return f"{newline}{indent}".join(lines)
