# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names of tasks taken apart: beginning, number, ends of a range."""

from __future__ import annotations

import re

_TAIL = re.compile(r"(.*?)(\d+)([A-Za-z]?)", re.DOTALL)
_LEAD = re.compile(r"\D*")
_NUMBER = re.compile(r"\d+")


def split_name(name: str) -> tuple[str, int, str]:
    """Stem, last number and letter of a name; the number is -1 without one.

    >>> split_name("SCOTTISH-001a"), split_name("P2.4"), split_name("abc")
    (('SCOTTISH-', 1, 'a'), ('P2.', 4, ''), ('abc', -1, ''))
    """
    found = _TAIL.fullmatch(name)
    # A number of endless digits is text; int() refuses it.
    if not found or len(found[2]) > 15:
        return name, -1, ""
    return found[1], int(found[2]), found[3]


def completed(first: str, last: str) -> str:
    """The right end with the left end's beginning, where it left it out.

    >>> completed("RLS-001", "004"), completed("P1.2", "1.5"), completed("A1", "B2")
    ('RLS-004', 'P1.5', 'B2')
    """
    stem, short = split_name(first)[0], split_name(last)[0]
    if short == stem or any(char.isalpha() for char in short):
        return last
    if stem.endswith(short):
        return stem[: len(stem) - len(short)] + last
    return last


def hyphen_ends(name: str) -> tuple[str, str] | None:
    """The ends, when a name with hyphens can be a range.

    >>> hyphen_ends("EUDR-SAT-001-007"), hyphen_ends("W7-23.1-5"), hyphen_ends("GH-68")
    (('EUDR-SAT-001', 'EUDR-SAT-007'), ('W7-23.1', 'W7-23.5'), None)
    >>> hyphen_ends("P1.3-P2.1"), hyphen_ends("2024-10-01")
    (('P1.3', 'P2.1'), None)
    """
    for found in re.finditer("[-‐‑]", name):
        left, right = name[: found.start()], name[found.end() :]
        stem, number, _letter = split_name(left)
        # A number right behind letters (``W7-22``) starts a longer name.
        if number < 0 or (stem[-1:].isalpha() and right[:1].isdigit()):
            continue
        if _is_later(left, right):
            return left, right
        last = completed(left, right)
        other, end, _letter = split_name(last)
        if other.casefold() == stem.casefold() and end > number:
            return left, last
    return None


def _is_later(left: str, right: str) -> bool:
    """Whether two whole names of one family stand in order: ``P1.3``, ``P2.1``."""
    one, other = _whole(left), _whole(right)
    return one is not None and other is not None and one[0] == other[0] and one < other


def _whole(name: str) -> tuple[str, list[int]] | None:
    """Beginning and numbers; ``None`` for a bare number, which may be a short end."""
    lead = _LEAD.match(name)
    numbers = _NUMBER.findall(name)
    if not lead or not numbers or len(name) > 60:
        return None
    if not lead[0] and len(numbers) == 1:
        return None
    return lead[0].casefold(), [int(number) for number in numbers]
