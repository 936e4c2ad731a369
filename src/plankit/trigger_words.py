# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words of triggers and thresholds: numbers, units, comparisons, windows."""

from __future__ import annotations

import re
from decimal import Decimal

SECONDS = "s"
RATIO = "ratio"
COUNT = "count"
BYTES = "bytes"
MULTIPLE = "multiple"
SIGMA = "sigma"
PER_SECOND = "per_second"

_TIMES: tuple[tuple[str, str], ...] = (
    ("0.000000001", "ns nanosecond nanoseconds"),
    ("0.000001", "us μs microsecond microseconds"),
    ("0.001", "ms msec msecs millisecond milliseconds milisaniye ミリ秒 毫秒"),
    ("1", "s sec secs second seconds saniye sn 秒"),
    ("60", "m min mins minute minutes dakika dk 分 分钟 minuten minutos"),
    ("3600", "h hr hrs hour hours saat 時間 小时 stunden horas"),
    ("86400", "d day days gün 日 天"),
    ("604800", "week weeks hafta 週間"),
)
_SIZES: tuple[tuple[str, str], ...] = (
    ("1", "b byte bytes"),
    ("1000", "kb"),
    ("1000000", "mb"),
    ("1000000000", "gb"),
    ("1000000000000", "tb"),
    ("1024", "kib"),
    ("1048576", "mib"),
    ("1073741824", "gib"),
    ("1099511627776", "tib"),
)
_OTHERS: tuple[tuple[str, str, str], ...] = (
    (RATIO, "0.01", "% percent pct"),
    (RATIO, "0.001", "‰"),
    (MULTIPLE, "1", "x × times fold"),
    (SIGMA, "1", "σ sigma sigmas"),
)


def _units() -> dict[str, tuple[str, Decimal]]:
    found = {}
    for factor, words in _TIMES:
        found.update({word: (SECONDS, Decimal(factor)) for word in words.split()})
    for factor, words in _SIZES:
        found.update({word: (BYTES, Decimal(factor)) for word in words.split()})
    for unit, factor, words in _OTHERS:
        found.update({word: (unit, Decimal(factor)) for word in words.split()})
    return found


#: Unit as written, in lower case, to base unit and factor.
UNITS = _units()
TIME_UNITS = {word for word, (unit, _factor) in UNITS.items() if unit == SECONDS}

_COUNTING = "zero one two three four five six seven eight nine ten"
NUMBER_WORDS = {word: count for count, word in enumerate(_COUNTING.split())}
NUMBER_WORDS |= {"a": 1, "an": 1, "twice": 2, "thrice": 3}


def _any_of(words: set[str] | dict[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


NUMBER = r"\d{1,15}(?:[.,]\d{1,15}){0,4}"
_END = r"(?![A-Za-z0-9_])"
_TIME = rf"(?:{_any_of(TIME_UNITS)}){_END}"
COUNTED = rf"(?:{NUMBER}|{_any_of(set(NUMBER_WORDS))})"
#: A duration: number and unit, "5 consecutive minutes", "an hour".
DURATION = (
    rf"(?<![A-Za-z0-9_.])(?P<number>{COUNTED})[ -]?"
    rf"(?:(?:consecutive|continuous|straight|full) )?(?P<unit>{_TIME})"
)


def amount(suffix: str = "") -> str:
    """Pattern of a number with an optional unit; groups end in ``suffix``."""
    return (
        rf"(?<![A-Za-z0-9_.])(?P<number{suffix}>{NUMBER})"
        rf"(?: ?(?P<unit{suffix}>{_any_of(set(UNITS))}){_END}|{_END})"
    )


#: Phrase to comparison; longer phrases are tried first.
COMPARISONS: dict[str, str] = {
    ">=": ">=",
    "=>": ">=",
    "≥": ">=",
    "⩾": ">=",
    "greater than or equal to": ">=",
    "at least": ">=",
    "no less than": ">=",
    "reaches": ">=",
    "<=": "<=",
    "=<": "<=",
    "≤": "<=",
    "⩽": "<=",
    "less than or equal to": "<=",
    "at most": "<=",
    "no more than": "<=",
    ">": ">",
    "above": ">",
    "over": ">",
    "exceed": ">",
    "exceeds": ">",
    "exceeded": ">",
    "exceeding": ">",
    "more than": ">",
    "greater than": ">",
    "higher than": ">",
    "longer than": ">",
    "slower than": ">",
    "beyond": ">",
    "in excess of": ">",
    "surpasses": ">",
    "<": "<",
    "below": "<",
    "under": "<",
    "less than": "<",
    "lower than": "<",
    "fewer than": "<",
    "==": "==",
    "=": "==",
    "equals": "==",
    "!=": "!=",
    "≠": "!=",
}
COMPARISON = rf"(?P<op>{_any_of(set(COMPARISONS))})"

#: Comparisons that stand behind the number.
SUFFIXES: dict[str, str] = {
    "or more": ">=",
    "+": ">=",
    "or less": "<=",
    "以上": ">=",
    "以下": "<=",
    "を超": ">",
    "超": ">",
    "を下回": "<",
    "未満": "<",
    "üzeri": ">",
    "üstü": ">",
    "altı": "<",
}
SUFFIX = rf"(?P<suffix>{_any_of(set(SUFFIXES))})"

#: What a threshold may be relative to.
BASELINE = (
    r"(?:baseline|normal|usual|average|avg|mean|median|previous|last|stable|control)"
)
