# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sections whose value is a text: overview, diagram, strategy, commands, drawings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from plankit.markdown.blocks import Block, Fence, Section
from plankit.markdown.draft import Draft, Value
from plankit.markdown.places import BLOCK, LINE, Place
from plankit.markdown.spans import LINE_END, Source, Span

#: Sections that are one text of the header, with or without a fence around it.
TEXTS = frozenset(
    {
        *("overview", "diagram", "migration_strategy", "rollback_plan"),
        *("traffic_progression", "rollback_command", "test_pyramid", "log_format"),
    }
)
_TRAFFIC = re.compile(
    r"(?P<percent>\d{1,3}(?:[.,]\d+)?)[ ]?%(?:[ ]+(?P<kind>[^()\r\n]*?))?[ ]*\)"
)
_SHARE = re.compile(r"(?P<percent>\d{1,3}(?:[.,]\d+)?)[ ]?%")
#: What a drawing calls an item: a second place of its name.
NAME = "name"

#: Finds in a drawing what it tells of a name: field, value, place.
_Take = Callable[[str, str], Iterable[tuple[str, str, Span]]]


def read_text(draft: Draft, section: Section, name: str) -> None:
    """The section's own text: the body of its only fence, else all as written."""
    blocks = [block for block in section.blocks if type(block) is not Block]
    if not blocks:
        return
    only = blocks[0]
    if len(blocks) == 1 and isinstance(only, Fence) and only.info is not None:
        draft.set_header(name, fence_value(draft.source, only))
        return
    draft.set_header(name, raw_value(draft.source, blocks))


def fence_value(source: Source, fence: Fence) -> Value:
    text = fence.text
    indent = _indent(source, fence)
    return Value(text, Place(fence.body, BLOCK, indent=indent))


def _indent(source: Source, fence: Fence) -> str:
    """What stands before each body line of a fence inside a list or quote."""
    for line in fence.lines:
        if line.text:
            start = source.starts[source.number(line.span.start) - 1]
            return source.text[start : line.span.start]
    return ""


def raw_value(source: Source, blocks: list[Block]) -> Value:
    """Several blocks as they stand, from the first line to the last."""
    first, last = blocks[0].first, blocks[-1].last
    span = _trimmed(source, first, last)
    text = LINE_END.sub("\n", source.text[span.start : span.end])
    return Value(text, Place(span, BLOCK))


def _trimmed(source: Source, first: int, last: int) -> Span:
    lines = source.lines(first, last)
    while lines and not lines[-1].strip():
        lines.pop()
    end = source.ends[first + len(lines) - 1] if lines else source.starts[first]
    return Span(source.starts[first], end)


def read_traffic(draft: Draft) -> None:
    """Percentages of the traffic progression belong to the environments."""
    _percentages(draft, "traffic_progression", "environments", "name", _traffic)


def read_pyramid(draft: Draft) -> None:
    """Shares of the test pyramid belong to the test targets."""
    _percentages(draft, "test_pyramid", "test_targets", "test_type", _share)


def _percentages(
    draft: Draft, drawing: str, collection: str, field: str, take: _Take
) -> None:
    place = draft.places.get(("", "", drawing))
    if place is None:
        return
    text = draft.source.text[place.span.start : place.span.end]
    for key, row in draft.rows[collection].items():
        if row.get(field):
            for name, value, span in take(text, row[field]):
                at = Span(place.span.start + span.start, place.span.start + span.end)
                if name == NAME:
                    draft.twins[collection, key, field] = Place(at, LINE)
                    continue
                draft.set_value(collection, key, name, Value(value, Place(at, LINE)))


def _traffic(text: str, name: str) -> Iterable[tuple[str, str, Span]]:
    """``Canary (10% production traffic)``: percentage and kind."""
    before = rf"(?:^|(?<=[\r\n]))[^\w\r\n]*(?P<name>{re.escape(name)})[ ]*\([ ]*"
    found = re.compile(before + _TRAFFIC.pattern, re.IGNORECASE).search(text)
    if found:
        yield NAME, name, Span(*found.span("name"))
        yield "traffic_percent", found.group("percent"), Span(*found.span("percent"))
        if found.group("kind"):
            yield "traffic_kind", found.group("kind"), Span(*found.span("kind"))


def _share(text: str, name: str) -> Iterable[tuple[str, str, Span]]:
    """``Unit Tests (60%)``: the share."""
    before = rf"(?<!\w)(?P<name>{re.escape(name)})(?:[ ]Tests?)?[ ]*[(:][ ]*"
    found = re.compile(before + _SHARE.pattern, re.IGNORECASE).search(text)
    if found:
        yield NAME, name, Span(*found.span("name"))
        yield "share_percent", found.group("percent"), Span(*found.span("percent"))
