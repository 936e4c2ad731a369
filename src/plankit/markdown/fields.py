# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What kind of words each field holds, and how a text becomes its value."""

from __future__ import annotations

import re

from plankit.markdown.spans import Source, Span

TEXT = "text"
PLAIN = "plain"  # a text without bold or code marks around it
TASK_STATUS = "task_status"
DEPENDENCY_STATUS = "dependency_status"
APPROVAL_STATUS = "approval_status"
LEVEL = "level"
YES_NO = "yes_no"
OWNER = "owner"
DEPENDS = "depends"
DATE = "date"
DONE = "done"
LINK = "link"

_KINDS: dict[tuple[str, str], str] = {
    ("", "slug"): PLAIN,
    ("", "version"): PLAIN,
    ("", "owner"): OWNER,
    ("", "prd_url"): LINK,
    ("", "date_updated"): DATE,
    ("phases", "status"): TASK_STATUS,
    ("tasks", "ref"): PLAIN,
    ("tasks", "owner"): OWNER,
    ("tasks", "depends"): DEPENDS,
    ("tasks", "status"): TASK_STATUS,
    ("tasks", "estimate"): PLAIN,
    ("checklist", "done"): DONE,
    ("deliverables", "done"): DONE,
    ("dashboards", "done"): DONE,
    ("migrations", "version"): PLAIN,
    ("migrations", "name"): PLAIN,
    ("migrations", "breaking"): YES_NO,
    ("environments", "name"): PLAIN,
    ("environments", "url"): PLAIN,
    ("environments", "auto_deploy"): YES_NO,
    ("metrics", "name"): PLAIN,
    ("risks", "impact"): LEVEL,
    ("risks", "probability"): LEVEL,
    ("risks", "owner"): OWNER,
    ("dependencies", "status"): DEPENDENCY_STATUS,
    ("dependencies", "owner"): OWNER,
    ("dependencies", "eta"): DATE,
    ("blockers", "impact"): LEVEL,
    ("blockers", "owner"): OWNER,
    ("approvals", "name"): OWNER,
    ("approvals", "date"): DATE,
    ("approvals", "status"): APPROVAL_STATUS,
}

#: Kinds whose values are canonical words.
SCALES = frozenset(
    {TASK_STATUS, DEPENDENCY_STATUS, APPROVAL_STATUS, LEVEL, YES_NO, DONE}
)

_MARKS = re.compile(r"(\*\*\*|\*\*|__|~~|`|\*|_)(?=[^\s*_`~])(.+?)(?<=[^\s*_`~])\1")
_LINK = re.compile(r"\[[^\]]*\]\(<?([^()\s<>]*)>?\)")


def kind_of(collection: str, field: str) -> str:
    """The kind of words a field holds."""
    return _KINDS.get((collection, field), TEXT)


def bare_span(source: Source, span: Span, kind: str) -> Span:
    """The span without the marks that do not belong to a value of this kind."""
    if kind == TEXT:
        return span
    text = source.text[span.start : span.end]
    if kind == LINK:
        found = _LINK.fullmatch(text)
        if found:
            return Span(span.start + found.start(1), span.start + found.end(1))
    found = _MARKS.fullmatch(text)
    if not found or found.group(1) in found.group(2):
        return span
    inner = Span(span.start + found.start(2), span.start + found.end(2))
    return bare_span(source, inner, PLAIN)
