# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fenced texts of the reference layout, and the two that show items' values.

Traffic progression and test pyramid are drawings that carry a percentage of each
environment and test type. A drawing that agrees with the items stays as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from plankit.plan import Environment, Plan, TestTarget

_TICKS = re.compile(r"^[ \t]*(`{3,})", re.MULTILINE)


def fence(body: str, info: str = "") -> str:
    """``body`` as a fenced block, in a fence that nothing inside closes."""
    longest = max((len(ticks) for ticks in _TICKS.findall(body)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks}{info}\n{body}\n{ticks}"


def _share(percent: str, kind: str = "") -> str:
    return f"{percent}% {kind}".rstrip()


def _traffic_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?m)^([^\w\n]*{re.escape(name)} \()([^()\n]*%[^()\n]*)(\))")


def _ladder(environments: Sequence[Environment]) -> str:
    steps = [
        f"{env.name} ({_share(env.traffic_percent, env.traffic_kind)})"
        for env in environments
    ]
    return "\n    │\n    v\n".join(steps)


def traffic_text(plan: Plan) -> str:
    """The drawing of the traffic, in accord with the environments."""
    told = [env for env in plan.environments if env.traffic_percent]
    text = plan.traffic_progression
    for env in told:
        pattern = _traffic_pattern(env.name)
        if not pattern.search(text):
            return _ladder(told)
        share = _share(env.traffic_percent, env.traffic_kind)
        text = pattern.sub(rf"\g<1>{_literal(share)}\g<3>", text, count=1)
    return text


def _literal(text: str) -> str:
    return text.replace("\\", r"\\")


def _pyramid_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)(\b{re.escape(name)}(?: Tests?)? \()([\d.,]+)(%\))")


def _pyramid(targets: Sequence[TestTarget]) -> str:
    """A pyramid with the narrowest kind of tests on top, two lines a kind."""
    height = 2 * len(targets)
    lines = []
    for row in range(height):
        left = " " * (height - row - 1) + "/" + " " * (2 * row) + "\\"
        target = targets[-1 - row // 2]
        label = f" {target.test_type} Tests ({target.share_percent}%)"
        lines.append(left + (label if row % 2 else ""))
    return "\n".join(lines)


def pyramid_text(plan: Plan) -> str:
    """The drawing of the tests, in accord with the targets' shares."""
    told = [target for target in plan.test_targets if target.share_percent]
    text = plan.test_pyramid
    for target in told:
        pattern = _pyramid_pattern(target.test_type)
        if not pattern.search(text):
            return _pyramid(told)
        share = _literal(target.share_percent)
        text = pattern.sub(rf"\g<1>{share}\g<3>", text, count=1)
    return text
