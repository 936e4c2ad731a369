# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a delivered observation says of a claim: the number decides, not its sender."""

from __future__ import annotations

import math

from plankit.deliverable_claims import Claim, meets
from plankit.errors import PlanError
from plankit.trigger_words import COUNT, RATIO

PASS, FAIL = "pass", "fail"
_LONG_NAMES = {"prod": "production", "dev": "development"}
#: Where a build runs, which is no environment of a plan.
_BUILDS = frozenset({"ci", "main", "master"})


class ClaimRefused(PlanError):
    """A delivery that does not fit what is claimed; ``code`` says why."""


def judged(
    claim: Claim,
    verdict: str,
    measured: float | None,
    seconds: float = 0,
    environment: str = "",
    unit: str = "",
) -> str:
    """The verdict on a claim: ``measured`` in its unit, seen for so many seconds.

    ``verdict`` is what the sender says, empty where the number is to decide; ``unit``
    is that of the number, where known: a plain one has the claim's. Codes:
    ``measured_needed``, ``wrong_unit``, ``measured_impossible``, ``window_too_short``,
    ``measured_contradicts``, ``wrong_environment``.

    >>> from plankit.deliverable_claims import read_claim
    >>> claim = read_claim("Test coverage >= 90%")
    >>> judged(claim, "", 0.93), judged(claim, "", 0.5), judged(claim, "error", None)
    ('pass', 'fail', 'error')
    """
    if verdict not in ("", PASS, FAIL):
        return verdict
    value = _value(claim, verdict, measured, unit)
    if value is None:
        return verdict
    found = PASS if meets(claim, value, seconds) else FAIL
    if found == FAIL and verdict != FAIL and meets(claim, value, math.inf):
        raise ClaimRefused(
            f"It was seen for {seconds:g} s of {claim.window_seconds:g} s.",
            code="window_too_short",
            seconds=seconds,
            window=claim.window_seconds,
        )
    if verdict and verdict != found:
        raise ClaimRefused(
            f"{value:g} is a {found}, and the verdict says {verdict}.",
            code="measured_contradicts",
            measured=value,
        )
    if found == PASS and not _is_there(claim.environment, environment):
        raise ClaimRefused(
            f"It is claimed of {claim.environment}.",
            code="wrong_environment",
            environment=claim.environment,
        )
    return found


def _value(
    claim: Claim, verdict: str, measured: float | None, unit: str
) -> float | None:
    """What was measured; that all of something holds needs no number beside a pass."""
    if measured is None:
        if verdict == PASS and claim.is_state:
            return 1
        if verdict == FAIL:
            return None
        raise ClaimRefused("Say what was measured.", code="measured_needed")
    if unit not in ("", COUNT, claim.unit):
        raise ClaimRefused(
            f"It is measured in {unit}, and claimed in {claim.unit}.",
            code="wrong_unit",
            unit=unit,
        )
    most = 1 if claim.unit == RATIO else math.inf
    if not math.isfinite(measured) or not 0 <= measured <= most:
        raise ClaimRefused(
            f"{measured:g} cannot be: shares go from 0 to 1, nothing is below 0.",
            code="measured_impossible",
            measured=measured,
        )
    return measured


def _is_there(claimed: str, given: str) -> bool:
    """Whether it was seen where it is claimed of."""
    wanted, seen = (name.strip().lower() for name in (claimed, given))
    if not wanted or wanted in _BUILDS:
        return True
    return _LONG_NAMES.get(wanted, wanted) == _LONG_NAMES.get(seen, seen)
