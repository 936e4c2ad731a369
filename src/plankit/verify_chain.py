# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether a bundle's events are those that happened: links, hashes, noted heads.

Standard library only, because an auditor is handed this file as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from plankit import chain, ledger
from plankit.bundle import Fault, Head, head, malformed


@dataclass(kw_only=True)
class Story:
    """What the events of a chain say; every list and key counts places from 1.

    ``digests`` hold each event's digest, ``entries`` what is said about approvals,
    ``published`` the heads that events say were published.
    """

    digests: list[str] = field(default_factory=list)
    entries: list[tuple[int, ledger.Entry]] = field(default_factory=list)
    published: list[tuple[str, int, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The place after the last event, where what is missing would stand."""
        return len(self.digests) + 1


def read_events(events: Iterable[object], company: int) -> Story:
    """The story of a chain from its first event on, with what does not hold."""
    story = Story()
    number, previous = 0, chain.GENESIS
    for place, event in enumerate(events, 1):
        if not isinstance(event, dict) or type(event.get(chain.NUMBER)) is not int:
            story.faults.append(malformed(f"event {place}", "has no number", place))
            story.digests.append("")
            number, previous = place, ""
            continue
        story.faults += _event_faults(event, place, number, previous, company)
        _listen(story, event, place)
        number, previous = event[chain.NUMBER], str(event.get(chain.DIGEST))
        story.digests.append(previous)
    return story


def _event_faults(
    event: dict[str, Any], place: int, number: int, previous: str, company: int
) -> Iterator[Fault]:
    where = f"event {event[chain.NUMBER]}"
    try:
        for found in chain.verify((event,), number, previous):
            yield Fault(
                code=found.code, where=where, number=place, message=found.message
            )
    except (TypeError, ValueError) as error:
        yield malformed(where, str(error), place)
    if event.get("company_id", company) != company:
        yield Fault(
            code="other_company",
            where=where,
            number=place,
            message="it is of another company's chain",
        )


def _listen(story: Story, event: dict[str, Any], place: int) -> None:
    where = f"event {event[chain.NUMBER]}"
    try:
        entry = ledger.entry(event)
        if entry:
            story.entries.append((place, entry))
        if event.get("code") == ledger.PUBLISHED:
            said = ledger.facts(event)
            number = said.get("number")
            if type(number) is not int or not 0 <= number < place:
                raise ledger.EventUnreadable("names no event before it")
            if number:
                story.published.append((where, number, str(said.get("digest"))))
    except ledger.EventUnreadable as refusal:
        story.faults.append(malformed(where, refusal.message, place))


def read_heads(
    values: Iterable[object], company: int
) -> tuple[dict[str, Head], list[Fault]]:
    """This company's heads by where they stand (``head 3``), and what is no head."""
    heads: dict[str, Head] = {}
    faults: list[Fault] = []
    place = 0
    for place, value in enumerate(values, 1):
        found = head(value, f"head {place}", company)
        if isinstance(found, Fault):
            faults.append(found)
        elif found:
            heads[f"head {place}"] = found
    if place and not heads and not faults:
        message = "none of the heads given is of this company"
        faults.append(Fault(code="no_head", where="heads", number=0, message=message))
    return heads, faults


def head_faults(story: Story, heads: dict[str, Head]) -> Iterator[Fault]:
    """The first event that is not the one published, and the first that is gone."""
    published = story.published + [
        (where, number, digest)
        for where, found in heads.items()
        for number, digest in found.digests.items()
        if number
    ]
    missing = [each for each in published if each[1] >= story.end]
    other = [
        each
        for each in published
        if each[1] < story.end and each[2] != story.digests[each[1] - 1]
    ]
    if other:
        where, number, _digest = min(other, key=lambda each: each[1])
        yield Fault(
            code="rewritten",
            where=f"event {number}",
            number=number,
            message=f"it is not the event that {where} published",
        )
    if missing:
        where, number, _digest = max(missing, key=lambda each: each[1])
        yield Fault(
            code="cut",
            where=f"event {story.end}",
            number=story.end,
            message=f"the chain ends before it; {where} published up to {number}",
        )
