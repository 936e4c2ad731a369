# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Texts that tell a span of time."""

from __future__ import annotations

import re

from plankit.markdown.synonyms_fold import fold, index
from plankit.markdown.synonyms_words import DURATION_UNITS, DURATION_WORDS

_UNITS = index(DURATION_UNITS)
_ENDLESS = index(DURATION_WORDS)
_CLOSE = re.compile(r"(\d)[ -]?([^\W\d_]+)")
_NAMED = re.compile(r"([^\W\d_]+)[ .]?\d")
_DATE = re.compile(r"\d{4}-(?:\d\d|q[1-4])|\bq[1-4]\b")
_MONTHS = frozenset(
    {
        *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept"),
        *("oct", "nov", "dec", "january", "february", "march", "april", "june"),
        *("july", "august", "september", "october", "november", "december"),
    }
)


def is_duration(text: str) -> bool:
    """Whether a text tells how long or when: a number with a unit, or "ongoing".

    >>> [is_duration(text) for text in ("Week 1-2", "~2 hours", "T-2 hours", "2周")]
    [True, True, True, True]
    >>> [is_duration(text) for text in ("Priority: P1", "20 Tasks", "1% traffic")]
    [False, False, False]
    """
    folded = fold(text)
    if not folded or len(folded) > 80:
        return False
    if folded in _ENDLESS or folded.split(" ", 1)[0] in _ENDLESS:
        return True
    if _DATE.search(folded):
        return True
    units = {word for _digit, word in _CLOSE.findall(folded)}
    if any(_is_unit(word) for word in units):
        return True
    named = set(_NAMED.findall(folded))
    return any(len(word) > 1 and _is_unit(word) for word in named) or bool(
        named & _MONTHS
    )


def _is_unit(word: str) -> bool:
    """A unit, or one in a script that writes no blank behind it."""
    if word in _UNITS:
        return True
    return not word.isascii() and any(
        word.startswith(unit) for unit in _UNITS if not unit.isascii()
    )
