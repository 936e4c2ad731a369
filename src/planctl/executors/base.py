# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What runs one kind of job: given a context, it gives a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from plankit.envelope import Order


@dataclass(frozen=True)
class Result:
    """How a job ended; ``outcome`` is one of ``plankit.job.OUTCOMES``."""

    outcome: str
    exit_code: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""


class Context(Protocol):
    """What an executor may know and must tell."""

    order: Order
    target: Mapping[str, Any]
    secrets: Mapping[str, str]
    environment: Mapping[str, str]
    deadline: float

    def log(self, stream: str, text: str) -> None: ...
    def progress(self, done: float, total: float, text: str) -> None: ...
    def cancelled(self) -> bool: ...
    def started(self, pgid: int) -> None: ...


class Executor(Protocol):
    """Runs the jobs of one kind."""

    kind: str

    def run(self, context: Context) -> Result: ...
