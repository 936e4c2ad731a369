# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lint: what a careful reader would say about a plan before work starts.

``RULES`` is the table: code, severity, function, one line, way out. A rule yields
problems; ``lint`` makes findings of them, with the line where the value stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from plankit.errors import Finding
from plankit.lint import (
    commands,
    migrations,
    quality,
    risks,
    rollout,
    sequence,
    structure,
    thresholds,
)
from plankit.lint import (
    people as people_rules,
)
from plankit.lint.rule import Context, Problem, Readable, Rule
from plankit.plan import Plan

__all__ = ["RULES", "Context", "Problem", "Rule", "lint"]

RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *sequence.RULES,
    *people_rules.RULES,
    *commands.RULES,
    *migrations.RULES,
    *rollout.RULES,
    *thresholds.RULES,
    *quality.RULES,
    *risks.RULES,
)


def lint(
    plan: Plan,
    document: Readable | None = None,
    *,
    people: Mapping[str, str] | None = None,
    today: date | None = None,
) -> tuple[Finding, ...]:
    """All findings of a plan, by line; those without a line come first.

    With a ``document``, its lines and the findings of its reading are part of them.
    """
    context = Context(plan=plan, document=document, people=people, today=today)
    read = document.findings if document else ()
    found = dict.fromkeys((*read, *_run(context)))
    return tuple(sorted(found, key=lambda finding: finding.line))


def _run(context: Context) -> Iterator[Finding]:
    for rule in RULES:
        for problem in rule.check(context):
            yield Finding(
                code=rule.code,
                severity=problem.severity or rule.severity,
                message=problem.message,
                hint=problem.hint or rule.hint,
                line=_line(context, problem),
                collection=problem.collection,
                key=problem.key,
                field=problem.field,
                ref=problem.ref,
            )


def _line(context: Context, problem: Problem) -> int:
    """Where the value stands, else its item, else 0."""
    if context.document is None or not (problem.key or problem.field):
        return 0
    line = context.document.line(problem.collection, problem.key, problem.field)
    if line:
        return line + problem.below
    return context.document.line(problem.collection, problem.key) if problem.key else 0
