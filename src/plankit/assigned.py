# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The document as it was signed: readable, and hashing to the signed hash.

An appendix behind the document carries what the document has no place for. Where
reading both back gives the content, the appendix is *bound* to the document's own
text; elsewhere it carries the content itself, and the text above is a courtesy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from plankit import snapshot
from plankit.assigned_beyond import (
    Beyond,
    beyond_of,
    pruned,
    with_beyond,
    with_parents,
    without,
)
from plankit.canonical import canonical
from plankit.errors import PlanError
from plankit.markdown import Document, read, render
from plankit.markdown import write as write_document
from plankit.plan import Plan
from plankit.snapshot import Subject

__all__ = [
    "Beyond",
    "beyond_of",
    "best_document",
    "digest_of",
    "document_of",
    "is_bound",
    "write",
]

FORMAT = "implementation-as-signed/1"
_HEADING = "## As Signed"
_INTRO = (
    "What was signed is the document above together with this appendix. "
    "Do not edit either; `planctl verify` reads both."
)
_APPENDIX = re.compile(
    rf"\r?\n\r?\n{_HEADING}\r?\n\r?\n{re.escape(_INTRO)}\r?\n\r?\n"
    r"(?P<fence>`{3,})json\r?\n(?P<json>[^\r\n]*)\r?\n(?P=fence)\s*"
)


def write(
    document: str, content: Mapping[str, Any], beyond: Beyond, subject: Subject
) -> str:
    """The document's text, then the appendix that makes it hash to ``content``.

    ``beyond`` is ``beyond_of`` the plan; ``subject`` names an item by its natural
    key in the document, or as near as the caller can.
    """
    for bound in _bindings(document, content, beyond, subject):
        return _joined(document, bound)
    return _joined(
        document,
        {"format": FORMAT, "bound": False, "content": dict(content)},
    )


def best_document(
    source_text: str,
    plan: Plan,
    subject: Subject,
    parts: frozenset[str] = snapshot.ALL_PARTS,
    facts: Mapping[str, str] | None = None,
) -> str:
    """The text that shows a plan best: the first that its content reads back from.

    Tried are the plan written into its source text, then the reference layout;
    where neither does, the first that could be written.
    """
    content = snapshot.content(plan, subject, parts, facts or {})
    beyond = beyond_of(plan)
    first = ""
    for text in _documents(source_text, plan):
        first = first or text
        if any(_bindings(text, content, beyond, subject)):
            return text
    return first


def digest_of(text: str) -> str:
    """The hash of what an as-signed document says was signed, in hexadecimal.

    A text without a well-formed appendix at its end is refused with
    ``not_as_signed``; one that cannot be read with the reader's own refusal.
    """
    appendix = _appendix(text)
    try:
        if appendix["bound"] is not True:
            return snapshot.digest(appendix["content"])
        document = _read(document_of(text))
        return snapshot.digest(_read_back(document, appendix))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _refused(f"its appendix is malformed ({error})") from None


def is_bound(text: str) -> bool:
    """Whether the hash is made from the document's text, not from a copy of it."""
    return _appendix(text).get("bound") is True


def document_of(text: str) -> str:
    """The document in front of the appendix, byte for byte."""
    return text[: _last_mark(text)]


def _documents(source: str, plan: Plan) -> Iterator[str]:
    if source:
        try:
            document = _read(source)
            yield write_document(document, without(plan, document.plan)).text
        except PlanError:
            pass
    yield render(with_parents(without(plan)))


def _read(text: str) -> Document:
    """The document of a text of any size: it was accepted once."""
    return read(text, max_bytes=max(4 * len(text), 1))


def _bindings(
    text: str, content: Mapping[str, Any], beyond: Beyond, subject: Subject
) -> Iterator[dict[str, Any]]:
    """Appendixes with which the text reads back as the content."""
    try:
        document = _read(text)
    except PlanError:
        return
    wanted = snapshot.text(content)
    for found in _candidates(document.plan, content, subject):
        appendix = {
            "format": FORMAT,
            "bound": True,
            "subject": asdict(found),
            **{name: content[name] for name in ("parts", "facts") if name in content},
            "beyond": pruned(beyond, document.plan, found, content.get("parts")),
        }
        if snapshot.text(_read_back(document, appendix)) == wanted:
            yield appendix


def _candidates(
    plan: Plan, content: Mapping[str, Any], subject: Subject
) -> Iterator[Subject]:
    """The subject, and the document's items of the same name."""
    if not subject.collection:
        yield subject
        return
    rows = content["items"].get(subject.collection, [])
    names = {subject.key, *(row["key"] for row in rows[:1])}
    for item in plan.items(subject.collection):
        if not names.isdisjoint({item.key, item.key.rpartition("#")[0]}):
            yield replace(subject, key=item.key)


def _read_back(document: Document, appendix: Mapping[str, Any]) -> dict[str, Any]:
    plan = with_beyond(document.plan, appendix["beyond"])
    return snapshot.content(
        plan,
        Subject(**appendix["subject"]),
        frozenset(appendix.get("parts", ())),
        appendix.get("facts", {}),
    )


def _joined(document: str, appendix: Mapping[str, Any]) -> str:
    # One line: no line of it can be mistaken for the fence that closes it.
    line = canonical(appendix)
    fence = "`" * max(3, 1 + _longest(re.findall("`+", line)))
    return f"{document}\n\n{_HEADING}\n\n{_INTRO}\n\n{fence}json\n{line}\n{fence}\n"


def _longest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)


def _last_mark(text: str) -> int:
    """Where the appendix begins: at its heading, which it has once, two line ends on.

    What looks like an appendix before the last one is the author's.
    """
    at = len(text)
    while (at := text.rfind(_HEADING, 0, at)) >= 0:
        if text.startswith(("\n", "\r\n"), at + len(_HEADING)):
            for ends in ("\r\n\r\n", "\n\n"):
                if text.endswith(ends, 0, at):
                    return at - len(ends)
    raise _refused("it has no appendix")


def _appendix(text: str) -> dict[str, Any]:
    """What the appendix says; every other form than the one written is refused."""
    found = _APPENDIX.fullmatch(text, _last_mark(text))
    if not found:
        raise _refused("its appendix is not whole")
    try:
        appendix = json.loads(found["json"])
    except (ValueError, RecursionError):
        raise _refused("its appendix is no JSON") from None
    if not isinstance(appendix, dict) or appendix.get("format") != FORMAT:
        raise _refused("its appendix has another format")
    return appendix


def _refused(why: str) -> PlanError:
    return PlanError(f"This is no document as signed: {why}.", code="not_as_signed")
