# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules about rollback triggers and alert thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plankit.errors import INFO, WARNING
from plankit.lint.rule import Context, Problem, Rule, at, shorten
from plankit.plan import Metric, Trigger
from plankit.trigger import Compiled, metric_family

_UNCLEAR = {
    "metric": "what is measured",
    "condition": "which of its comparisons counts",
    "operator": "whether above or below",
    "baseline": "what it is compared with",
    "scope": "for which paths or parts",
}
_COUNTERS = ("counter", "count")
_DISTRIBUTIONS = ("histogram", "summary", "timer", "distribution")


def _lacking(context: Context, part: str) -> Iterator[Trigger]:
    for trigger in context.plan.triggers:
        if part in context.triggers[trigger.key].missing:
            yield trigger


def trigger_without_number(context: Context) -> Iterator[Problem]:
    for trigger in _lacking(context, "threshold"):
        message = f"“{shorten(trigger.text)}” has no number: who decides?"
        yield at("triggers", trigger, "text", message)


def trigger_without_window(context: Context) -> Iterator[Problem]:
    for trigger in _lacking(context, "window"):
        message = f"“{shorten(trigger.text)}” does not say for how long."
        yield at("triggers", trigger, "text", message)


def trigger_unclear(context: Context) -> Iterator[Problem]:
    for trigger in context.plan.triggers:
        missing = context.triggers[trigger.key].missing
        unclear = [_UNCLEAR[part] for part in missing if part in _UNCLEAR]
        if unclear:
            said = ", ".join(unclear)
            message = f"“{shorten(trigger.text)}” does not say {said}."
            yield at("triggers", trigger, "text", message)


def no_triggers(context: Context) -> Iterator[Problem]:
    if context.plan.environments and not context.plan.triggers:
        yield Problem(message="Nothing says when a rollout is to be rolled back.")


def counter_as_percentage(context: Context) -> Iterator[Problem]:
    for metric in context.plan.metrics:
        compiled = context.thresholds.get(metric.key)
        counted = metric.metric_type.strip().lower() in _COUNTERS
        if compiled and counted and compiled.values.get("unit") == "ratio":
            message = (
                f"{shorten(metric.name)} is a counter, which only grows:"
                f" it cannot be compared with {shorten(metric.threshold)}."
            )
            yield at("metrics", metric, "threshold", message)


def distribution_without_statistic(context: Context) -> Iterator[Problem]:
    for metric in context.plan.metrics:
        compiled = context.thresholds.get(metric.key)
        spread = metric.metric_type.strip().lower() in _DISTRIBUTIONS
        if compiled and spread and "statistic" not in compiled.values:
            message = (
                f"{shorten(metric.name)} is a {shorten(metric.metric_type)}:"
                " nothing says which percentile is compared."
            )
            yield at("metrics", metric, "threshold", message)


def unknown_total(context: Context) -> Iterator[Problem]:
    for trigger in _lacking(context, "total"):
        total = context.triggers[trigger.key].values["total"]
        message = f"“{shorten(trigger.text)}”: nothing says how large the {total} is."
        yield at("triggers", trigger, "text", message)
    for metric in context.plan.metrics:
        compiled = context.thresholds.get(metric.key)
        if compiled and "total" in compiled.missing:
            total = compiled.values["total"]
            message = (
                f"{shorten(metric.name)} {shorten(metric.threshold)}:"
                f" nothing says how large the {total} is."
            )
            yield at("metrics", metric, "threshold", message)


def _measure(compiled: Compiled) -> tuple[object, ...]:
    """Equal for two conditions that compare the same thing in the same unit."""
    values = compiled.values
    family = metric_family(str(values.get("metric", "")))
    return family, values.get("statistic"), values.get("unit")


def _twice(context: Context) -> Iterator[tuple[Trigger, Metric, bool]]:
    """Triggers with the metric they speak of, and whether both say the same."""
    metrics: dict[tuple[object, ...], list[Metric]] = {}
    for metric in context.plan.metrics:
        if metric.key in context.thresholds:
            measure = _measure(context.thresholds[metric.key])
            metrics.setdefault(measure, []).append(metric)
    for trigger in context.plan.triggers:
        mine = context.triggers[trigger.key]
        if "threshold" not in mine.values or not _measure(mine)[0]:
            continue
        for metric in metrics.get(_measure(mine), []):
            theirs = context.thresholds[metric.key]
            yield trigger, metric, _equal(mine.values, theirs.values)


def _equal(mine: Mapping[str, object], theirs: Mapping[str, object]) -> bool:
    names = ("operator", "threshold", "threshold_high")
    return all(mine.get(name) == theirs.get(name) for name in names)


def threshold_conflict(context: Context) -> Iterator[Problem]:
    for trigger, metric, equal in _twice(context):
        if not equal:
            message = (
                f"The trigger says “{shorten(trigger.text)}”, the alert on"
                f" {shorten(metric.name)} says {shorten(metric.threshold)}."
            )
            yield at("metrics", metric, "threshold", message)


def threshold_twice(context: Context) -> Iterator[Problem]:
    for trigger, metric, equal in _twice(context):
        if equal:
            theirs = context.thresholds[metric.key]
            lacking = ", but not for how long" if "window" in theirs.missing else ""
            message = (
                f"The alert on {shorten(metric.name)} repeats the number of the"
                f" trigger “{shorten(trigger.text)}”{lacking}."
            )
            yield at("metrics", metric, "threshold", message)


def alert_without_window(context: Context) -> Iterator[Problem]:
    shared = {metric.key for _trigger, metric, equal in _twice(context) if equal}
    for metric in context.plan.metrics:
        compiled = context.thresholds.get(metric.key)
        if (
            compiled is None
            or metric.key in shared
            or not compiled.values.get("operator")
        ):
            continue
        if "window" in compiled.missing:
            message = (
                f"The alert {shorten(metric.name)} {shorten(metric.threshold)}"
                " does not say for how long."
            )
            yield at("metrics", metric, "threshold", message)


def metric_without_threshold(context: Context) -> Iterator[Problem]:
    for metric in context.plan.metrics:
        compiled = context.thresholds.get(metric.key)
        if compiled is None or "threshold" in compiled.missing:
            message = f"{shorten(metric.name) or 'A metric'} has no alert threshold."
            yield at("metrics", metric, "threshold", message)


RULES = (
    Rule(
        "trigger_without_number",
        WARNING,
        trigger_without_number,
        "A rollback trigger has no number, so that no machine can decide it.",
        "Write it as measure, comparison, number and window: Error rate > 1% for"
        " 5 minutes.",
    ),
    Rule(
        "trigger_without_window",
        WARNING,
        trigger_without_window,
        "A rollback trigger does not say for how long.",
        "Add the window: for 5 minutes, or 3 consecutive.",
    ),
    Rule(
        "trigger_unclear",
        WARNING,
        trigger_unclear,
        "A rollback trigger leaves open what is measured, where, or against what.",
        "Name the metric, the paths and the baseline; one comparison a line.",
    ),
    Rule(
        "no_triggers",
        WARNING,
        no_triggers,
        "The plan rolls out, but nothing says when to roll back.",
        "Add a Rollback Triggers section.",
    ),
    Rule(
        "counter_as_percentage",
        WARNING,
        counter_as_percentage,
        "A counter is compared with a percentage; it needs a ratio of two rates.",
        "Make it a gauge of the ratio, or alert on rate(errors) / rate(requests).",
    ),
    Rule(
        "distribution_without_statistic",
        INFO,
        distribution_without_statistic,
        "The threshold of a histogram names no percentile.",
        "Name it: p99 > 500ms.",
    ),
    Rule(
        "unknown_total",
        WARNING,
        unknown_total,
        "A percentage of something whose size nobody knows (80% pool).",
        "Add a metric for the size, and compare the ratio of both.",
    ),
    Rule(
        "threshold_conflict",
        WARNING,
        threshold_conflict,
        "Trigger and alert on one metric have different numbers.",
        "Decide for one number, and write it in both places.",
    ),
    Rule(
        "threshold_twice",
        INFO,
        threshold_twice,
        "Trigger and alert repeat one number; they must be changed together.",
        "Change both together, or let the alert warn before the trigger fires.",
    ),
    Rule(
        "alert_without_window",
        INFO,
        alert_without_window,
        "An alert threshold does not say for how long.",
        "Add the window: > 500ms for 5m.",
    ),
    Rule(
        "metric_without_threshold",
        INFO,
        metric_without_threshold,
        "A metric is tracked, but no number would wake anyone.",
        "Add an alert threshold.",
    ),
)
