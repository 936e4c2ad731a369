# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parts of a trigger's text: window, occurrences, condition, subject, scope."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from plankit import trigger_words as words

#: No trigger of a person is longer; the rest of a longer text is not read.
LIMIT = 600

_I = re.IGNORECASE
_ALONE = re.compile(r"(?P<digits>\d{1,15}(?:[.,]\d{1,15})?) ?(?P<unit>[^\d\s.,]*)")
_LEAD = (
    r"(?:for|over|during|within|in|across|per|throughout|last|lasts|lasting)"
    r"(?: (?:at least|more than|longer than|over|up to|the|any|each|every|last|past"
    r"|previous|rolling|sliding))*"
)
_WINDOWS = tuple(
    re.compile(pattern, _I)
    for pattern in (
        rf"\b{_LEAD} {words.DURATION}"
        r"(?:[ -](?:window|period|interval|straight|continuously))?",
        rf"{words.DURATION}[ -]?(?:rolling |sliding )?"
        r"(?:window|period|interval|average|avg|boyunca|間|以内)",
        rf"[\[(/] ?{words.DURATION} ?[\])]?(?= |$|[.,;)])",
        r"(?P<number>\d+) (?:consecutive|straight|continuous) (?P<unit>[a-z]+)",
    )
)
_DELAY = re.compile(rf"\bafter (?:the first )?{words.DURATION}", _I)
_OCCURRENCES = (
    re.compile(
        rf"(?:at least )?\b(?P<number>{words.COUNTED}) (?:consecutive|successive)"
        r"(?: \w+)?",
        _I,
    ),
    re.compile(
        rf"(?:at least )?\b(?P<number>{words.COUNTED})x? ?"
        r"(?:times(?! (?:the )?" + words.BASELINE + r")|(?:failed )?(?:failures|checks"
        r"|attempts|probes|tries))(?: in a row)?",
        _I,
    ),
    re.compile(rf"\b(?P<number>{words.COUNTED})x? in a row", _I),
    re.compile(r"\b(?P<number>twice|thrice)\b(?: in a row)?", _I),
)


@dataclass(frozen=True)
class Amount:
    """A number in its base unit."""

    value: Decimal
    unit: str


@dataclass(frozen=True)
class Condition:
    """What is compared with what, and the words before and after."""

    subject: str
    operator: str = ""
    low: Amount | None = None
    high: Amount | None = None
    tail: str = ""
    relative: bool = False


def normalise(text: str) -> str:
    """One line of plain characters, without marks of emphasis and code."""
    text = unicodedata.normalize("NFKC", html.unescape(text[:LIMIT]))
    text = re.sub(r"\*\*|__(?=\s|$)|`|~~", "", text)
    text = re.sub(rf"(?<![\w)])%({words.NUMBER})(?![\w%])", r"\1%", text)
    return " ".join(text.split()).rstrip(".;")


def number(text: str) -> Decimal:
    """``1,000`` and ``2.5`` and ``0,5`` as a person means them.

    >>> number("1,000"), number("0,5"), number("three")
    (Decimal('1000'), Decimal('0.5'), Decimal('3'))
    """
    known = words.NUMBER_WORDS.get(text.lower())
    if known is not None:
        return Decimal(known)
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", text):
        text = text.replace(",", "")
    parts = re.split(r"[.,]", text)
    if len(parts) > 2:
        return Decimal("".join(parts))
    return Decimal(".".join(parts))


def amount(digits: str, unit: str | None) -> Amount:
    base, factor = words.UNITS.get((unit or "").lower(), (words.COUNT, Decimal(1)))
    return Amount(number(digits) * factor, base)


def read_amount(text: str) -> Amount | None:
    """A number that stands alone, with its unit; None for anything else.

    >>> read_amount("450 ms"), read_amount("93%").unit, read_amount("high")
    (Amount(value=Decimal('0.450'), unit='s'), 'ratio', None)
    """
    found = _ALONE.fullmatch(text.strip())
    if not found or (found["unit"] and found["unit"].lower() not in words.UNITS):
        return None
    return amount(found["digits"], found["unit"])


def take_window(text: str) -> tuple[str, Decimal | None]:
    """The text without its window, and the window's seconds.

    "over 5 s" is a window only beside a comparison, else it is one itself.
    """
    for pattern in _WINDOWS:
        for found in reversed(list(pattern.finditer(text))):
            unit = found["unit"].lower()
            rest = _cut(text, found)
            over = found[0].lower().startswith("over ")
            if unit in words.TIME_UNITS and not (over and not _COMPARED.search(rest)):
                return rest, amount(found["number"], unit).value
    return text, None


def take_delay(text: str) -> tuple[str, Decimal | None]:
    """The text without "after 30 min", and that delay's seconds."""
    found = _DELAY.search(text)
    if not found:
        return text, None
    return _cut(text, found), amount(found["number"], found["unit"]).value


def take_occurrences(text: str) -> tuple[str, int | None]:
    """The text without "3 consecutive", and that number."""
    for pattern in _OCCURRENCES:
        found = pattern.search(text)
        if found:
            return _cut(text, found), int(number(found["number"]))
    return text, None


def unwrap(text: str) -> str:
    """Brackets around a comparison go; brackets around a remark go with it."""
    return _BRACKETS.sub(
        lambda found: f" {found[1]}" if _COMPARED.search(found[1]) else "", text
    )


def _cut(text: str, found: re.Match[str]) -> str:
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(re.sub(r"\( *\)", " ", rest).split())


_A = words.amount()
_B = words.amount("2")
_TO = r" ?(?:-|–|—|~|to|and) ?"
_BASE = rf"(?:the |its )?(?:\w+ )?{words.BASELINE}\b"
_RELATIVE = re.compile(
    rf"(?:> ?)?{_A} (?P<way>above|over|higher than|more than|below|under|lower than"
    rf"|less than) (?P<base>{_BASE})",
    _I,
)
_CHANGE = re.compile(
    r"(?P<way>increas|ris|spik|grow|jump|degrad|drop|decreas|fall|declin)\w*"
    rf" (?:by|of)? ?(?:> ?|more than )?{_A}",
    _I,
)
_COMPARED = re.compile(
    rf"(?<![A-Za-z]){words.COMPARISON}(?: (?:a|the))? ?{_A}(?:{_TO}{_B})?", _I
)
_BRACKETS = re.compile(r" ?\(([^()]*)\)")
_BEHIND = re.compile(rf"{_A} ?{words.SUFFIX}", _I)
_BETWEEN = re.compile(rf"(?:between )?{_A}{_TO}{_B}", _I)
_ANY = re.compile(r"^(?:if |when |on )?(?P<word>any|no|zero) ", _I)
_BARE = re.compile(_A, _I)
_FALLING = ("below", "under", "lower", "less", "drop", "decreas", "fall", "declin")


def find_condition(text: str) -> Condition:
    """The comparison in a text from which window and occurrences were taken."""
    for find in (_relative, _compared, _behind, _between, _any, _bare):
        found = find(text)
        if found:
            return found
    return Condition(text)


def _relative(text: str) -> Condition | None:
    found = _RELATIVE.search(text) or _CHANGE.search(text)
    if not found:
        return None
    given = amount(found["number"], found["unit"])
    if given.unit != words.RATIO:
        return None
    falling = found["way"].lower().startswith(_FALLING)
    value = 1 - given.value if falling else 1 + given.value
    tail = text[found.start("base") :] if "base" in found.groupdict() else ""
    return Condition(
        text[: found.start()],
        "<" if falling else ">",
        Amount(value, words.MULTIPLE),
        tail=tail or text[found.end() :],
        relative=True,
    )


def _compared(text: str) -> Condition | None:
    found = _COMPARED.search(text)
    if not found:
        return None
    subject, tail = text[: found.start()], text[found.end() :]
    low = amount(found["number"], found["unit"])
    if found["number2"] and found["op"] not in (">=", "<=", ">", "<"):
        return None
    operator = words.COMPARISONS[found["op"].lower()]
    return Condition(subject or tail, operator, low, tail=tail)


def _behind(text: str) -> Condition | None:
    found = _BEHIND.search(text)
    if not found:
        return None
    low = amount(found["number"], found["unit"])
    before, tail = text[: found.start()], text[found.end() :]
    subject = before if before.strip() else tail
    return Condition(subject, words.SUFFIXES[found["suffix"].lower()], low, tail=tail)


def _between(text: str) -> Condition | None:
    found = _BETWEEN.search(text)
    if not found:
        return None
    low = amount(found["number"], found["unit"] or found["unit2"])
    high = amount(found["number2"], found["unit2"] or found["unit"])
    subject, tail = text[: found.start()], text[found.end() :]
    return Condition(subject, "between", low, high, tail)


def _any(text: str) -> Condition | None:
    found = _ANY.search(text)
    if not found:
        return None
    operator = ">" if found["word"].lower() == "any" else "=="
    return Condition(text[found.end() :], operator, Amount(Decimal(0), words.COUNT))


def _bare(text: str) -> Condition | None:
    found = _BARE.search(text)
    if not found:
        return None
    low = amount(found["number"], found["unit"])
    before, tail = text[: found.start()], text[found.end() :]
    return Condition(before if before.strip() else tail, "", low, tail=tail)


def is_compound(text: str) -> bool:
    """Several comparisons in one text: which one counts is anybody's guess."""
    return len(_COMPARED.findall(text)) > 1
