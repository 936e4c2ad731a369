# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Verifying a bundle against hashing the same rows, in turn, in one process."""

from __future__ import annotations

import gc
import hashlib
import json
import time
from typing import Any

from plankit import chain
from plankit.canonical import canonical, digest
from plankit.verify import verify

#: How many signatures share one text, as those of the roles of a plan do.
SHARED = 4
LINES_A_DOCUMENT = 200


def measure(count: int, rounds: int) -> dict[str, float]:
    """Processor seconds for ``count`` signatures, the fastest of ``rounds`` turns."""
    bundle = build(count)
    report = verify(bundle)
    if report.faults or report.signatures != count:
        raise AssertionError(f"the bundle does not hold: {report.faults[:1]}")
    hashing, verifying = [], []
    for _round in range(rounds):
        gc.collect()
        hashing.append(_seconds(hash_rows, bundle))
        verifying.append(_seconds(verify, bundle))
    floor, suite = min(hashing), min(verifying)
    return {"count": count, "floor": floor, "suite": suite, "ratio": suite / floor}


def hash_rows(bundle: dict[str, Any]) -> None:
    """The floor: every row as JSON and its SHA-256, nothing compared."""
    for row in bundle["events"] + bundle["signatures"]:
        text = json.dumps(
            row, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        hashlib.sha256(text.encode()).hexdigest()
    for text in bundle["contents"].values():
        hashlib.sha256(text.encode()).hexdigest()


def build(count: int) -> dict[str, Any]:
    """A bundle of ``count`` requests, each asked for and signed."""
    bundle: dict[str, Any] = {
        "format": "implementation-bundle/1",
        "company": {"id": 1, "name": "Bench"},
        "signatures": [],
        "contents": {},
        "approvals": [],
    }
    events: list[dict[str, object]] = []
    for number in range(1, count + 1):
        row = _signature(number, *_texts(bundle["contents"], number))
        bundle["signatures"].append(row)
        bundle["approvals"].append(
            {
                "id": number,
                "status": "approved",
                "round": 1,
                "content_hash": row["content"],
            }
        )
        events += _events(row)
    bundle["events"] = chain.link(events)
    return bundle


def _seconds(work: Any, bundle: dict[str, Any]) -> float:
    start = time.process_time()
    work(bundle)
    return time.process_time() - start


def _texts(contents: dict[str, str], number: int) -> tuple[str, str]:
    plan = number // SHARED
    lines = [f"| P{plan}.{n} | Move table {n} | é |" for n in range(LINES_A_DOCUMENT)]
    names = []
    for text in (canonical({"plan": str(plan), "rows": lines}), "\n".join(lines)):
        name = hashlib.sha256(text.encode()).hexdigest()
        contents[name] = text
        names.append(name)
    return names[0], names[1]


def _signature(number: int, content: str, document: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": number,
        "approval": number,
        "plan": number // SHARED,
        "plan_slug": f"plan-{number // SHARED}",
        "subject_kind": "plan",
        "subject_model": "implementation.plan",
        "subject_id": number // SHARED,
        "subject_name": f"Plan {number // SHARED}",
        "role": "Tech Lead",
        "user": number % 50,
        "user_name": "Zoë Lead",
        "login": "zoe@example.com",
        "on_behalf": 0,
        "on_behalf_name": "",
        "meaning": "I read it and answer for it.",
        "comment": "",
        "typed_name": "Zoë Lead",
        "drawing": "",
        "signed_at": "2026-03-02T10:00:00Z",
        "content": content,
        "document": document,
        "revision": 1,
        "round": 1,
        "road": "screen",
        "authentication": "password",
    }
    return {**row, "digest": digest(row)}


def _events(row: dict[str, Any]) -> list[dict[str, object]]:
    about = {
        "company_id": 1,
        "model": "implementation.approval",
        "res_id": row["approval"],
        "res_name": "Tech Lead",
        "plan_res_id": row["plan"],
        "plan_name": row["subject_name"],
        "reason": "",
        "user_id": row["user"],
        "user_name": row["user_name"],
        "moment": row["signed_at"],
    }
    said = {"approval": row["approval"], "round": 1}
    subject = [row["subject_model"], row["subject_id"]]
    asked = {**said, "subject": subject, "role": "Tech Lead", "assigned": "", "due": ""}
    signed = {
        **said,
        "signature": row["digest"],
        "content": row["content"],
        "status": "approved",
    }
    return [
        {**about, "code": f"approval.{code}", "message": code, "data": canonical(data)}
        for code, data in (("requested", asked), ("signed", signed))
    ]
