# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Jobs of agents: who holds one, when it is overdue, and how it ends.

A lease is a loan: whoever does not renew it in time loses the job, and each new loan
has a higher token (a fencing token), so that a late holder can write nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

KINDS = [
    ("shell", "Shell Command"),
    ("http", "HTTP Request"),
    ("sql", "SQL Query"),
    ("postgres-migration", "PostgreSQL Migration"),
    ("git-scripts", "Scripts from Git"),
]
#: Kinds that read what a policy names and run nothing of a plan: nobody signs them.
READING = frozenset({"git-scripts"})

#: How an agent may say that a job ended, and the state this leads to.
OUTCOMES = {
    "succeeded": "succeeded",
    "failed": "failed",
    "error": "failed",
    "refused": "failed",
    "cancelled": "cancelled",
}

ENDED = frozenset({"succeeded", "failed", "cancelled", "lost"})

LEASE_LAPSED, NO_PROGRESS, EXPIRED = "lease_lapsed", "no_progress", "expired"


@dataclass(frozen=True, kw_only=True)
class Loan:
    """A job as far as its lease goes; ``key`` is the caller's own name for it.

    Times are UTC; ``progress_until`` None sets no deadline for progress.
    """

    key: int
    state: str
    token: int
    attempts: int
    max_attempts: int
    expires_at: datetime
    lease_until: datetime | None = None
    progress_until: datetime | None = None
    cancel_requested: bool = False


def overdue(loan: Loan, now: datetime) -> str:
    """Why the holder loses the job, or a queued one is not run any more; else "".

    Progress has a deadline of its own: a heart may beat although nothing moves.

    >>> from datetime import timedelta
    >>> noon = datetime(2026, 1, 1, 12)
    >>> loan = Loan(key=1, state="leased", token=1, attempts=1, max_attempts=2,
    ...     expires_at=noon + timedelta(days=1), lease_until=noon)
    >>> overdue(loan, noon), overdue(loan, noon + timedelta(seconds=1))
    ('', 'lease_lapsed')
    """
    if loan.state == "queued":
        return EXPIRED if now > loan.expires_at else ""
    if loan.state != "leased":
        return ""
    if loan.lease_until is None or now > loan.lease_until:
        return LEASE_LAPSED
    if loan.progress_until is not None and now > loan.progress_until:
        return NO_PROGRESS
    return ""


def after_loss(loan: Loan, now: datetime) -> str:
    """The state of an overdue job: offered again while attempts and time are left.

    >>> noon = datetime(2026, 1, 1, 12)
    >>> loan = Loan(key=1, state="leased", token=1, attempts=2, max_attempts=2,
    ...     expires_at=noon)
    >>> after_loss(loan, noon)
    'lost'
    """
    if loan.cancel_requested:
        return "cancelled"
    if loan.state == "queued":
        return "lost"
    if loan.attempts < loan.max_attempts and now <= loan.expires_at:
        return "queued"
    return "lost"


def may_report(loan: Loan, token: object) -> bool:
    """Whether whoever shows this token holds the job."""
    return (
        loan.state == "leased"
        and type(token) is int
        and token == loan.token
        and token > 0
    )


def label_set(text: str) -> frozenset[str]:
    """Labels of a text with commas or blanks between them, in lower case.

    >>> sorted(label_set("Staging, db  db"))
    ['db', 'staging']
    """
    return frozenset(text.replace(",", " ").lower().split())


def label_text(labels: Iterable[str]) -> str:
    """Labels as one text, in an order of their own.

    >>> label_text({"staging", "db"})
    'db, staging'
    """
    return ", ".join(sorted(labels))


def fits(wanted: str, offered: Iterable[str]) -> bool:
    """Whether an agent with the ``offered`` labels may take a job.

    >>> fits("db, staging", ["staging", "db", "gpu"]), fits("db", ["staging"])
    (True, False)
    """
    return label_set(wanted) <= frozenset(label.lower() for label in offered)
