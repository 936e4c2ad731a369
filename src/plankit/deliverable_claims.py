# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Deliverables that a machine can decide, in the words that plans use.

"Test coverage >= 90%" is a claim; "Dashboards deployed" is a person's to accept. What
is not wholly understood is no claim: a remark, a condition, a vague scope or a task
("Raise coverage to 90%") leaves the deliverable to people. Numbers, units and windows
are read by ``plankit.trigger``.
"""

from __future__ import annotations

import json
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from plankit import claim_words as known
from plankit import trigger_words as words
from plankit.trigger import compile_trigger, metric_family
from plankit.trigger_parts import LIMIT, find_condition, normalise, take_window
from plankit.trigger_reading import reading

#: What the readers of a trigger may say of a claim; anything more is not understood.
_READ = {"metric", "statistic", "operator", "threshold", "unit"}

_COMPARED = {"operator", "threshold", "unit"}

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
}


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What has to be observed. Seconds, ratios from 0 to 1, counts.

    A claim of a state ("All tests passing") is of the share for which it holds: all.
    ``window_seconds`` 0 asks for no window; ``environment`` is as written.
    """

    kind: str
    metric: str
    operator: str
    threshold: float
    unit: str
    statistic: str = ""
    window_seconds: float = 0
    environment: str = ""

    @property
    def is_state(self) -> bool:
        """Whether all of something has to hold: a pass says it without a number."""
        return (self.operator, self.threshold, self.unit) == ("==", 1, words.RATIO)

    def to_text(self) -> str:
        """In signs and units, as a person checks it against the words.

        >>> read_claim("SLOs met for 24 hours").to_text()
        'service levels · 1 d'
        """
        if not self.is_state:
            return reading(self.to_json())
        name = known.LONG_NAMES.get(self.metric, self.metric.replace("_", " "))
        values = json.loads(self.to_json()) | {"metric": name}
        return reading(json.dumps({k: values[k] for k in values.keys() - _COMPARED}))

    def to_json(self) -> str:
        """As a compiled trigger is written; ``plankit.trigger_reading`` words it."""
        values = {
            "metric": self.metric,
            "operator": self.operator,
            "threshold": self.threshold,
            "unit": self.unit,
            "statistic": self.statistic,
            "window_seconds": self.window_seconds,
            "scope": self.environment,
        }
        given = {
            name: value
            for name, value in values.items()
            if value or name == "threshold"
        }
        return json.dumps(given, sort_keys=True, ensure_ascii=False)


def read_claim(text: str) -> Claim | None:
    """The claim of a deliverable's text, None where people decide.

    >>> read_claim("P99 latency < 500 ms").to_json() # doctest: +NORMALIZE_WHITESPACE
    '{"metric": "latency", "operator": "<", "statistic": "p99", "threshold": 0.5,
    "unit": "s"}'
    >>> read_claim("SLOs met for 24 hours").window_seconds
    86400
    >>> read_claim("Raise test coverage to 90%")
    """
    if len(text) > LIMIT or "~~" in text or "\0" in text:
        return None
    plain = known.BEHIND.sub(r"\g<statistic> \g<rest>", normalise(text))
    plain = known.OVER.sub(" for ", plain)
    rest, found = take_window(plain)
    if found is not None and (found <= 0 or not known.WINDOW.search(plain)):
        return None
    rest, environment = _take_environment(rest)
    window = _plain_number(found or Decimal(0))
    return _state(rest, window, environment) or _measure(rest, window, environment)


def meets(claim: Claim, observed: float | None, seconds: float = 0) -> bool:
    """Whether what was observed, for so many seconds, is what is claimed.

    No data never meets a claim, nor what was observed for less than its window, nor a
    number that cannot be one of its unit (93 where 0.93 is meant).

    >>> claim = read_claim("Test coverage >= 90%")
    >>> meets(claim, 0.93), meets(claim, 0.89), meets(claim, 93), meets(claim, None)
    (True, False, False, False)
    """
    if observed is None or isinstance(observed, bool) or not math.isfinite(observed):
        return False
    if observed < 0 or (claim.unit == words.RATIO and observed > 1):
        return False
    if claim.window_seconds and not seconds >= claim.window_seconds:
        return False
    return _COMPARE[claim.operator](observed, claim.threshold)


def _plain_number(value: Decimal) -> float:
    return int(value) if value == value.to_integral_value() else float(value)


def _take_environment(text: str) -> tuple[str, str]:
    found = known.ENVIRONMENT.search(text)
    if not found:
        return text, ""
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(rest.split()), found["name"].lower()


def _state(text: str, window: float, environment: str) -> Claim | None:
    """Something passes, or holds: all of it."""
    for kind, pattern in known.STATES:
        found = pattern.fullmatch(text)
        if not found or (kind in known.LASTING and not window):
            continue
        part = re.sub(r"\W+", "_", (found.groupdict().get("part") or "").lower())
        return Claim(
            kind=kind,
            metric=f"{part}_{kind}" if part else kind,
            operator="==",
            threshold=1,
            unit=words.RATIO,
            window_seconds=window,
            environment=environment,
        )
    return None


def _measure(text: str, window: float, environment: str) -> Claim | None:
    """A known metric, compared with a number that is good for it."""
    if known.CONDITIONAL.match(text) or "(" in text:
        return None
    condition = find_condition(text)
    rest = condition.tail.strip(" ,:")
    if condition.low is None or rest not in ("", condition.subject.strip(" ,:")):
        return None
    values = compile_trigger(text).values
    if values.keys() - _READ or condition.relative:
        return None
    metric = str(values.get("metric", ""))
    named = _named(metric, values)
    if not named:
        return None
    measure, name = named
    claim = Claim(
        kind=measure.kind,
        metric=name,
        operator=str(values.get("operator", measure.implied)),
        threshold=_threshold(values),
        unit=measure.unit,
        statistic=str(values.get("statistic", "")),
        window_seconds=window,
        environment=environment,
    )
    zero = claim.threshold == 0
    fits = condition.low.unit == measure.unit or (zero and measure.may_be_zero)
    return claim if fits and _is_possible(claim, measure) else None


def _named(
    metric: str, values: Mapping[str, object]
) -> tuple[known.Measure, str] | None:
    """The measure of a metric's words, and the name that it goes by."""
    if not metric and values.get("unit") == words.SECONDS and "statistic" in values:
        metric = "latency"
    for measure in known.MEASURES:
        found = measure.pattern.fullmatch(metric)
        if found:
            part = (found.groupdict().get("part") or "").strip("_")
            return measure, f"{part}_{measure.metric}" if part else measure.metric
        if measure.family and metric_family(metric) in measure.family:
            return measure, measure.metric
    return None


def _threshold(values: Mapping[str, object]) -> float:
    value = values["threshold"]
    return value if isinstance(value, (int, float)) else math.nan


def _is_possible(claim: Claim, measure: known.Measure) -> bool:
    """Coverage above 100 % and an error rate above 1 % are no promises."""
    value, most = claim.threshold, 1 if claim.unit == words.RATIO else math.inf
    if measure.is_falling:
        if claim.operator == "==":
            return value == 0 and measure.may_be_zero
        return claim.operator in ("<", "<=") and 0 < value < most
    if claim.operator == "==":
        return value == most
    return 0 < value <= most and (
        claim.operator == ">=" or (claim.operator == ">" and value < most)
    )
