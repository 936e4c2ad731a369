# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Headings that open a phase: word, number, name, and what stands behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plankit.markdown import synonyms
from plankit.markdown.blocks import Heading, Text
from plankit.markdown.places import LINE, Place
from plankit.markdown.spans import Span
from plankit.markdown.synonyms_document import ABOUT_A_PHASE
from plankit.markdown.synonyms_labels import PHASE_WORDS, WEAK_PHASE_WORDS
from plankit.markdown.synonyms_words import DURATION_UNITS, DURATION_WORDS

_STRONG = {word: code for code, _language, words in PHASE_WORDS for word in words}
_WEAK = {word: code for code, _language, words in WEAK_PHASE_WORDS for word in words}
_WORDS = {**_WEAK, **_STRONG}
_ABOUT = {word for _code, _language, words in ABOUT_A_PHASE for word in words}
_ALTERNATIVES = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_NUMBER = r"\d+(?:\.\d+)*(?:[ ]?(?:[-–—~]|to|thru|through|&|and)[ ]?\d+)?|[IVX]+\b"
_HEADING = re.compile(
    r"(?:\d+(?:\.\d+)*[.)]?[ \t]+|[^\w\s(\[]+[ \t]*)*"
    rf"(?P<label>(?P<word>{_ALTERNATIVES})[ \t]*(?P<number>{_NUMBER})"
    rf"|第?[ ]?(?P<cjk>\d+)[ ]?(?:阶段|階段|단계|フェーズ|周|週))(?![\w])",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[ \t]*(?P<sign>:|:|--+|—|–|-(?=[ \t])|\.(?=[ \t]))?[ \t]*")
_PARENTHESIS = re.compile(r"(?:^|[ \t]+)\(([^()]*)\)[ \t]*$")
_DASHED = re.compile(r"[ \t]+[—–-]+[ \t]+([^—–()]+)$")
_SIGNED = re.compile(
    r"(?:^|[ \t]+)([^\w\s()\[\]{}'\"`*.,;:!?%&/+-]+(?:[ \t]+[A-Z][A-Z ]+)?)$"
)
_UNITS = "|".join(
    sorted(
        {re.escape(w) for _u, _l, words in DURATION_UNITS for w in words if len(w) > 1}
        | {re.escape(w) for _u, _l, words in DURATION_UNITS for w in words if not w.isascii()},
        key=len,
        reverse=True,
    )
)  # fmt: skip
_DURATION = re.compile(rf"(?<![^\W\d_])(?:{_UNITS})(?![^\W\d_])", re.IGNORECASE)
_ENDLESS = {word for _code, _language, words in DURATION_WORDS for word in words}
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(slots=True)
class PhaseHeading:
    """``duration`` and ``status`` are there only where the heading tells them.

    A ``weak`` word ("Section 3") opens a phase only where work stands below it.
    """

    code: Text
    name: Text
    name_place: Place
    duration: Text | None = None
    status: Text | None = None
    weak: bool = False


def phase_heading(heading: Heading) -> PhaseHeading | None:
    """The phase a heading opens, or ``None``."""
    found = _HEADING.match(heading.text)
    if not found or heading.level > 4:
        return None
    separator = _SEPARATOR.match(heading.text, found.end())
    start = separator.end() if separator else found.end()
    signed = bool(separator and separator.group("sign"))
    rest = heading.text[start:]
    if not signed and _is_about(rest):
        return None
    label = heading.text[found.start("label") : found.end("label")]
    at = heading.span.start
    code = Text(
        _code(found, label), Span(at + found.start("label"), at + found.end("label"))
    )
    end, duration, status = _tail(heading.text, start)
    name = Text(heading.text[start:end], Span(at + start, at + max(start, end)))
    lead = "" if name.text or signed else ": "
    place = Place(name.span, LINE, lead=lead or _blank(heading.text, start, signed))
    word = (found.group("word") or "").lower()
    weak = word in _WEAK and word not in _STRONG
    return PhaseHeading(code, name, place, _at(duration, at), _at(status, at), weak)


def _blank(text: str, start: int, signed: bool) -> str:
    return " " if signed and start and not text[start - 1].isspace() else ""


def _at(piece: Text | None, offset: int) -> Text | None:
    if piece is None:
        return None
    return Text(piece.text, Span(piece.span.start + offset, piece.span.end + offset))


def _is_about(rest: str) -> bool:
    words = rest.split(maxsplit=1)
    if not words:
        return False
    return words[0].lower().strip(":,") in _ABOUT or bool(synonyms.heading_kind(rest))


def _code(found: re.Match[str], label: str) -> str:
    if found.group("cjk"):
        return f"{'W' if label[-1] in '周週' else 'P'}{found.group('cjk')}"
    number = found.group("number")
    shown = str(_roman(number)) if number[0].isalpha() else number
    return _WORDS[found.group("word").lower()] + shown.replace(" ", "")


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text.upper()]
    return sum(
        -value if value < max(values[index:], default=0) else value
        for index, value in enumerate(values)
    )


def is_duration(text: str) -> bool:
    """Whether a text tells a span of time: a number and a unit, or "ongoing"."""
    if text.strip().lower() in _ENDLESS:
        return True
    return any(letter.isdigit() for letter in text) and bool(_DURATION.search(text))


def _tail(text: str, start: int) -> tuple[int, Text | None, Text | None]:
    """Where the name ends; duration and status that stand behind it."""
    end = len(text)
    duration: Text | None = None
    status: Text | None = None
    while True:
        piece = _last_piece(text, start, end)
        if piece is None:
            return end, duration, status
        cut, inner = piece
        if duration is None and is_duration(inner.text):
            duration = inner
        elif status is None and _is_status(inner.text):
            status = inner
        else:
            return end, duration, status
        end = cut


def _last_piece(text: str, start: int, end: int) -> tuple[int, Text] | None:
    for pattern in (_PARENTHESIS, _DASHED, _SIGNED):
        found = pattern.search(text[:end], start)
        if found:
            return found.start(), Text(found.group(1), Span(*found.span(1)))
    return None


def _is_status(text: str) -> bool:
    return bool(synonyms.exact_status(text))
