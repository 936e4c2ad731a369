# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A small bundle with every kind of event, and what a forger does to one."""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

from plankit import chain
from plankit.canonical import canonical, digest

COMPANY = {"id": 1, "name": "Shop"}

Bundle = dict[str, Any]


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def build() -> Bundle:
    """Three requests: one signed by two, voided and signed again; one asked again
    after a rejection; one withdrawn; and one that nobody was asked for yet.
    """
    bundle: Bundle = {
        "format": "implementation-bundle/1",
        "company": dict(COMPANY),
        "events": [],
        "signatures": [],
        "contents": {},
        "approvals": [],
    }
    requested(bundle, 1)
    say(bundle, "transition", {})
    requested(bundle, 2)
    first = signed(bundle, 1, 1, "first", "pending", user=4)
    signed(bundle, 1, 1, "first", "approved", user=5)
    say(bundle, "approval.rejected", {"approval": 2, "round": 1, "comment": "No é"})
    publish(bundle)
    void = {"approval": 1, "round": 1, "content": sha("x"), "signed": first["content"]}
    say(bundle, "approval.void", void)
    say(bundle, "approval.renewed", {"approval": 2, "round": 2})
    requested(bundle, 3)
    say(bundle, "approval.withdrawn", {"approval": 3, "round": 1})
    last = signed(bundle, 1, 2, "second", "approved", user=4)
    say(bundle, "delegation.created", {"delegation": 1})
    bundle["approvals"] = [
        approval(1, "approved", 2, last["content"]),
        approval(2, "pending", 2),
        approval(3, "withdrawn", 1),
        approval(4, "pending", 1),
    ]
    return bundle


def approval(number: int, status: str, count: int, content: str = "") -> Bundle:
    return {"id": number, "status": status, "round": count, "content_hash": content}


def say(bundle: Bundle, code: str, data: dict[str, Any]) -> Bundle:
    """One more event at the end of the chain."""
    event = {
        "company_id": COMPANY["id"],
        "model": "implementation.approval",
        "res_id": data.get("approval", 0),
        "res_name": "Tech Lead",
        "plan_res_id": 1,
        "plan_name": "Shop",
        "code": code,
        "message": f"{code} · é",
        "reason": "",
        "data": canonical(data) if data else "",
        "user_id": 2,
        "user_name": "Zoë",
        "moment": "2026-03-02T10:00:00Z",
    }
    events = bundle["events"]
    last = events[-1] if events else {"number": 0, "digest": chain.GENESIS}
    events += chain.link([event], last["number"], last["digest"])
    return events[-1]


def requested(bundle: Bundle, number: int) -> None:
    data = {
        "approval": number,
        "round": 1,
        "subject": ["implementation.plan", 1],
        "role": "Tech Lead",
        "assigned": "zoe",
        "due": "2026-04-01",
    }
    say(bundle, "approval.requested", data)


def publish(bundle: Bundle) -> None:
    last = bundle["events"][-1]
    data = {"number": last["number"], "digest": last["digest"]}
    say(bundle, "head.published", data)


def signed(
    bundle: Bundle,
    number: int,
    count: int,
    text: str,
    status: str,
    user: int,
    texts: tuple[str, str] | None = None,
) -> Bundle:
    """A signature with its event; ``texts`` are content and document."""
    content, document = texts or (canonical({"text": text}), f"# {text}\n")
    names = [sha(content), sha(document)]
    bundle["contents"] |= {names[0]: content, names[1]: document}
    row = {
        "id": len(bundle["signatures"]) + 1,
        "approval": number,
        "plan": 1,
        "plan_slug": "shop",
        "subject_kind": "plan",
        "subject_model": "implementation.plan",
        "subject_id": 1,
        "subject_name": "Shop",
        "role": "Tech Lead",
        "user": user,
        "user_name": "Zoë",
        "login": "zoe",
        **{"on_behalf": 0, "on_behalf_name": ""},
        "meaning": "I answer for it.",
        "comment": "",
        "typed_name": "Zoë",
        "drawing": "",
        "signed_at": "2026-03-02T10:00:00Z",
        "content": names[0],
        "document": names[1],
        "revision": 1,
        "round": count,
        "road": "screen",
        "authentication": "password",
    }
    row["digest"] = digest(row)
    bundle["signatures"].append(row)
    data = {
        "approval": number,
        "round": count,
        "signature": row["digest"],
        "content": row["content"],
        "status": status,
    }
    say(bundle, "approval.signed", data)
    return row


def head(bundle: Bundle, number: int, first: int = 1, full: bool = True) -> Bundle:
    """What is published of a chain up to an event; ``full`` with all digests."""
    found: Bundle = {
        "format": "implementation-head/1",
        "company": dict(COMPANY),
        "number": number,
        "digest": bundle["events"][number - 1]["digest"],
        "published_at": "2026-03-02T11:00:00Z",
    }
    if full:
        digests = [event["digest"] for event in bundle["events"][first - 1 : number]]
        found |= {"from": first, "digests": digests}
    return found


def changed(bundle: Bundle, part: str, place: int, key: str, value: object) -> Bundle:
    """A copy in which one field of one row is another."""
    found = copy.deepcopy(bundle)
    found[part][place][key] = value
    return found


def other(value: object) -> object:
    """A value of the same kind that is not the same."""
    if isinstance(value, int):
        return value + 100
    text = str(value)
    return ("1" if text.startswith("0") else "0") + text[1:]


def chained(bundle: Bundle, publish_again: bool = False) -> Bundle:
    """A copy whose chain is hashed again from its first event, as a forger would."""
    found = copy.deepcopy(bundle)
    events: list[dict[str, Any]] = []
    for event in found["events"]:
        body = {k: v for k, v in event.items() if k not in ("number", "previous")}
        body.pop("digest")
        if publish_again and body["code"] == "head.published":
            last = events[-1]
            data = {"number": last["number"], "digest": last["digest"]}
            body["data"] = canonical(data)
        last = events[-1] if events else {"number": 0, "digest": chain.GENESIS}
        events += chain.link([body], last["number"], last["digest"])
    found["events"] = events
    return found


def data_of(event: Bundle) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(event["data"])
    return found
