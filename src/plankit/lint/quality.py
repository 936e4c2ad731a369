# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules about tests, and deliverables that a machine could accept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plankit.errors import INFO, WARNING
from plankit.lint.rule import Context, Problem, Rule, at, is_open, name_of, shorten
from plankit.quality import share_of

#: Shares are rounded by people; this much is no mistake.
TOLERANCE = 0.5

_MEASURED = re.compile(
    r"(?i)(?:>=|<=|≥|≤|[<>])\s?\d|\d\s?%|\bcoverage\b|\bp\d{2}\b"
    r"|\b(?:SL[OA]|benchmark)s? (?:is |are )?(?:met|kept|held|achieved|passed)\b"
)
_NUMBER = re.compile(r"\d")


def test_shares(context: Context) -> Iterator[Problem]:
    targets = [item for item in context.plan.test_targets if item.share_percent]
    total = sum(share_of(item.share_percent) for item in targets)
    if targets and abs(total - 100) > TOLERANCE:
        shares = ", ".join(
            f"{shorten(item.test_type, 30)} {item.share_percent}%" for item in targets
        )
        message = f"The shares of the tests add up to {total:g}%: {shorten(shares)}."
        yield at("test_targets", targets[0], "share_percent", message)


def target_without_number(context: Context) -> Iterator[Problem]:
    for target in context.plan.test_targets:
        text = target.coverage_target
        if not _NUMBER.search(text) and not is_open(text):
            said = f"“{shorten(text)}”" if text.strip() else "no target"
            message = f"{name_of('test_targets', target)} has {said}, not a number."
            yield at("test_targets", target, "coverage_target", message)


def deliverable_needs_evidence(context: Context) -> Iterator[Problem]:
    for item in context.plan.deliverables:
        if not _MEASURED.search(item.name):
            continue
        name = shorten(item.name)
        if item.done:
            message = f"“{name}” is ticked: a claim, unless evidence ticked it."
            yield at("deliverables", item, "done", message, severity=WARNING)
        else:
            message = f"“{name}” can be measured: a tick would be a claim."
            yield at("deliverables", item, "name", message)


RULES = (
    Rule(
        "test_shares",
        WARNING,
        test_shares,
        "The shares of the test pyramid do not add up to 100.",
        "Correct the shares.",
    ),
    Rule(
        "target_without_number",
        INFO,
        target_without_number,
        "A test target has no number, so that no report can meet it.",
        "Name the journeys one by one, or give a percentage.",
    ),
    Rule(
        "deliverable_needs_evidence",
        INFO,
        deliverable_needs_evidence,
        "A deliverable with a measure (coverage, SLO) is ticked by hand, or could be;"
        " a warning once it is.",
        "Attach the report that proves it.",
    ),
)
