# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Title, front matter and the named lines at the head of a document."""

from __future__ import annotations

import re

from plankit.markdown import synonyms
from plankit.markdown.blocks import Heading, Section, Tree
from plankit.markdown.draft import Draft, Value
from plankit.markdown.fields import bare_span, kind_of
from plankit.markdown.keylines import KeyLine, key_lines
from plankit.markdown.places import LINE, Place
from plankit.markdown.spans import Span
from plankit.markdown.synonyms_document import HEADER_LABELS
from plankit.markdown.words import decode

_LABELS = {
    synonyms.fold(word): field
    for field, _lang, words in HEADER_LABELS
    for word in words
}


_SUFFIX = re.compile(r"(?<=\S)\s+[-–—]\s+implementation plan$", re.IGNORECASE)


def title_section(tree: Tree) -> Section | None:
    """The section of the document's title: its first heading of level 1."""
    for section in tree.root.children:
        if section.level == 1:
            return section
    return None


def read_header(draft: Draft, tree: Tree) -> None:
    title = title_section(tree)
    if title and title.heading:
        draft.set_header("title", _title(title.heading))
    if tree.front_matter:
        for label, value in tree.front_matter.entries:
            _read_line(draft, KeyLine(label.text, value, label))
    sections = [tree.root, title] if title else [tree.root]
    for section in sections:
        for line in key_lines(section.blocks, tree.source):
            _read_line(draft, line)


def _title(heading: Heading) -> Value:
    """The plan's name: what the heading says before "- Implementation Plan"."""
    start, end = heading.span
    name = _SUFFIX.sub("", heading.text) if end - start == len(heading.text) else ""
    if not name:
        return Value(heading.text, Place(heading.span, LINE))
    return Value(name, Place(Span(start, start + len(name)), LINE))


def _read_line(draft: Draft, line: KeyLine) -> None:
    name = _LABELS.get(synonyms.fold(line.label))
    if not name or name in draft.header:
        draft.add_header_extra(line.label, Value(line.value.text, line.place))
        return
    draft.set_header(name, line_value(draft, "", name, line))


def line_value(draft: Draft, collection: str, name: str, line: KeyLine) -> Value:
    """The value of a named line, in the words of its field."""
    kind = kind_of(collection, name)
    place = line.place
    place.span = bare_span(draft.source, line.value.span, kind)
    start = place.span.start
    if place.span.end == start and draft.source.text[start : start + 1] == " ":
        place.span, place.lead = Span(start + 1, start + 1), ""
    text = draft.source.text[place.span.start : place.span.end]
    return Value(decode(kind, text).value, place)
