# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A chain of events in which each carries the hash of the one before.

Standard library only: this file and ``canonical.py``, as they are, check an export.
The chain is tamper-evident, not tamper-proof: whoever can rewrite all of it can hash
all of it again, so an auditor compares the last digest with one noted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plankit import canonical as _form
from plankit.canonical import canonical

__all__ = [
    "DIGEST",
    "GENESIS",
    "NUMBER",
    "PREVIOUS",
    "Fault",
    "canonical",
    "digest",
    "link",
    "verify",
]

#: What the first event of a chain follows.
GENESIS = "0" * 64

#: Keys of an event: ``number`` counts from 1 without gaps, ``previous`` and
#: ``digest`` are hexadecimal SHA-256, everything else is the event's content.
NUMBER, PREVIOUS, DIGEST = "number", "previous", "digest"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A place where the chain does not hold.

    ``code`` is ``altered`` (the content does not give its digest), ``unlinked``
    (it does not follow the event before), ``gap`` (events are missing or
    repeated) or ``cut`` (the chain does not end where it should).
    """

    code: str
    number: int
    message: str


def digest(event: Mapping[str, object]) -> str:
    """The hash of an event: of everything in it but the digest itself."""
    body = {key: value for key, value in event.items() if key != DIGEST}
    return _form.digest(body)


def link(
    contents: Sequence[Mapping[str, object]], number: int = 0, previous: str = GENESIS
) -> list[dict[str, object]]:
    """The events that continue a chain which ends at ``number``, ``previous``."""
    events = []
    for count, content in enumerate(contents, number + 1):
        event = {**content, NUMBER: count, PREVIOUS: previous}
        previous = digest(event)
        events.append({**event, DIGEST: previous})
    return events


def verify(
    events: Iterable[Mapping[str, object]],
    number: int = 0,
    previous: str = GENESIS,
    end: str = "",
) -> Iterator[Fault]:
    """The faults of a chain in its order; one altered event is one fault.

    ``number`` and ``previous`` say what the first event follows; ``end``, if
    given, is the digest that the last event must have.
    """
    for event in events:
        found = _number(event)
        if found != number + 1:
            yield Fault(code="gap", number=found, message=f"{found} follows {number}")
        elif event.get(PREVIOUS) != previous:
            yield Fault(
                code="unlinked",
                number=found,
                message=f"{found} is not linked to {number}",
            )
        if event.get(DIGEST) != digest(event):
            yield Fault(code="altered", number=found, message=f"{found} was altered")
        number, previous = found, str(event.get(DIGEST))
    if end and end != previous:
        yield Fault(
            code="cut", number=number, message=f"the chain goes on after {number}"
        )


def _number(event: Mapping[str, object]) -> int:
    number = event.get(NUMBER)
    return number if isinstance(number, int) else 0
