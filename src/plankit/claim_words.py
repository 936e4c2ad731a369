# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words of deliverables that a machine can decide: states, metrics, environments."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plankit.trigger_words import COUNT, DURATION, RATIO, SECONDS

KINDS = [
    ("tests", "Tests"),
    ("coverage", "Test Coverage"),
    ("ci", "Continuous Integration"),
    ("health_check", "Health Check"),
    ("slo", "Service Levels"),
    ("rollback", "Rollback"),
    ("latency", "Latency"),
    ("error_rate", "Error Rate"),
    ("success_rate", "Success Rate"),
    ("availability", "Availability"),
    ("downtime", "Downtime"),
    ("vulnerabilities", "Vulnerabilities"),
]


#: What people call a metric whose name is short.
LONG_NAMES = {"slo": "service levels", "ci": "CI"}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A metric by its words: a pattern of its name, or the family it is of.

    ``implied`` is the comparison of a number without one ("90% coverage"); where
    ``is_falling``, less is better, down to none where it ``may_be_zero``.
    """

    kind: str
    metric: str
    unit: str
    pattern: re.Pattern[str]
    family: frozenset[str] = frozenset()
    implied: str = ""
    is_falling: bool = False
    may_be_zero: bool = False


_NEVER = re.compile(r"(?!)")
_COVERAGE = re.compile(
    r"(?:(?:overall|total|minimum|automated)_)?"
    r"(?P<part>(?:(?:unit|integration|e2e|end_to_end|line|branch|statement)_)?)"
    r"(?:tests?_|code_)*coverage"
)
_VULNERABILITIES = re.compile(
    r"(?P<part>(?:(?:critical|high|medium|known|or|and|severity)_)*?)"
    r"(?:security_)?vulnerabilities"
)

MEASURES = (
    Measure(
        kind="coverage",
        metric="coverage",
        unit=RATIO,
        pattern=_COVERAGE,
        implied=">=",
    ),
    Measure(
        kind="tests",
        metric="tests",
        unit=RATIO,
        pattern=re.compile(r"tests?_pass_rate"),
        implied=">=",
    ),
    Measure(
        kind="latency",
        metric="latency",
        unit=SECONDS,
        pattern=_NEVER,
        family=frozenset({"latency"}),
        is_falling=True,
    ),
    Measure(
        kind="error_rate",
        metric="error_rate",
        unit=RATIO,
        pattern=_NEVER,
        family=frozenset({"error rate"}),
        is_falling=True,
        may_be_zero=True,
    ),
    Measure(
        kind="success_rate",
        metric="success_rate",
        unit=RATIO,
        pattern=_NEVER,
        family=frozenset({"rate success"}),
        implied=">=",
    ),
    Measure(
        kind="availability",
        metric="availability",
        unit=RATIO,
        pattern=_NEVER,
        family=frozenset({"availability", "uptime"}),
        implied=">=",
    ),
    Measure(
        kind="downtime",
        metric="downtime",
        unit=SECONDS,
        pattern=re.compile(r"(?:total_)?downtime"),
        is_falling=True,
        may_be_zero=True,
    ),
    Measure(
        kind="vulnerabilities",
        metric="vulnerabilities",
        unit=COUNT,
        pattern=_VULNERABILITIES,
        is_falling=True,
        may_be_zero=True,
    ),
)

_PASS = (
    r"(?:(?:is|are|has|have)(?: all)? )?"
    r"(?:pass|passes|passed|passing|green|succeed|succeeds|succeeded)"
)
_TESTED = r"(?:(?:is|are|was|were|has been|have been) )?"
_TYPES = (
    r"unit|integration|e2e|end-to-end|smoke|regression|performance|load|contract"
    r"|functional|api"
)

#: Kind and phrase of what holds wholly or not; the whole text has to match.
STATES = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "tests",
            rf"(?:all |100% of )?(?:the )?(?:(?:automated|existing) )*"
            rf"(?:(?P<part>{_TYPES}) )?(?:tests|test suites?) {_PASS}",
        ),
        ("tests", rf"(?:the )?(?P<part>{_TYPES}) test {_PASS}"),
        (
            "health_check",
            rf"(?:all )?(?:the )?(?:api |service )?health[ -]?checks? {_PASS}",
        ),
        (
            "health_check",
            r"(?:all )?(?:the )?health(?:[ -]check)? endpoints? "
            r"(?:returns?|responds? with|answers?) (?:http )?200(?: ok)?",
        ),
        (
            "ci",
            rf"(?:all )?(?:the )?(?:ci(?:/cd)?(?: (?:pipelines?|builds?|checks))?) "
            rf"{_PASS}",
        ),
        (
            "slo",
            r"(?:all )?(?:the )?slos? (?:targets )?(?:(?:is|are|was|were) )?"
            r"(?:met|achieved|held|satisfied)",
        ),
        (
            "rollback",
            r"(?:the )?(?:(?:database|migration|deployment) )?rollbacks? "
            rf"(?:(?:procedure|plan|scripts?) )?{_TESTED}"
            r"(?:tested|verified|rehearsed|proved|proven)",
        ),
    )
)
#: Says nothing without a time for which it holds.
LASTING = frozenset({"slo"})

#: A time for which it holds. "In two weeks" and "within 10 min" are no such time.
WINDOW = re.compile(
    r"\b(?:for|over|during|throughout)"
    r"(?: (?:at least|more than|the|a|any|each|every|last|past|previous|full))*"
    rf" {DURATION}",
    re.IGNORECASE,
)
#: "Met over 7 days" is "met for 7 days"; the readers of a trigger want a number beside.
OVER = re.compile(r"(?<=met|eld) over (?=(?:the (?:last |past )?)?\w)", re.IGNORECASE)

#: Where it is seen, at the end of the text.
ENVIRONMENT = re.compile(
    r" (?:in|on|against) (?:the )?(?P<name>staging|production|prod|preview|canary"
    r"|dev|development|test|qa|ci|main|master)(?: environment| branch)?$",
    re.IGNORECASE,
)
#: A condition of something else, and no promise.
CONDITIONAL = re.compile(
    r"(?:if|when|whenever|unless|until|once|rollback|roll back|trigger|any|on)\b",
    re.IGNORECASE,
)
#: "API latency < 200 ms (p95)": the statistic stands behind.
BEHIND = re.compile(
    r"^(?P<rest>[^()]*\d[^()]*) \(?(?P<statistic>[pP]\d{2}(?:\.\d+)?)\)?$"
)
