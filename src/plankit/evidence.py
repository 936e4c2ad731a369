# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What proves something: verdicts of runs, and which of them counts at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

VERDICTS = [
    ("pass", "Pass"),
    ("fail", "Fail"),
    ("no_data", "No Data"),
    ("error", "Error"),
]

KINDS = [
    ("check", "Verification Command"),
    ("verdict", "Delivered Verdict"),
    ("migration", "Migration"),
]

#: How a subject stands: its newest verdict while that counts, or why there is none.
STANDINGS = [
    ("none", "Not Proved"),
    ("pass", "Proved"),
    ("fail", "Failed"),
    ("no_data", "No Data"),
    ("error", "Error"),
    ("stale", "Edited Since"),
    ("expired", "Expired"),
]


@dataclass(frozen=True, kw_only=True)
class Proof:
    """The newest evidence of a subject.

    ``content_hash`` is of what was run, empty where nothing was; times are UTC, and
    ``expires_at`` None sets no end.
    """

    verdict: str
    content_hash: str = ""
    expires_at: datetime | None = None


def standing(proof: Proof | None, content_hash: str, now: datetime) -> str:
    """How a subject stands whose content has this hash now.

    >>> noon = datetime(2026, 1, 1, 12)
    >>> standing(Proof(verdict="pass", content_hash="a", expires_at=noon), "a", noon)
    'expired'
    >>> standing(Proof(verdict="pass", content_hash="a"), "b", noon)
    'stale'
    >>> standing(None, "a", noon)
    'none'
    """
    if proof is None:
        return "none"
    if proof.content_hash != content_hash:
        return "stale"
    if proof.verdict != "pass":
        return proof.verdict
    if proof.expires_at is not None and now >= proof.expires_at:
        return "expired"
    return "pass"


def verdict_of(outcome: str) -> str:
    """The verdict of a job by how it ended: only what ran to its end says anything.

    >>> verdict_of("succeeded"), verdict_of("failed"), verdict_of("lost")
    ('pass', 'fail', 'error')
    """
    return {"succeeded": "pass", "failed": "fail"}.get(outcome, "error")
