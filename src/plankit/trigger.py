# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The text of a rollback trigger or alert threshold in its compiled form.

A text is *compiled* when a machine could decide it: metric, comparison, number,
window. Everything else is *incomplete*, and ``missing`` says what to add. Nothing
is guessed: "critical paths" is a scope only once the paths are named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from plankit import trigger_words as words
from plankit.trigger_parts import (
    Amount,
    Condition,
    find_condition,
    is_compound,
    normalise,
    take_delay,
    take_occurrences,
    take_window,
    unwrap,
)

COMPILED = "compiled"
INCOMPLETE = "incomplete"

#: What may be missing, in the order of ``Compiled.missing``.
MISSING = (
    "metric",
    "condition",
    "operator",
    "threshold",
    "total",
    "baseline",
    "window",
    "scope",
)


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """``values`` holds the keys that the text gives, thresholds in base units.

    ``condition`` in ``missing`` means: several comparisons in one text.
    """

    state: str
    missing: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)

    def to_json(self) -> str:
        """The values as JSON text, equal for equal values."""
        return json.dumps(self.values, sort_keys=True, ensure_ascii=False)


_STATISTICS = (
    (re.compile(r"(?i)(?<![a-z0-9])p(\d{2}(?:\.?\d+)?)(?![a-z0-9])"), r"p\1"),
    (re.compile(r"(?i)\b(\d{2}(?:\.\d+)?)th percentile\b"), r"p\1"),
    (re.compile(r"(?i)(?<![a-z])median(?![a-z])"), "p50"),
    (re.compile(r"(?i)(?<![a-z])(?:average|avg|mean)(?![a-z])"), "avg"),
    (re.compile(r"(?i)(?<![a-z])(?:max|maximum|peak)(?![a-z])"), "max"),
    (re.compile(r"(?i)(?<![a-z])(?:min|minimum)(?![a-z])"), "min"),
)
_FILLER = re.compile(
    r"(?i)^(?:(?:if|when|whenever|rollback|roll back|trigger|any|the|a|an|on)\b[: ]*)+"
)
_VERBS = re.compile(
    r"(?i)(?:[ ,:]+(?:is|are|was|be|goes|go|gets|rises|rise|stays|remains|drops|drop"
    r"|falls|fall|climbs|spikes?|increases?|decreases?|has|of|by|that|with|high|low))+$|[がはをの]$"
)
_SCOPE = re.compile(r"(?i)(?:^| )(?:in|on|across|at|for|from) (?!general)(\S.*)$")
_VAGUE = re.compile(
    r"(?i)\b(?:critical|key|important|core|main|major|some|several|relevant|essential)\b"
)
_TOTAL = re.compile(
    r"(?i)^ ?(?:of )?(?:the |its |total )*"
    r"(pool|capacity|quota|limit|budget|connections|disk|allocation|max\w*)\b"
)
_BASELINE = re.compile(rf"(?i)\b(?:the |its )?((?:\w+ )?{words.BASELINE}\b.*)$")
_LASTING = re.compile(
    r"(?i)outage|downtime|\bdown\b|crash|unavailab|çök|停止|unreachable"
)
_RATE = re.compile(r"(?i)(?:/| per | a )(s|sec|second|m|min|minute|h|hour)\b")
_FRACTION = re.compile(r"(?i)rate|ratio|availability|percent")
#: A query the author wrote: expression, the series in it, comparison.
_QUERY = re.compile(
    r"^((?:[a-z_:][\w:]*\((?:[^<>=!]*[ (,])?)?([a-zA-Z_:][\w:]*)"
    r"(?:\{[^{}]*\}|\[\w+\])[^<>=!]*?) ?([<>=!]=? ?[\d.]+)$"
)
_SERIES = re.compile(r"^[a-zA-Z_:][a-zA-Z0-9_:]*$")


def compile_trigger(text: str, metric: str = "", metric_type: str = "") -> Compiled:
    """The compiled form of ``text``; ``metric`` is the cell beside a threshold.

    >>> compile_trigger("P99 latency > 500ms for 5 minutes").to_json()
    ... # doctest: +NORMALIZE_WHITESPACE
    '{"metric": "latency", "operator": ">", "statistic": "p99", "threshold": 0.5,
    "unit": "s", "window_seconds": 300}'
    >>> compile_trigger("Health check failures").missing
    ('threshold', 'window')
    """
    plain = normalise(text)
    rest, window = take_window(plain)
    rest, delay = take_delay(rest)
    rest, occurrences = take_occurrences(rest)
    query = _QUERY.match(plain)
    condition = find_condition(query[3] if query else unwrap(rest))
    values = _subject(condition, metric or (query[2] if query else ""))
    values |= _threshold(condition)
    values |= _whole("window_seconds", window) | _whole("delay_seconds", delay)
    if occurrences is not None:
        values["occurrences"] = occurrences
    _hold(values, condition)
    values |= {"promql": query[1]} if query else _gauge(values, metric, metric_type)
    missing = _missing(values, condition, is_compound(rest))
    state = INCOMPLETE if missing else COMPILED
    return Compiled(state=state, missing=missing, values=values)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _whole(name: str, value: Decimal | None) -> dict[str, object]:
    return {} if value is None else {name: _number(value)}


def _subject(condition: Condition, metric: str) -> dict[str, object]:
    """Metric, statistic and scope from the words around the comparison."""
    subject = condition.subject.strip(" ,:-")
    values: dict[str, object] = {}
    scope = _SCOPE.search(condition.tail) or _SCOPE.search(subject)
    if scope and not condition.relative:
        values["scope"] = scope.group(1).strip(" ,:")
        subject = _SCOPE.sub("", subject)
    for pattern, name in _STATISTICS:
        for source in (subject, metric.replace("_", " ")):
            found = pattern.search(source)
            if found:
                values.setdefault("statistic", found.expand(name))
        subject = pattern.sub(" ", subject)
    subject = _VERBS.sub("", _FILLER.sub("", f"{subject.strip()} ".lstrip()).strip())
    name = metric.strip().strip("`*") or re.sub(r"\W+", "_", subject.lower()).strip("_")
    return values | ({"metric": name} if name else {})


def _threshold(condition: Condition) -> dict[str, object]:
    if condition.low is None:
        return {}
    low = _per_second(condition) or condition.low
    if low.unit == words.COUNT and low.value <= 1 and "." in str(low.value):
        fraction = _FRACTION.search(condition.subject)
        low = Amount(low.value, words.RATIO) if fraction else low
    values: dict[str, object] = {"threshold": _number(low.value), "unit": low.unit}
    if condition.operator:
        values["operator"] = condition.operator
    if condition.high is not None:
        values["threshold_high"] = _number(condition.high.value)
    baseline = _BASELINE.search(condition.tail)
    if baseline and low.unit in (words.MULTIPLE, words.SIGMA):
        values["baseline"] = baseline.group(1).strip()
    total = _TOTAL.search(condition.tail)
    if total and low.unit == words.RATIO:
        values["total"] = total.group(1).lower()
    return values


def _per_second(condition: Condition) -> Amount | None:
    """ "5 errors per minute" as a rate a second."""
    rate = _RATE.search(f" {condition.tail}")
    if condition.low is None or not rate or condition.low.unit != words.COUNT:
        return None
    seconds = words.UNITS[rate.group(1).lower()][1]
    return Amount(condition.low.value / seconds, words.PER_SECOND)


def _hold(values: dict[str, object], condition: Condition) -> None:
    """A state that lasts, "down for 2 minutes", is compared with nothing else."""
    lasting = _LASTING.search(condition.subject)
    if condition.low is None and lasting and "window_seconds" in values:
        values |= {"operator": ">", "threshold": 0, "unit": words.COUNT}


def _gauge(
    values: Mapping[str, object], metric: str, metric_type: str
) -> dict[str, object]:
    """The query of a gauge over its window: all samples must be beyond the number."""
    known = {"operator", "threshold", "window_seconds"} <= values.keys()
    simple = not {"baseline", "total", "threshold_high"} & values.keys()
    if metric_type.lower() != "gauge" or not (known and simple):
        return {}
    over = {">": "min", ">=": "min", "<": "max", "<=": "max"}.get(
        str(values["operator"])
    )
    if not over or not _SERIES.match(metric):
        return {}
    window = f"{metric}[{values['window_seconds']}s]"
    return {"promql": f"{over}_over_time({window})"}


def _missing(
    values: Mapping[str, object], condition: Condition, compound: bool
) -> tuple[str, ...]:
    counted = "occurrences" in values
    unit = values.get("unit")
    relative = unit in (words.MULTIPLE, words.SIGMA)
    lasting = unit == words.SECONDS and _LASTING.search(condition.subject)
    wanting = {
        "metric": "metric" not in values,
        "condition": compound,
        "operator": "threshold" in values and "operator" not in values,
        "threshold": "threshold" not in values and not counted,
        "total": "total" in values,
        "baseline": relative and "baseline" not in values,
        "window": not ("window_seconds" in values or counted or lasting),
        "scope": bool(_VAGUE.search(str(values.get("scope", "")))),
    }
    return tuple(name for name in MISSING if wanting[name])


_GENERIC = frozenset(
    {"request", "requests", "api", "http", "service", "the", "seconds", "total", "s"}
)
_SAME = (
    (re.compile(r"response[ _]times?|latencies|durations?|ttfb"), "latency"),
    (re.compile(r"errors|failures?\b"), "error"),
)


def metric_family(metric: str) -> str:
    """What a metric measures, so that a trigger finds the metric of the table.

    >>> metric_family("request_latency_p99") == metric_family("latency")
    True
    """
    text = metric.lower()
    for pattern, name in _SAME:
        text = pattern.sub(name, text)
    for pattern, _name in _STATISTICS:
        text = pattern.sub(" ", text.replace("_", " "))
    return " ".join(sorted(set(re.findall(r"\w+", text)) - _GENERIC))


def same_metric(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Two compiled forms speak of one metric and one statistic of it."""
    family = metric_family(str(one.get("metric", "")))
    if not family or family != metric_family(str(other.get("metric", ""))):
        return False
    return one.get("statistic") == other.get("statistic")
