# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Durations and estimates as people write them, and phases in sequence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plankit.errors import PlanError

HOURS_A_DAY = 8.0
DAYS_A_WEEK = 5
WEEK = HOURS_A_DAY * DAYS_A_WEEK
MONTH = 4 * WEEK
#: A plan that lasts longer is a slip of the pen; dates end in the year 9999.
MOST_DAYS = 10_000

#: Working hours of a unit; elapsed days count as working days.
UNITS: tuple[tuple[float, str], ...] = (
    (1 / 60, "m min mins minute minutes minuto minutos dakika минут минуты 分钟 分 분"),
    (
        1.0,
        "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore saat"
        " час часа часов 小时 时间 時間 시간",
    ),
    (
        HOURS_A_DAY,
        "d day days pt md pd tag tage tagen personentag personentage jour jours dia"
        " dias día días giorno giorni gün день дня дней 人天 人日 工作日 天 日間 日 일",
    ),
    (
        WEEK,
        "w wk wks week weeks woche wochen semaine semaines semana semanas settimana"
        " settimane hafta неделя недели недель 个星期 星期 周 週間 週 주",
    ),
    (2 * WEEK, "sprint sprints"),
    (
        MONTH,
        "mo mos month months monat monate monaten mois mes meses mês mese mesi ay месяц"
        " месяца месяцев 个月 ヶ月 か月 개월 月",
    ),
    (3 * MONTH, "quarter quarters quartal quartale trimestre trimestres"),
)
#: T-shirt sizes in working days, as the plans say that explain theirs.
SIZES = {
    **{"xs": 1, "s": 3, "m": 5, "l": 10, "xl": 20, "xxl": 40},
    **{"small": 3, "medium": 5, "large": 10, "p": 3, "g": 10},
}
_NUMBER_WORDS = {
    **{"half a": "0.5", "half an": "0.5", "an": "1", "a": "1", "one": "1", "two": "2"},
    **{"three": "3", "four": "4", "five": "5", "six": "6"},
}

_HOURS = {word: hours for hours, words in UNITS for word in words.split()}
_UNIT = "|".join(
    re.escape(word) + (r"(?![^\W\d_])" if word.isascii() or word[0] < "⺀" else "")
    for word in sorted(_HOURS, key=len, reverse=True)
)
_NUMBER = r"\d{1,6}(?:[.]\d{1,3}|,\d{1,2}(?!\d))?"
_TO = r"\s*(?:[-–—~〜～至]|to|bis|until|à|a)\s*"
_KIND = r"(?:(?:working|business|calendar|person|man|full|elapsed)[\s-]+)?"
_SPAN = re.compile(
    rf"(?<![\w.,/-])({_NUMBER})(?:{_TO}({_NUMBER}))?\+?\s*-?\s*(?:个|ヶ)?{_KIND}({_UNIT})"
)
#: "Week 1-2", "Days 3": places in the calendar that tell a length.
_PLACES = re.compile(
    rf"(?<![^\W\d_])({_UNIT})\s*(\d{{1,4}})(?:{_TO}(?:(?:{_UNIT})\s*)?(\d{{1,4}}))?"
    r"(?!\s*\+|[\d.])(?:\s+(am|pm)\b)?"
)
_JOINT = re.compile(r"[\s,+&]*(?:and|und|et|y|e)?\s*")
_INSIDE = re.compile(r"[(（]([^()（）]*)[)）]")
_WORDED = re.compile(rf"\b({'|'.join(_NUMBER_WORDS)})\s+(?={_KIND}(?:{_UNIT}))")
_ENDLESS = re.compile(r"\b(?:ongoing|continuous|open[- ]ended|laufend|en continu)\b")
_BARE = re.compile(rf"({_NUMBER})(?:{_TO}({_NUMBER}))?")


@dataclass(frozen=True)
class Duration:
    """Working hours, at least and at most."""

    low: float
    high: float

    @property
    def hours(self) -> float:
        """The middle, for weights."""
        return (self.low + self.high) / 2

    @property
    def days(self) -> float:
        """Working days at most: a date that holds."""
        return self.high / HOURS_A_DAY


def parse_duration(text: str) -> Duration | None:
    """The length of a phase, ``None`` when the text tells none.

    Whole days told in hours are time that passes: 48 hours of watching are two days.

    >>> [parse_duration(t).days for t in ("Week 1-2", "1.5 weeks", "S (3 days)")]
    [10.0, 7.5, 3.0]
    >>> parse_duration("48-72 hours").days, parse_duration("~2 hours").days
    (3.0, 0.25)
    >>> [parse_duration(t) for t in ("TBD", "Ongoing from Week 27+", "T-2 hours", "12")]
    [None, None, None, None]
    """
    return _parse(text, elapsed=True) or _size(text)


def parse_estimate(text: str, unit: str = "h") -> float | None:
    """Working hours of a task; a bare number is in ``unit`` (hours).

    >>> [parse_estimate(t) for t in ("4–5 h", "0.5 人天", "M", "30m", "2", "tbd")]
    [4.5, 4.0, 40.0, 0.5, 2.0, None]
    """
    found = _parse(text, elapsed=False) or _size(text)
    if found:
        return found.hours
    bare = _BARE.fullmatch(_clean(text))
    if not bare:
        return None
    low = _number(bare[1])
    return (low + _number(bare[2] or bare[1])) / 2 * _HOURS.get(unit, 1.0)


def _clean(text: str) -> str:
    return text[:200].casefold().strip(" \t*`_~≈<>≤≥.")


def _parse(text: str, elapsed: bool) -> Duration | None:
    clean = _WORDED.sub(lambda m: f"{_NUMBER_WORDS[m[1]]} ", _clean(text))
    if _ENDLESS.search(clean):
        return None
    # What stands in brackets only says the same again, unless nothing else does.
    for piece in (_INSIDE.sub(" ", clean), *_INSIDE.findall(clean)):
        found = _places(piece) or _spans(piece, elapsed)
        if found and found.days <= MOST_DAYS:
            return found
    return None


def _places(text: str) -> Duration | None:
    found = _PLACES.search(text)
    # "2 weeks 3" is no place, and neither is the year in "month 2027".
    if not found or _SPAN.match(text):
        return None
    first, last = int(found[2]), int(found[3] or found[2])
    if last < first or first > 1000:
        return None
    hours = (last - first + 1) * _HOURS[found[1]]
    hours = hours / 2 if found[4] and not found[3] else hours
    return Duration(hours, hours)


def _spans(text: str, elapsed: bool) -> Duration | None:
    """The first length and those that are added to it ("1 week 2 days")."""
    low = high = 0.0
    end = -1
    for found in _SPAN.finditer(text):
        if end >= 0 and not _JOINT.fullmatch(text, end, found.start()):
            break
        first, last = _number(found[1]), _number(found[2] or found[1])
        unit = _HOURS[found[3]]
        if elapsed and unit == 1.0 and last >= 24 and last % 24 == 0:
            unit = HOURS_A_DAY / 24
        low += first * unit
        high += max(first, last) * unit
        end = found.end()
    return Duration(low, high) if high else None


def _size(text: str) -> Duration | None:
    days = SIZES.get(_clean(text))
    return Duration(days * HOURS_A_DAY, days * HOURS_A_DAY) if days else None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def sequence_phases(
    start: date,
    durations: Sequence[float | None],
    is_working_day: Callable[[date], bool] = lambda day: day.weekday() < DAYS_A_WEEK,
) -> list[tuple[date, date] | None]:
    """First and last day of each phase, one behind the other in working days.

    Phases shorter than a day share it. A phase of unknown length has no dates, and
    the next one starts where it would have.

    >>> found = sequence_phases(date(2026, 1, 2), [2.0, None, 0.5, 0.5])
    >>> [tuple(map(str, days)) if days else None for days in found]
    [('2026-01-02', '2026-01-05'), None, ('2026-01-06', '2026-01-06'), \
('2026-01-06', '2026-01-06')]
    """
    days = _working_days(start, is_working_day)
    known: list[date] = []
    found: list[tuple[date, date] | None] = []
    offset = 0.0
    for duration in durations:
        if duration is None or not 0 < duration <= MOST_DAYS:
            found.append(None)
            continue
        first = math.floor(round(offset, 6))
        offset += duration
        last = max(first, math.ceil(round(offset, 6)) - 1)
        while len(known) <= last:
            known.append(next(days))
        found.append((known[first], known[last]))
    return found


def _working_days(
    start: date, is_working_day: Callable[[date], bool]
) -> Iterator[date]:
    day, idle = start, 0
    while True:
        idle = 0 if is_working_day(day) else idle + 1
        if not idle:
            yield day
        if idle > 366 or day == date.max:
            raise PlanError(
                f"No working day follows {day}.", code="no_working_day", day=day
            )
        day += timedelta(days=1)
