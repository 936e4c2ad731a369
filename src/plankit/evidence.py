# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What proves something: verdicts of runs, and which of them counts at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """Evidence of a subject.

    ``content_hash`` is of what was run, empty where nothing was; times are UTC, and
    ``expires_at`` None sets no end. ``key`` is the order in which it was kept,
    ``subject`` the caller's own name for what it is of.
    """

    verdict: str
    content_hash: str = ""
    expires_at: datetime | None = None
    key: int = 0
    subject: str = ""
    produced_at: datetime | None = None
    commit: str = ""


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


def newest(proofs: Iterable[Proof]) -> Proof | None:
    """The proof that decides: the one seen last, whatever its verdict and content.

    Of two seen at one moment the one kept last decides; one without a moment is older
    than all that have one.

    >>> noon, one = datetime(2026, 1, 1, 12), datetime(2026, 1, 1, 13)
    >>> failed = Proof(verdict="fail", produced_at=one, key=1)
    >>> newest([failed, Proof(verdict="pass", produced_at=noon, key=2)]).verdict
    'fail'
    """
    return max(proofs, key=_age, default=None)


def _age(proof: Proof) -> tuple[bool, datetime | int, int]:
    seen = proof.produced_at
    return seen is not None, 0 if seen is None else seen, proof.key


def standings(
    proofs: Iterable[Proof], hashes: Mapping[str, str], now: datetime
) -> dict[str, str]:
    """How each subject of ``hashes`` stands, by the hash of its content now.

    >>> noon = datetime(2026, 1, 1, 12)
    >>> standings([Proof(verdict="pass", subject="a")], {"a": "", "b": ""}, noon)
    {'a': 'pass', 'b': 'none'}
    """
    found: dict[str, list[Proof]] = {subject: [] for subject in hashes}
    for proof in proofs:
        if proof.subject in found:
            found[proof.subject].append(proof)
    return {
        subject: standing(newest(found[subject]), content_hash, now)
        for subject, content_hash in hashes.items()
    }


def verdict_of(outcome: str) -> str:
    """The verdict of a job by how it ended: only what ran to its end says anything.

    >>> verdict_of("succeeded"), verdict_of("failed"), verdict_of("lost")
    ('pass', 'fail', 'error')
    """
    return {"succeeded": "pass", "failed": "fail"}.get(outcome, "error")
