# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Between an agent and what it carries out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from plankit.envelope import Order

#: How much of an answer or error is kept, in characters.
LONGEST_MESSAGE = 2_000


@dataclass(frozen=True)
class Result:
    """How a job ended: a key of ``plankit.job.OUTCOMES``, and JSON without floats."""

    outcome: str
    exit_code: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""


def error(code: str, message: str) -> Result:
    """What could not be carried out to its end: it proves nothing either way."""
    return Result("error", data={"code": code}, message=message[:LONGEST_MESSAGE])


class Context(Protocol):
    """What an executor is given. ``log`` masks secrets; ``deadline`` is monotonic."""

    order: Order
    target: Mapping[str, Any]
    secrets: Mapping[str, str]
    environment: Mapping[str, str]
    deadline: float

    def log(self, stream: str, text: str) -> None:
        """Add to the job's log: ``stdout``, ``stderr`` or ``agent``."""

    def progress(self, done: float, total: float, text: str) -> None:
        """How far it is, for whoever watches."""

    def cancelled(self) -> bool:
        """Whether to stop soon: a person, the lease or the agent's own end."""

    def started(self, pgid: int) -> None:
        """A process group that the agent ends when it has to."""


class Executor(Protocol):
    """Carries out one kind of job, in a thread of its own."""

    def run(self, context: Context) -> Result:
        """To the end, or until it is told to stop."""
