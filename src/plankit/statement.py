# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Gate proofs: what was so when a phase passed its gate, as an in-toto Statement.

Form: in-toto Attestation Framework, Statement v1, in a DSSE envelope. A proof holds all
it speaks of, so that it is checked without the server. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from plankit.bundle import Fault
from plankit.canonical import digest
from plankit.envelope import instant_text

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
GATE_TYPE = "urn:implementation-plan:gate:1"

#: What each kind of condition has to be for a gate to let a phase pass.
MET = {
    "task": frozenset({"done", "cancelled"}),
    "deliverable": frozenset({"accepted"}),
    "check": frozenset({"pass"}),
    "approval": frozenset({"approved"}),
    "blocker": frozenset({"resolved"}),
    "risk": frozenset({"accepted", "closed"}),
}
#: What a check's condition carries; ``evidence`` are the values of its digest.
_CHECK = ("content", "content_hash", "digest", "evidence")
#: Texts of some kinds: those that must say something, and those that may be empty.
_TEXTS = {"approval": ("user",)}
_MAYBE = {"approval": ("role",), "task": ("ref", "override")}

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A gate that a phase passed. ``passed_at`` is UTC.

    ``conditions`` are ``{kind, name, state}`` with more for some kinds: a ``check`` has
    ``content``, its ``content_hash``, ``evidence`` and its ``digest``; a
    ``deliverable`` may have ``claim``, ``checks`` that prove it, ``evidence`` and its
    ``digest``; an ``approval`` has ``role``, ``user`` and ``content_hash``.
    """

    plan: str
    plan_name: str
    revision: int
    phase: str
    phase_name: str
    content_hash: str
    passed_at: datetime
    passed_by: str
    server: str
    conditions: tuple[Mapping[str, Any], ...] = field(default=())


def gate_statement(gate: Gate) -> dict[str, Any]:
    """The gate as a Statement."""
    name = f"{gate.plan}/{gate.phase}"
    return {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": name, "digest": {"sha256": gate.content_hash}}],
        "predicateType": GATE_TYPE,
        "predicate": {
            "plan": {
                "slug": gate.plan,
                "name": gate.plan_name,
                "revision": gate.revision,
            },
            "phase": {"code": gate.phase, "name": gate.phase_name},
            "passed_at": instant_text(gate.passed_at),
            "passed_by": gate.passed_by,
            "server": gate.server,
            "conditions": [dict(condition) for condition in gate.conditions],
        },
    }


def statement_faults(value: object) -> list[Fault]:
    """What does not hold in a Statement of a gate, in its own order."""
    if not isinstance(value, dict) or value.get("_type") != STATEMENT_TYPE:
        return [_fault("statement", f"it is no {STATEMENT_TYPE}")]
    if value.get("predicateType") != GATE_TYPE:
        return [_fault("statement", f"it is not about a gate ({GATE_TYPE})")]
    predicate = value.get("predicate")
    if not isinstance(predicate, dict):
        return [_fault("predicate", "it is missing")]
    faults = list(_subject_faults(value.get("subject"), predicate))
    faults += _predicate_faults(predicate)
    passed_at = _moment(predicate.get("passed_at"))
    if passed_at is None:
        faults.append(_fault("predicate", "passed_at is no time in UTC"))
    conditions = predicate.get("conditions")
    if not isinstance(conditions, list):
        return [*faults, _fault("predicate", "it has no conditions")]
    used: set[str] = set()
    for number, condition in enumerate(conditions, 1):
        found = list(_condition_faults(condition, number, passed_at))
        if not found and condition["kind"] == "check":
            found += _reuse_faults(condition, number, used)
        faults += found
    return faults


def counts(value: Mapping[str, Any]) -> dict[str, int]:
    """How many conditions of each kind a Statement without a fault names."""
    found: dict[str, int] = {}
    for condition in value["predicate"]["conditions"]:
        found[condition["kind"]] = found.get(condition["kind"], 0) + 1
    return found


def _subject_faults(subject: object, predicate: Mapping[str, Any]) -> Iterable[Fault]:
    plan, phase = predicate.get("plan"), predicate.get("phase")
    if not isinstance(plan, dict) or not isinstance(phase, dict):
        yield _fault("predicate", "it names no plan and phase")
        return
    if not isinstance(subject, list) or len(subject) != 1:
        yield _fault("subject", "it is not exactly one")
        return
    one = subject[0] if isinstance(subject[0], dict) else {}
    if one.get("name") != f"{plan.get('slug')}/{phase.get('code')}":
        yield _fault("subject", "it is another than the predicate's")
    hashes = one.get("digest")
    if not isinstance(hashes, dict) or not _is_hash(hashes.get("sha256")):
        yield _fault("subject", "it has no SHA-256")


def _predicate_faults(predicate: Mapping[str, Any]) -> Iterable[Fault]:
    plan, phase = predicate.get("plan"), predicate.get("phase")
    revision = plan.get("revision") if isinstance(plan, dict) else 0
    if type(revision) is not int or revision < 0:
        yield _fault("predicate", "the plan's revision is no number")
    for part, name, keys in (
        (plan, "the plan", ("slug", "name")),
        (phase, "the phase", ("code", "name")),
        (predicate, "it", ("passed_by", "server")),
    ):
        if isinstance(part, dict) and not all(_is_text(part.get(key)) for key in keys):
            yield _fault("predicate", f"{name} lacks {' or '.join(keys)}")


def _reuse_faults(
    condition: Mapping[str, Any], number: int, used: set[str]
) -> Iterable[Fault]:
    """One run proves one check."""
    if condition["digest"] in used:
        message = f"the evidence of {condition['name']} stands for another check too"
        yield _fault(f"condition {number}", message, number)
    used.add(condition["digest"])


def _condition_faults(
    condition: object, number: int, passed_at: datetime | None
) -> Iterable[Fault]:
    where = f"condition {number}"
    if not isinstance(condition, dict) or not _is_one(condition.get("kind"), MET):
        yield _fault(where, "its kind is not known", number)
        return
    kind, name = condition["kind"], condition.get("name")
    if not isinstance(name, str):
        yield _fault(where, "it has no name", number)
        return
    if not _is_one(condition.get("state"), MET[kind]):
        message = f"the {kind} {name} is {condition.get('state')}"
        yield _fault(where, message, number)
    lacks = [key for key in _TEXTS.get(kind, ()) if not _is_text(condition.get(key))]
    for key in _MAYBE.get(kind, ()):
        if not isinstance(condition.get(key, ""), str):
            lacks.append(key)
    if lacks:
        message = f"the {kind} {name} does not say its {', '.join(lacks)}"
        yield _fault(where, message, number)
    if kind == "check":
        yield from _check_faults(condition, number, passed_at)
    elif kind == "deliverable":
        yield from _claim_faults(condition, number, passed_at)
    elif kind == "approval" and not _is_hash(condition.get("content_hash")):
        yield _fault(where, f"{name} names no content that was signed", number)


def _check_faults(
    condition: Mapping[str, Any], number: int, passed_at: datetime | None
) -> Iterable[Fault]:
    """A check's evidence says the same as the condition, and counted at that time."""
    where, name = f"condition {number}", condition["name"]
    if any(key not in condition for key in _CHECK):
        yield _fault(where, f"{name} comes without its evidence", number)
        return
    found = list(_evidence_faults(condition, number, passed_at))
    yield from found
    content = condition["content"]
    if condition["content_hash"] != (_digest(content) if content else ""):
        yield _fault(where, f"what was run for {name} has another hash", number)
    evidence = condition["evidence"]
    ran = evidence.get("content_hash") if isinstance(evidence, dict) else None
    if not found and ran != condition["content_hash"]:
        yield _fault(where, f"{name} was edited after its run", number)


def _claim_faults(
    condition: Mapping[str, Any], number: int, passed_at: datetime | None
) -> Iterable[Fault]:
    """What a machine decides comes with what it saw, or with the checks that did."""
    where, name = f"condition {number}", condition["name"]
    checks = condition.get("checks", [])
    if not isinstance(checks, list) or not all(map(_is_check, checks)):
        yield _fault(where, f"the checks of {name} are none", number)
        return
    for check in checks:
        yield from _check_faults(check, number, passed_at)
    if "evidence" in condition:
        yield from _evidence_faults(condition, number, passed_at)
    elif condition.get("claim") and not checks:
        yield _fault(where, f"{name} comes without its evidence", number)


def _evidence_faults(
    condition: Mapping[str, Any], number: int, passed_at: datetime | None
) -> Iterable[Fault]:
    """Evidence has its digest, passed, and counted when the gate was passed."""
    where, name = f"condition {number}", condition["name"]
    evidence = condition["evidence"]
    texts = isinstance(evidence, dict) and all(
        isinstance(text, str) for pair in evidence.items() for text in pair
    )
    if not texts or _digest(evidence) != condition.get("digest"):
        yield _fault(where, f"the evidence of {name} has another digest", number)
        return
    if evidence.get("verdict") != "pass":
        yield _fault(where, f"the evidence of {name} is no pass", number)
    seen = _stamp(evidence.get("produced_at"))
    until = _stamp(evidence.get("expires_at"))
    if passed_at is None or seen is None or seen > passed_at:
        yield _fault(where, f"{name} was run after the gate was passed", number)
    elif evidence.get("expires_at") and (until is None or until <= passed_at):
        yield _fault(where, f"the proof of {name} had expired", number)


def _fault(where: str, message: str, number: int = 0) -> Fault:
    return Fault(code="gate_proof", where=where, number=number, message=message)


def _digest(value: object) -> str:
    """As ``digest``; a value without a canonical text has one that nothing equals."""
    try:
        return digest(value)
    except (TypeError, ValueError):
        return "no canonical text"


def _is_check(value: object) -> bool:
    return isinstance(value, dict) and _is_text(value.get("name"))


def _is_one(value: object, known: Container[str]) -> bool:
    return isinstance(value, str) and value in known


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and bool(_SHA256.fullmatch(value))


def _moment(value: object) -> datetime | None:
    """A time as ``instant_text`` writes it, or None."""
    try:
        moment = datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%S%z")
        return moment if instant_text(moment) == value else None
    except (ValueError, OverflowError):
        return None


def _stamp(value: object) -> datetime | None:
    """A time of evidence, which is UTC and says so nowhere."""
    return _moment(str(value).replace(" ", "T") + "Z")
