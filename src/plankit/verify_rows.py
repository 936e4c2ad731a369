# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether signatures, contents and requests are those that the events speak of.

Standard library only, because an auditor is handed this file as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from plankit import ledger
from plankit.bundle import Bundle, Fault, malformed
from plankit.canonical import digest as digest_of_row
from plankit.ledger import Entry
from plankit.verify_chain import Story

Row = dict[str, Any]


class Signatures:
    """The signatures of a bundle against the events that brought them."""

    def __init__(self, bundle: Bundle, story: Story) -> None:
        self._bundle = bundle
        self._story = story
        self._events: dict[str, tuple[int, Entry]] = {}
        #: The place of the first event that needs a content, by SHA-256.
        self.uses: dict[str, int] = {}

    def faults(self) -> Iterator[Fault]:
        """What does not hold, events first."""
        yield from self._read_events()
        known: set[int] = set()
        served: set[str] = set()
        for row in self._bundle.signatures:
            yield from self._row_faults(row, known, served)
        for digest, (place, entry) in self._events.items():
            if digest not in served:
                yield Fault(
                    code="no_signature",
                    where=f"event {entry.number}",
                    number=place,
                    message="the signature it brought is gone or another",
                )

    def _read_events(self) -> Iterator[Fault]:
        for place, entry in self._story.entries:
            if entry.code != ledger.SIGNED:
                continue
            digest, content = entry.data.get("signature"), entry.data.get("content")
            where = f"event {entry.number}"
            if not isinstance(digest, str) or not isinstance(content, str):
                yield malformed(where, "it names no signature or content", place)
            elif digest in self._events:
                yield _duplicate(where, place, "its signature was brought before")
            else:
                self._events[digest] = place, entry

    def _row_faults(
        self, row: Row, known: set[int], served: set[str]
    ) -> Iterator[Fault]:
        where = f"signature {row['id']}"
        try:
            digest = _digest(row)
        except (TypeError, ValueError) as error:
            yield malformed(where, str(error), self._story.end)
            return
        name = digest if digest in self._events else row["digest"]
        place, entry = self._events.get(name) or (self._story.end, None)
        served.add(name)
        if digest != row["digest"]:
            yield Fault(
                code="signature_altered",
                where=where,
                number=place,
                message="the row does not give its digest",
            )
        if row["id"] in known:
            yield _duplicate(where, place, "the signature stands there twice")
        known.add(row["id"])
        if entry is None:
            message = "no event brought it"
            yield Fault(code="no_event", where=where, number=place, message=message)
        elif _said(row) != (entry.approval, entry.round, entry.data["content"]):
            yield Fault(
                code="mismatch",
                where=where,
                number=place,
                message=f"event {entry.number} names another request or content",
            )
        yield from self._content_faults(row, place)

    def _content_faults(self, row: Row, place: int) -> Iterator[Fault]:
        for name in (row["content"], row["document"]):
            self.uses[name] = min(place, self.uses.get(name, place))
            if name not in self._bundle.contents:
                yield Fault(
                    code="content_missing",
                    where=f"content {name[:12]}",
                    number=place,
                    message=f"signature {row['id']} signs it",
                )


def _digest(row: Row) -> str:
    body = row.copy()
    del body["digest"]
    return digest_of_row(body)


def _said(row: Row) -> tuple[object, object, object]:
    return row["approval"], row["round"], row["content"]


def _duplicate(where: str, number: int, message: str) -> Fault:
    return Fault(code="duplicate", where=where, number=number, message=message)


def content_faults(bundle: Bundle, uses: dict[str, int], end: int) -> Iterator[Fault]:
    """Every text is the one its name says."""
    for name, text in bundle.contents.items():
        where, place = f"content {name[:12]}", uses.get(name, end)
        try:
            found = hashlib.sha256(text.encode()).hexdigest()
        except UnicodeEncodeError:
            yield malformed(where, "it holds a lone surrogate", place)
            continue
        if found != name:
            message = "the text does not give its SHA-256"
            yield Fault(
                code="content_altered", where=where, number=place, message=message
            )


def document_faults(
    bundle: Bundle, uses: dict[str, int], digest_of: Callable[[str], str]
) -> Iterator[Fault]:
    """Every document, read again, is the content that was signed."""
    pairs = {(row["document"], row["content"]) for row in bundle.signatures}
    for document, content in sorted(pairs):
        text = bundle.contents.get(document)
        if text is None:
            continue
        where = f"content {document[:12]}"
        try:
            same = digest_of(text) == content
        except Exception as error:  # whatever a forged text does to the reader
            yield malformed(where, f"the document: {error}", uses[document])
            continue
        if not same:
            yield Fault(
                code="document_differs",
                where=where,
                number=uses[document],
                message=f"the document does not say the signed content {content[:12]}",
            )


def approval_faults(rows: Iterable[Row], story: Story) -> Iterator[Fault]:
    """Every request stands where the events left it.

    One that no event names is pending. One that was never signed may be gone, with
    its plan; one that was signed may not.
    """
    last = {entry.approval: entry for _place, entry in story.entries}
    signed = {e.approval for _place, e in story.entries if e.code == ledger.SIGNED}
    known: set[int] = set()
    for row in rows:
        where = f"approval {row['id']}"
        if row["id"] in known:
            yield _duplicate(where, story.end, "the request stands there twice")
        known.add(row["id"])
        message = _standing(row, last.get(row["id"]))
        if message:
            yield Fault(code="status", where=where, number=story.end, message=message)
    for approval in sorted(signed - known):
        yield Fault(
            code="approval_missing",
            where=f"approval {approval}",
            number=story.end,
            message="it was signed and is gone",
        )


def _standing(row: Row, entry: Entry | None) -> str:
    """Why a request's row is not what the events say; empty when it is."""
    if entry is None:
        return "" if row["status"] == "pending" else "no event brought its status"
    if (row["status"], row["round"]) != (entry.status, entry.round):
        return (
            f"it is {row['status']} in round {row['round']}; event {entry.number} "
            f"left it {entry.status} in round {entry.round}"
        )
    content = entry.data.get("content")
    if entry.code == ledger.SIGNED and row.get("content_hash") != content:
        return "its content is not the one that was signed"
    return ""
