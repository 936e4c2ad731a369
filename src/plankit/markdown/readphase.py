# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A phase: its heading and the named lines below it."""

from __future__ import annotations

import re

from plankit.markdown import synonyms
from plankit.markdown.blocks import Heading, Section
from plankit.markdown.draft import Draft, Value
from plankit.markdown.forms import has_work
from plankit.markdown.keylines import named_lines
from plankit.markdown.phaseheading import PhaseHeading, Piece, phase_heading
from plankit.markdown.places import LINE, NUMBER, SECTIONS, Anchor, Home, Place
from plankit.markdown.readheader import line_value
from plankit.markdown.spans import Source, Span

#: Deepest heading that opens a phase.
LEVEL = 4
_LETTERS = re.compile(r"\D*")
_DIGITS = re.compile(r"\d[\d.-]*$")


def opened_phase(section: Section, source: Source) -> PhaseHeading | None:
    """The phase a section is, or ``None``.

    A weak word needs work below it, and gives way to phases of a strong one.
    """
    if section.heading is None or section.level > LEVEL:
        return None
    found = phase_heading(section.heading.text)
    if found is None or not found.weak:
        return found
    return found if has_work(section, source) and not _has_phases(section) else None


def _has_phases(section: Section) -> bool:
    found = (phase_heading(below.title) for below in section.walk())
    return any(phase is not None and not phase.weak for phase in found)


def read_phase(draft: Draft, home: Home, section: Section, found: PhaseHeading) -> str:
    """Keep the phase; the answer is its key."""
    assert section.heading is not None
    values = _heading_values(section.heading, found)
    extra: list[tuple[str, Value]] = []
    for name, line in named_lines(section.blocks, draft.source, "phases"):
        if name and name not in values:
            values[name] = line_value(draft, "phases", name, line)
        elif not name and line.value.text:
            extra.append((line.label, Value(line.value.text, line.place)))
    anchor = Anchor(home, section.first, section.last, section)
    return draft.add(home, values, extra, anchor)


def _heading_values(heading: Heading, found: PhaseHeading) -> dict[str, Value]:
    at = heading.span.start
    name = Place(_span(found.name, at), LINE, lead=_lead(heading, found))
    values = {
        "code": Value(found.code, _code_place(found, at)),
        "name": Value(found.name.text, name),
    }
    if found.duration:
        place = Place(_span(found.duration, at), LINE)
        values["duration_text"] = Value(found.duration.text, place)
    if found.status:
        word = synonyms.status(found.status.text) or ""
        values["status"] = Value(word, Place(_span(found.status, at), LINE))
    return values


def _span(piece: Piece, offset: int) -> Span:
    return Span(piece.start + offset, piece.end + offset)


def _lead(heading: Heading, found: PhaseHeading) -> str:
    """What has to stand before a name that comes to a heading without one."""
    if not found.marked:
        return ": "
    before = heading.text[: found.name.start]
    return "" if before[-1:].isspace() else " "


def _code_place(found: PhaseHeading, offset: int) -> Place | None:
    """The number in the heading; the code's letters stand for the word before it."""
    digits = _DIGITS.search(found.label.text)
    letters = _LETTERS.match(found.code)
    if not digits or not letters or letters.group() + digits.group() != found.code:
        return None
    start = offset + found.label.start + digits.start()
    span = Span(start, start + len(digits.group()))
    return Place(span, NUMBER, indent=letters.group())


def phases_home(section: Section) -> Home:
    """The section whose children are phases."""
    return Home("phases", SECTIONS, section.first, section.last, section)
