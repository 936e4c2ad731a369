# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Refusals and findings, each with a stable code that outsiders may rely on."""

from __future__ import annotations

from dataclasses import dataclass


class PlanError(Exception):
    """A refusal. ``code`` is stable; ``values`` word the message for a person."""

    code = "plan_error"

    def __init__(self, message: str, *, code: str = "", **values: object) -> None:
        super().__init__(message)
        self.code = code or type(self).code
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}"


class DocumentRefused(PlanError):
    """The text cannot be read, or could not be reproduced byte for byte.

    ``line`` counts from 1; ``start`` and ``end`` are character offsets.
    """

    code = "document_refused"

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        line: int = 0,
        start: int = 0,
        end: int = 0,
        **values: object,
    ) -> None:
        super().__init__(message, code=code, **values)
        self.line = line
        self.start = start
        self.end = end


class TransitionRefused(PlanError):
    """A state does not allow the transition asked for."""

    code = "transition_refused"


class CycleRefused(PlanError):
    """Tasks would depend on themselves; ``values["cycle"]`` spells the circle."""

    code = "dependency_cycle"


ERROR = "error"
WARNING = "warning"
INFO = "info"
SEVERITIES = (ERROR, WARNING, INFO)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something a person should look at; nothing was refused.

    ``collection``, ``key`` and ``field`` name the value (empty: the document);
    ``ref`` is its name for a person; ``line`` counts from 1, 0 where unknown.
    """

    code: str
    severity: str
    message: str
    hint: str = ""
    line: int = 0
    collection: str = ""
    key: str = ""
    field: str = ""
    ref: str = ""
