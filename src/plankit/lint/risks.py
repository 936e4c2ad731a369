# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules about risks, external dependencies and blockers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plankit.errors import INFO, WARNING
from plankit.lint.rule import (
    Context,
    Problem,
    Rule,
    at,
    each_or_all,
    is_empty,
    is_open,
    name_of,
    shorten,
)
from plankit.plan import LEVELS, Dependency, Risk
from plankit.risk import SEVERE, score, tone

_LEVELS = frozenset(level for level, _label in LEVELS)
_RECEIVED = frozenset({"available", "cancelled", "done"})
_ACCEPTED = ("accept", "closed", "mitigated")


def risk_without_mitigation(context: Context) -> Iterator[Problem]:
    items = context.plan.risks
    return each_or_all(
        "risks", items, is_empty("mitigation"), "mitigation", "mitigation"
    )


def risk_without_owner(context: Context) -> Iterator[Problem]:
    items = context.plan.risks
    return each_or_all("risks", items, is_empty("owner"), "owner", "owner")


def risk_without_rating(context: Context) -> Iterator[Problem]:
    for field in ("impact", "probability"):
        risks = context.plan.risks
        yield from each_or_all("risks", risks, is_empty(field), field, field)


def unknown_level(context: Context) -> Iterator[Problem]:
    for risk in context.plan.risks:
        for field in ("impact", "probability"):
            text = getattr(risk, field).strip()
            if text and text not in _LEVELS and not is_open(text):
                message = f"{field.capitalize()} “{shorten(text)}” is no known level."
                yield at("risks", risk, field, message)


def _is_accepted(risk: Risk) -> bool:
    texts = (text.lower() for _header, text in risk.extra)
    return any(word in text for text in texts for word in _ACCEPTED)


def severe_risk(context: Context) -> Iterator[Problem]:
    for risk in context.plan.risks:
        value = score(risk.impact, risk.probability)
        if tone(value) == SEVERE and not _is_accepted(risk):
            message = (
                f"“{name_of('risks', risk)}” is severe ({value}) and not accepted."
            )
            yield at("risks", risk, "impact", message)


def no_risks(context: Context) -> Iterator[Problem]:
    if context.plan.tasks and not context.plan.risks:
        yield Problem(message="The plan names no risk.")


def _expected(context: Context) -> Iterator[Dependency]:
    for dependency in context.plan.dependencies:
        if dependency.status not in _RECEIVED:
            yield dependency


def _as_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def dependency_without_eta(context: Context) -> Iterator[Problem]:
    expected = list(_expected(context))
    yield from each_or_all("dependencies", expected, is_empty("eta"), "eta", "ETA")
    for dependency in expected:
        eta = dependency.eta.strip()
        if eta and not _as_date(eta) and not is_open(eta):
            message = f"The ETA “{shorten(eta)}” is no date."
            yield at("dependencies", dependency, "eta", message, severity=INFO)


def dependency_overdue(context: Context) -> Iterator[Problem]:
    for dependency in _expected(context):
        eta = _as_date(dependency.eta)
        if eta and context.today and eta < context.today:
            name = name_of("dependencies", dependency)
            days = (context.today - eta).days
            message = f"“{name}” was due on {eta.isoformat()}, {days} days ago."
            yield at("dependencies", dependency, "eta", message)


def dependency_without_owner(context: Context) -> Iterator[Problem]:
    items = list(_expected(context))
    return each_or_all("dependencies", items, is_empty("owner"), "owner", "owner")


def blocker_without_owner(context: Context) -> Iterator[Problem]:
    items = context.plan.blockers
    return each_or_all("blockers", items, is_empty("owner"), "owner", "owner")


def blocker_without_resolution(context: Context) -> Iterator[Problem]:
    items = context.plan.blockers
    return each_or_all(
        "blockers", items, is_empty("resolution"), "resolution", "resolution"
    )


RULES = (
    Rule(
        "risk_without_mitigation",
        WARNING,
        risk_without_mitigation,
        "A risk has no mitigation.",
        "Say what makes it less likely or less bad, best as a task.",
    ),
    Rule(
        "risk_without_owner",
        WARNING,
        risk_without_owner,
        "A risk has no owner.",
        "Name the role that watches it.",
    ),
    Rule(
        "risk_without_rating",
        INFO,
        risk_without_rating,
        "A risk has no impact or no probability.",
        "Rate it, from Very Low to Critical.",
    ),
    Rule(
        "unknown_level",
        INFO,
        unknown_level,
        "A rating of a risk is no word of the scale, so that it has no score.",
        "Use Very Low, Low, Medium, High or Critical.",
    ),
    Rule(
        "severe_risk",
        WARNING,
        severe_risk,
        "A severe risk is accepted nowhere.",
        "Mitigate it, or have an approver accept it.",
    ),
    Rule("no_risks", INFO, no_risks, "The plan names no risk.", "Add a Risk Register."),
    Rule(
        "dependency_without_eta",
        WARNING,
        dependency_without_eta,
        "An external dependency has no date.",
        "Ask its owner for one; it enters the schedule.",
    ),
    Rule(
        "dependency_overdue",
        WARNING,
        dependency_overdue,
        "An external dependency should have arrived by now.",
        "Ask its owner for a new date, or mark it as available.",
    ),
    Rule(
        "dependency_without_owner",
        INFO,
        dependency_without_owner,
        "An external dependency has no owner.",
        "Name who asks for it.",
    ),
    Rule(
        "blocker_without_owner",
        WARNING,
        blocker_without_owner,
        "A blocker has no owner.",
        "Name who resolves it.",
    ),
    Rule(
        "blocker_without_resolution",
        INFO,
        blocker_without_resolution,
        "A blocker has no resolution.",
        "Say what has to happen.",
    ),
)
