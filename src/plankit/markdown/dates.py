# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Dates as authors write them; a text that could be two dates is no date."""

from __future__ import annotations

import datetime
import re

_MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
_SHORT = [month[:3] for month in _MONTHS]
_NAMES = "|".join([*_MONTHS, *_SHORT])

#: Form to its pattern; ``format_date`` writes it back.
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("{y}-{m:02}-{d:02}", re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)")),
    ("{y}/{m:02}/{d:02}", re.compile(r"(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)")),
    ("{y}.{m:02}.{d:02}", re.compile(r"(?P<y>\d{4})\.(?P<m>\d\d)\.(?P<d>\d\d)")),
    ("{d:02}.{m:02}.{y}", re.compile(r"(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>\d{4})")),
    ("{d}.{m}.{y}", re.compile(r"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>\d{4})")),
    ("{y}年{m}月{d}日", re.compile(r"(?P<y>\d{4})年(?P<m>\d\d?)月(?P<d>\d\d?)日")),
    ("{month} {d}, {y}", re.compile(rf"(?P<n>{_NAMES}) (?P<d>\d\d?), (?P<y>\d{{4}})")),
    ("{month} {d:02}, {y}", re.compile(rf"(?P<n>{_NAMES}) (?P<d>0\d), (?P<y>\d{{4}})")),
    ("{d} {month} {y}", re.compile(rf"(?P<d>\d\d?) (?P<n>{_NAMES}) (?P<y>\d{{4}})")),
)
_ISO = _FORMS[0][1]


def read_date(text: str) -> tuple[str, str]:
    """The ISO date of a text and its form, or the text itself and no form.

    >>> read_date("March 7, 2026")
    ('2026-03-07', '{long} {d}, {y}')
    >>> read_date("07.03.2026"), read_date("Week 3")
    (('2026-03-07', '{d:02}.{m:02}.{y}'), ('Week 3', ''))
    """
    for form, pattern in _FORMS:
        found = pattern.fullmatch(text)
        if not found:
            continue
        parts = found.groupdict()
        name = parts.get("n", "")
        month = _month(name) if name else int(parts["m"])
        short = "short" if name in _SHORT and name != "May" else "long"
        form = form.replace("month", short)
        iso = _iso(int(parts["y"]), month, int(parts["d"]))
        if iso and format_date(iso, form) == text:
            return iso, form
    return text, ""


def format_date(iso: str, form: str) -> str:
    """An ISO date in a form; a text that is no ISO date stays as it is."""
    found = _ISO.fullmatch(iso)
    if not found or not form:
        return iso
    year, month, day = (int(part) for part in found.groups())
    return form.format(
        y=found.group(1),
        m=month,
        d=day,
        long=_MONTHS[month - 1] if 0 < month < 13 else "",
        short=_SHORT[month - 1] if 0 < month < 13 else "",
    )


def _month(name: str) -> int:
    return (_MONTHS.index(name) if name in _MONTHS else _SHORT.index(name)) + 1


def _iso(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""
