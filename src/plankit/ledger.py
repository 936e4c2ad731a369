# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the events of a chain say about approvals.

Standard library only, because an auditor is handed this file as it is. An event
is of the shape of ``plankit.chain``; its ``data`` is JSON text with at least
``approval`` and ``round``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from plankit.errors import PlanError

REQUESTED = "approval.requested"
SIGNED = "approval.signed"
REJECTED = "approval.rejected"
VOID = "approval.void"
WITHDRAWN = "approval.withdrawn"
RENEWED = "approval.renewed"
DELEGATED = "delegation.created"
REVOKED = "delegation.revoked"
PUBLISHED = "head.published"

#: The status after an event about an approval; a signature says its own.
STATUS_AFTER = {
    REQUESTED: "pending",
    SIGNED: "",
    REJECTED: "rejected",
    VOID: "void",
    WITHDRAWN: "withdrawn",
    RENEWED: "pending",
}


_decode = json.JSONDecoder().raw_decode


class EventUnreadable(PlanError):
    """An event of this ledger does not say what its code promises."""

    code = "event_unreadable"


class Entry(NamedTuple):
    """What one event says about an approval; ``round`` is the round after it."""

    number: int
    code: str
    approval: int
    status: str
    round: int
    data: Mapping[str, Any]


def facts(event: Mapping[str, object]) -> dict[str, Any]:
    """The data of an event, or ``EventUnreadable``.

    >>> facts({"data": '{"approval":7,"round":1}'})
    {'approval': 7, 'round': 1}
    """
    text = event.get("data")
    data, end = None, 0
    if isinstance(text, str):
        with suppress(ValueError, RecursionError):
            data, end = _decode(text)
    if not isinstance(data, dict) or end != len(str(text)):
        raise EventUnreadable(f"event {event.get('number')} has no readable data")
    return data


def entry(event: Mapping[str, object]) -> Entry | None:
    """What an event says about an approval, ``None`` when it is about other things.

    ``EventUnreadable`` when approval, round or status is not of its kind.
    """
    code = event.get("code")
    if not isinstance(code, str) or code not in STATUS_AFTER:
        return None
    data = facts(event)
    approval, count = data.get("approval"), data.get("round")
    status = STATUS_AFTER[code] or data.get("status")
    if type(approval) is not int or type(count) is not int or type(status) is not str:
        raise EventUnreadable(f"event {event.get('number')} names no approval")
    number = event.get("number")
    return Entry(
        number=number if isinstance(number, int) else 0,
        code=code,
        approval=approval,
        status=status,
        round=count + (code == VOID),  # a void ends its round
        data=data,
    )


def entries(events: Iterable[Mapping[str, object]]) -> Iterator[Entry]:
    """Everything that was said about approvals, in the order of the events."""
    for event in events:
        found = entry(event)
        if found is not None:
            yield found


def statuses(events: Iterable[Mapping[str, object]]) -> dict[int, tuple[str, int]]:
    """Status and round of each approval after all events: ``{id: (status, round)}``.

    >>> said = {"approval": 7, "round": 1, "status": "approved"}
    >>> signed = {"number": 1, "code": SIGNED, "data": json.dumps(said)}
    >>> statuses([signed, {**signed, "number": 2, "code": VOID}])
    {7: ('void', 2)}
    """
    return {each.approval: (each.status, each.round) for each in entries(events)}
