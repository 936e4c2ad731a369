# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A compiled trigger as one line that a person can check against the text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

_SUFFIX = {
    "s": " s",
    "bytes": " bytes",
    "multiple": " ×",
    "sigma": " σ",
    "per_second": "/s",
}
_WINDOWS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def reading(compiled: str) -> str:
    """What a machine understands, in signs and units and no sentence.

    >>> reading('{"metric": "error_rate", "operator": ">", "threshold": 0.01,'
    ...         ' "unit": "ratio", "window_seconds": 300}')
    'error_rate > 1 % · 5 min'
    """
    if not compiled:
        return ""
    values: Mapping[str, object] = json.loads(compiled)
    parts = [" ".join(_subject(values))]
    if "window_seconds" in values:
        parts.append(_window(values["window_seconds"]))
    if "occurrences" in values:
        parts.append(f"{values['occurrences']} ×")
    if "scope" in values:
        parts.append(str(values["scope"]))
    return " · ".join(part for part in parts if part)


def _subject(values: Mapping[str, object]) -> list[str]:
    words = [str(values[name]) for name in ("statistic", "metric") if name in values]
    if "threshold" not in values:
        return words
    unit = str(values.get("unit", ""))
    amounts = [
        _amount(values[name], unit)
        for name in ("threshold", "threshold_high")
        if name in values
    ]
    operator = str(values.get("operator", "?"))
    base = [str(values[name]) for name in ("baseline", "total") if name in values]
    return [*words, operator, " … ".join(amounts), *base]


def _amount(value: object, unit: str) -> str:
    number = Decimal(str(value))
    if unit == "ratio":
        return f"{_plain(number * 100)} %"
    return f"{_plain(number)}{_SUFFIX.get(unit, '')}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _window(value: object) -> str:
    seconds = Decimal(str(value))
    whole = ((size, unit) for size, unit in _WINDOWS if seconds and seconds % size == 0)
    size, unit = next(whole, (1, "s"))
    return f"{_plain(seconds / size)} {unit}"
