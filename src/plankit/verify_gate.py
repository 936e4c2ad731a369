# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Prove a gate proof offline. Standard library only, but for the signature itself.

The statement is checked always, its signature where the library ``cryptography`` is
installed and a key is given; else the report says that it was not, and is no proof.
"""

from __future__ import annotations

import base64
import hashlib
import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plankit.bundle import Fault
from plankit.envelope import EnvelopeRefused, content_of, opened
from plankit.statement import PAYLOAD_TYPE, counts, statement_faults

Checker = Callable[[bytes, bytes], bool]

#: What is known of the signature.
CHECKED, NOT_CHECKED, NOT_SIGNED = "checked", "not checked", "not signed"

_PUBLIC = re.compile(r"[A-Za-z0-9+/]{43}=")


@dataclass(frozen=True, kw_only=True)
class GateReport:
    """What holds of a gate proof; ``why`` says why its signature was not checked."""

    faults: tuple[Fault, ...]
    signature: str
    why: str = ""
    subject: str = ""
    passed_at: str = ""
    passed_by: str = ""
    conditions: Mapping[str, int] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0: it holds; 1: it does not; 2: its signature was not checked."""
        if self.faults:
            return 1
        return 0 if self.signature == CHECKED else 2


def is_gate_proof(value: object) -> bool:
    """Whether a JSON value is meant as a gate proof."""
    return isinstance(value, dict) and value.get("payloadType") == PAYLOAD_TYPE


def public_keys(texts: Iterable[str]) -> list[str]:
    """The public keys in lines that ``planctl keygen`` printed, or in any text."""
    return [found for text in texts for found in _PUBLIC.findall(text)]


def keyid_of(public: str) -> str:
    """The name of a public key in base64 (as ``plankit.ed25519.keyid_of``)."""
    return hashlib.sha256(base64.b64decode(public)).hexdigest()[:16]


def verify_gate(value: Mapping[str, Any], publics: Iterable[str] = ()) -> GateReport:
    """Check a gate proof (a JSON value) with the public keys of servers one trusts."""
    publics = list(publics)
    checkers = _checkers(publics)
    try:
        if not value.get("signatures"):
            statement, signature, why = content_of(value), NOT_SIGNED, ""
            why = "the server had no key when the gate was passed"
        elif checkers is None or not publics:
            statement, signature = content_of(value), NOT_CHECKED
            lacks = "no key was given" if not publics else "cryptography is missing"
            why = f"{lacks} (--key KEY; pip install cryptography)"
        else:
            statement = opened(value, PAYLOAD_TYPE, checkers)
            signature, why = CHECKED, ""
    except EnvelopeRefused as refusal:
        fault = Fault(
            code=refusal.code, where="envelope", number=0, message=refusal.message
        )
        return GateReport(faults=(fault,), signature=NOT_CHECKED)
    faults = statement_faults(statement)
    if faults:
        return GateReport(faults=tuple(faults), signature=signature, why=why)
    predicate = statement["predicate"]
    return GateReport(
        faults=(),
        signature=signature,
        why=why,
        subject=statement["subject"][0]["name"],
        passed_at=predicate["passed_at"],
        passed_by=str(predicate.get("passed_by") or ""),
        conditions=counts(statement),
    )


def _checkers(publics: list[str]) -> dict[str, Checker] | None:
    """A checker a key, None where the library is not installed."""
    try:
        module = importlib.import_module("plankit.ed25519")
    except ImportError:
        return None
    return {keyid_of(public): module.checker(public) for public in publics}


def lines(report: GateReport) -> list[str]:
    """The report for a person, the first bad entry in the first line."""
    if report.faults:
        first, *more = [f"{one.where}: {one.message}" for one in report.faults]
        return [f"first fault: {first}", *more]
    told = ", ".join(f"{count} {kind}" for kind, count in report.conditions.items())
    when = f"passed {report.passed_at} by {report.passed_by}"
    words = [f"holds: {report.subject} {when}", f"conditions: {told}"]
    why = f": {report.why}" if report.why else ""
    return [*words, f"signature {report.signature}{why}"]
