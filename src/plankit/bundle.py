# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The exported proof of a company's sign-offs: its shape, and reading it strictly.

Standard library only, because an auditor is handed this file as it is. Nothing in
a bundle is believed: a value of another kind than promised is a fault, never an
error of this program.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from plankit.errors import PlanError

FORMAT = "implementation-bundle/1"
HEAD_FORMAT = "implementation-head/1"

#: Fields that are read, and their kinds; a row may hold more.
SIGNATURE = {
    "id": int,
    "approval": int,
    "round": int,
    "content": str,
    "document": str,
    "digest": str,
}
APPROVAL = {"id": int, "status": str, "round": int}
HEAD = {"number": int, "digest": str}

MALFORMED, UNKNOWN_FORMAT = "malformed", "unknown_format"


class BundleUnreadable(PlanError):
    """The text is no JSON that every reader understands in the same way."""

    code = "bundle_unreadable"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that does not hold.

    ``where`` names the entry (``event 41``, ``signature 7``); ``number`` is the
    place in the chain, from 1, that it belongs to: the lowest is the first bad entry.
    """

    code: str
    where: str
    number: int
    message: str


@dataclass(kw_only=True)
class Bundle:
    """What was readable; ``faults`` say what was not. ``events`` keep their places."""

    company: int = 0
    events: list[object] = field(default_factory=list)
    signatures: list[dict[str, Any]] = field(default_factory=list)
    contents: dict[str, str] = field(default_factory=dict)
    approvals: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Head:
    """An end of the chain noted elsewhere; ``digests`` are by event number."""

    number: int
    digests: Mapping[int, str]


def load(data: bytes) -> object:
    """The value of a JSON text in UTF-8, or ``BundleUnreadable``.

    A name given twice in one object, NaN and infinities are refused.

    >>> load(b'{"a": 1, "a": 2}')
    Traceback (most recent call last):
    plankit.bundle.BundleUnreadable: [bundle_unreadable] a name is given twice
    """
    try:
        return json.loads(
            data.decode(), object_pairs_hook=_unique, parse_constant=_no_number
        )
    except RecursionError:
        raise BundleUnreadable("nested too deeply") from None
    except ValueError as error:
        raise BundleUnreadable(str(error)) from error


def load_lines(data: bytes) -> list[object]:
    """The values of a file of heads, one JSON text a line."""
    return [load(line) for line in data.splitlines() if line.strip()]


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BundleUnreadable("a name is given twice")
    return found


def _no_number(name: str) -> NoReturn:
    raise BundleUnreadable(f"{name} is no JSON number")


def parse(value: object) -> Bundle:
    """The bundle of a JSON value, with a fault for each part of another kind."""
    bundle = Bundle()
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        message = f"this verifier reads {FORMAT} only"
        bundle.faults.append(
            Fault(code=UNKNOWN_FORMAT, where="bundle", number=0, message=message)
        )
        return bundle
    bundle.company = company_of(value)
    if not bundle.company:
        bundle.faults.append(malformed("bundle", "company has no id"))
    bundle.events = _part(bundle, value, "events", list) or []
    bundle.signatures = list(_rows(bundle, value, "signatures", SIGNATURE))
    bundle.approvals = list(_rows(bundle, value, "approvals", APPROVAL))
    for name, text in (_part(bundle, value, "contents", dict) or {}).items():
        if isinstance(name, str) and isinstance(text, str):
            bundle.contents[name] = text
        else:
            where = f"content {str(name)[:12]}"
            bundle.faults.append(malformed(where, "is no text", _end(bundle)))
    return bundle


def head(value: object, where: str, company: int) -> Head | Fault | None:
    """A published head, its fault, or ``None`` when it is another company's."""
    if not isinstance(value, dict) or value.get("format") != HEAD_FORMAT:
        message = f"this verifier reads {HEAD_FORMAT} only"
        return Fault(code=UNKNOWN_FORMAT, where=where, number=0, message=message)
    if not company_of(value) or not _is_row(value, HEAD):
        return malformed(where, "has no company, number or digest")
    return _head(value, where) if company_of(value) == company else None


def company_of(value: Mapping[str, Any]) -> int:
    """The id of the company of a bundle or head, 0 without one."""
    named = value.get("company")
    number = named.get("id") if isinstance(named, dict) else named
    return number if type(number) is int else 0


def _head(value: dict[str, Any], where: str) -> Head | Fault:
    digests = value.get("digests") or [value["digest"]]
    last = value["number"]
    first = value.get("from") if value.get("digests") else last
    if (
        type(first) is not int
        or not isinstance(digests, list)
        or last - first + 1 != len(digests)
        or digests[-1] != value["digest"]
        or not min(last, 1) <= first <= last
        or last < 0
    ):
        return malformed(where, "its digests do not lead to its number")
    return Head(number=last, digests=dict(enumerate(map(str, digests), first)))


def malformed(where: str, message: str, number: int = 0) -> Fault:
    """The fault of a value that is not of its kind."""
    return Fault(code=MALFORMED, where=where, number=number, message=message)


def _part(bundle: Bundle, value: dict[str, Any], name: str, kind: type) -> Any:
    found = value.get(name)
    if isinstance(found, kind):
        return found
    bundle.faults.append(malformed("bundle", f"{name} is missing or of another kind"))
    return None


def _rows(
    bundle: Bundle, value: dict[str, Any], name: str, kinds: Mapping[str, type]
) -> Iterator[dict[str, Any]]:
    rows: Iterable[object] = _part(bundle, value, name, list) or []
    for place, row in enumerate(rows, 1):
        if isinstance(row, dict) and _is_row(row, kinds):
            yield row
        else:
            message = f"entry {place} of {name} lacks {', '.join(kinds)}"
            bundle.faults.append(malformed(f"{name} {place}", message, _end(bundle)))


def _end(bundle: Bundle) -> int:
    return len(bundle.events) + 1


def _is_row(row: dict[str, Any], kinds: Mapping[str, type]) -> bool:
    return all(type(row.get(name)) is kind for name, kind in kinds.items())
