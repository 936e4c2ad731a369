# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The heading of a phase: word, number, name, duration and status, with offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from plankit.markdown import synonyms
from plankit.markdown.durations import is_duration
from plankit.markdown.synonyms_labels import PHASE_WORDS, WEAK_PHASE_WORDS

#: Longer headings open no phase.
LIMIT = 400
#: Blanks of other kinds are read as a blank.
BLANKS = dict.fromkeys([0xA0, 0x2007, 0x202F, 0x3000], " ")

_CODES = {word: code for code, _lang, words in PHASE_WORDS for word in words}
_WEAK = {word: code for code, _lang, words in WEAK_PHASE_WORDS for word in words}
_ALL = {**_WEAK, **_CODES}
#: Codes that may open a heading by themselves: ``P0: Contracts``, ``W2: Build``.
_SHORT = "|".join(sorted(set(_ALL.values()), key=len, reverse=True))
_WORDS = "|".join(sorted(map(re.escape, _ALL), key=len, reverse=True))
_TO = r"(?:[ ]?[-–—~+&][ ]?|[ ](?:to|thru|through|and|bis|a|à)[ ])"
_ROMAN = r"[IVX]{1,6}(?![^\W\d_])"
_HAN = "一二三四五六七八九十"
_NUMBER = (
    rf"(?P<number>\d{{1,4}}(?:\.\d{{1,3}}){{0,3}}(?:{_TO}\d{{1,4}})?|{_ROMAN}|[{_HAN}])"
)
_LEAD = re.compile(
    r"[\W_]{0,12}(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?[ \t]{1,4})?[\W_]{0,12}"
)
_WORD_FIRST = re.compile(
    rf"(?P<word>{_WORDS})[ \t]{{0,3}}[#№]?[ \t]?{_NUMBER}(?![\w])", re.IGNORECASE
)
_NUMBER_FIRST = re.compile(
    rf"第?[ ]?(?P<number>\d{{1,4}}(?:{_TO}\d{{1,4}})?|[{_HAN}])[. ]?[ ]?"
    rf"(?P<word>{'|'.join(word for word in _ALL if not word.isascii())}|quartal|week)"
    r"(?![^\W\d_])",
    re.IGNORECASE,
)
_CODE_FIRST = re.compile(
    rf"(?P<word>{_SHORT})(?P<number>\d{{1,3}}(?:-\d{{1,3}})?)"
    r"(?=[ \t]*[:—–(]|[ \t]-{1,2}[ \t]|$)"
)
_MARK = re.compile(r"[ \t]*(?:[:：]|-{1,2}(?=[ \t])|[—–|]|\.(?=[ \t]|$))[ \t]*")
_EDGE = " \t:：—–-|,.*_"
_PARENTHESIS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]$")
_COUNT = re.compile(r"\d+\s+(?:tasks?|items?|tickets?|points?)", re.IGNORECASE)

#: What a heading with a phase's number may tell *about* the phase.
_ABOUT = frozenset(
    {
        *("criteria", "deliverables", "done_definition", "acceptance", "triggers"),
        *("rollback_plan", "rollback_command", "progress", "schedule", "changelog"),
        *("legend", "approvals", "risks", "dependencies"),
    }
)


class Piece(NamedTuple):
    """A text and its offsets inside the heading's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PhaseHeading:
    """``code`` is made (``P1``, ``W3``); ``label`` is what it was made from.

    ``weak`` words ("Section", "Day") open a phase only where work stands below.
    ``name`` is empty, at the place where it would stand, if there is none;
    ``marked`` tells whether a colon or dash stands between number and name.
    """

    code: str
    label: Piece
    name: Piece
    marked: bool
    weak: bool = False
    duration: Piece | None = None
    status: Piece | None = None


def phase_heading(text: str) -> PhaseHeading | None:
    """The phase a heading opens, or ``None``.

    >>> found = phase_heading("2. Phase 1: Foundation (Week 1-2) ✅ COMPLETE")
    >>> found.code, found.name.text, found.duration.text, found.status.text
    ('P1', 'Foundation', 'Week 1-2', '✅ COMPLETE')
    >>> phase_heading("Phase 6 Completion Checklist") is None
    True
    """
    if len(text) > LIMIT:
        return None
    written, text = text, text.translate(BLANKS)
    lead = _LEAD.match(text)
    found = _find(text, lead.end() if lead else 0)
    if not found:
        return None
    mark = _MARK.match(text, found.end())
    start = mark.end() if mark else _skip_blank(text, found.end())
    opening, start, mark = _opening(text, start, mark)
    if _is_about(text[start:], bool(mark)):
        return None
    name, duration, status = heading_tail(text, start, opening)
    word = found.group("word").casefold()
    return PhaseHeading(
        code=_code(word, found.group("number")),
        label=_piece(written, found.start(), found.end()),
        name=_piece(written, name.start, name.end),
        marked=bool(mark),
        weak=word in _WEAK or word.upper() in _WEAK.values(),
        duration=duration,
        status=status,
    )


def _piece(text: str, start: int, end: int) -> Piece:
    return Piece(text[start:end], start, end)


def _find(text: str, start: int) -> re.Match[str] | None:
    """Word and number; a number before the word may belong to the word."""
    for pattern in (_WORD_FIRST, _CODE_FIRST, _NUMBER_FIRST):
        found = pattern.match(text, start)
        if found:
            return found
    at = len(text) - len(text.lstrip(" \t*_#"))
    return _NUMBER_FIRST.match(text, at)


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def _opening(
    text: str, start: int, mark: re.Match[str] | None
) -> tuple[Piece | None, int, re.Match[str] | None]:
    """A duration between number and name: ``Phase 1 (Week 1-2): Foundation``."""
    if mark or text[start : start + 1] not in ("(", "（"):
        return None, start, mark
    close = min(
        (i for i in (text.find(")", start), text.find("）", start)) if i > 0),
        default=-1,
    )
    after = _MARK.match(text, close + 1) if close > 0 else None
    if not after or not is_duration(text[start + 1 : close]):
        return None, start, mark
    return Piece(text[start + 1 : close], start + 1, close), after.end(), after


def _is_about(rest: str, marked: bool) -> bool:
    if marked:
        return synonyms.heading_kind_exact(rest) in _ABOUT
    return synonyms.heading_kind(rest) is not None


def _code(word: str, number: str) -> str:
    letters = _ALL.get(word, word.upper())
    if number in _HAN:
        return f"{letters}{_HAN.index(number) + 1}"
    if number[0].isdigit():
        return letters + re.sub(rf"{_TO}(?=\d+$)", "-", number)
    return f"{letters}{_roman(number.upper())}"


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in text]
    following = [*values[1:], 0]
    pairs = zip(values, following, strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def heading_tail(
    text: str, start: int, duration: Piece | None
) -> tuple[Piece, Piece | None, Piece | None]:
    """Name, duration and status: what stands behind the name is taken off it."""
    end = len(text)
    status: Piece | None = None
    for _ in range(4):
        end = max(start, start + len(text[start:end].rstrip(_EDGE)))
        cut = _parenthesis(text, start, end) or _status(text, start, end)
        if not cut:
            break
        at, kind, piece = cut
        if kind == "duration" and duration is None:
            duration = piece
        elif kind == "status" and status is None:
            status = piece
        elif kind != "count":
            break
        end = at
    end = _closed(text, start, end)
    return Piece(text[start:end], start, end), duration, status


def _closed(text: str, start: int, end: int) -> int:
    """The end without blanks; a full stop or bold mark stays part of the name."""
    return start + len(text[start:end].rstrip(" \t:：—–-|,"))


def _parenthesis(text: str, start: int, end: int) -> tuple[int, str, Piece] | None:
    found = _PARENTHESIS.search(text[:end], start)
    if not found:
        return None
    piece = Piece(found.group(1), found.start(1), found.end(1))
    if is_duration(piece.text):
        return found.start(), "duration", piece
    if synonyms.exact_status(piece.text):
        return found.start(), "status", piece
    if _COUNT.fullmatch(piece.text.strip()) and found.start() > start:
        return found.start(), "count", piece
    return None


def _status(text: str, start: int, end: int) -> tuple[int, str, Piece] | None:
    """An emoji with or without a word, or a shouted word, at the heading's end."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[start:end])]
    for first, _ in words[-4:]:
        at = start + first
        piece = text[at:end]
        if not synonyms.exact_status(piece):
            continue
        if _stands_out(text[start:at], piece):
            return at, "status", Piece(piece, at, end)
    return None


def _stands_out(before: str, piece: str) -> bool:
    """Whether a status word cannot be part of the name before it."""
    if not piece[0].isalnum():
        return piece[0] not in "-–—"
    if not piece.isupper():
        return False
    name = before.rstrip()
    return bool(name) and (not name.isupper() or name[-1] in "-–—:|")
