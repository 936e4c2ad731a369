# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Look-ups over the tables of words; the tables themselves are data.

Every look-up ignores case, bold, code and strike-through marks, emoji next to
words, numbers before a heading, and trailing punctuation. What no table knows is
``None``: the author's own text then stays the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from plankit.markdown import synonyms_columns as columns
from plankit.markdown import synonyms_headings as headings
from plankit.markdown import synonyms_labels as labels
from plankit.markdown import synonyms_words as words
from plankit.markdown.synonyms_fold import (
    Scale,
    fold,
    index,
    unbracket,
    without_signs,
)

__all__ = [
    "LOOKUPS",
    "approval_status",
    "column_field",
    "delivered",
    "dependency_status",
    "exact_status",
    "fold",
    "heading_kind",
    "heading_kind_exact",
    "is_none_word",
    "is_nothing",
    "is_signature",
    "is_total",
    "is_unassigned",
    "is_weak_title",
    "label_field",
    "level",
    "not_tasks",
    "status",
    "task_status",
    "yes_no",
]

_PARENS = re.compile(r"(?<!\s)\s*[(\[][^()\[\]]*[)\]]\s*$")
_LEAD = re.compile(
    r"(?:(?:section|appendix|part|chapter|abschnitt|teil|anhang)\s+)?"
    r"(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-z](?=[.):]))?[.):]?\s*(?:[:.–—-]\s*)?"
)
_WORD = re.compile(r"[^\W_][^\s:,()]*")


_TASK = Scale(words.TASK_STATUSES)
_DEPENDENCY = Scale(words.DEPENDENCY_STATUSES)
_APPROVAL = Scale(words.APPROVAL_STATUSES)
_LEVEL = Scale(words.LEVELS)
_YES_NO = Scale(words.YES_NO)
_DELIVERED = Scale(words.DELIVERED)
_UNASSIGNED = index(words.UNASSIGNED)
_NOTHING = index(words.NOTHING)
_HEADINGS = index(headings.HEADINGS)
_COLUMNS = {name: index(rows) for name, rows in columns.COLUMNS.items()}
_WEAK_TITLES = index(columns.TASKS, "weak")
_SIGNATURES = index(columns.SIGNATURES)
_TOTALS = index(columns.TOTALS)
_NOT_TASKS = index(columns.NOT_TASKS)
_LABELS = {
    "tasks": index(labels.TASK_LABELS),
    "phases": index(labels.PHASE_LABELS),
}


def status(text: str) -> str | None:
    """The task status a text says.

    >>> status("✅ DONE"), status("`[READY]`"), status("Partial (1/4)")
    ('done', 'not_started', 'in_progress')
    >>> status("[ ] Not Started"), status("⏳"), status("baseline preparation")
    ('not_started', 'not_started', None)
    """
    return _TASK.find(text)


task_status = status


def exact_status(text: str) -> str | None:
    """The status of a text that is nothing but a status."""
    return _TASK.exact(text)


def dependency_status(text: str) -> str | None:
    """``pending``, ``available`` or ``cancelled``."""
    return _DEPENDENCY.find(text)


def approval_status(text: str) -> str | None:
    """``pending``, ``approved``, ``rejected`` or ``withdrawn``."""
    return _APPROVAL.find(text)


def delivered(text: str) -> bool | None:
    """Whether a deliverable's state says that it is there.

    >>> delivered("Approved"), delivered("Drafted, owners assigned"), delivered("?")
    (True, False, None)
    """
    known = _DELIVERED.find(text) or _TASK.find(text)
    return None if known is None else known in ("yes", "done")


def level(text: str) -> str | None:
    """A key of ``plankit.plan.LEVELS``.

    >>> level("**H**"), level("🔴 High"), level("Very Low"), level("中"), level("4")
    ('high', 'high', 'very_low', 'medium', None)
    """
    return _LEVEL.exact(text) or _LEVEL.exact(_PARENS.sub("", text))


def yes_no(text: str) -> str | None:
    """``yes`` or ``no``; "On merge" is neither."""
    return _YES_NO.exact(text)


def _names_nobody(text: str, known: dict[str, str]) -> bool:
    folded = fold(text)
    return unbracket(folded).lstrip("@") in known or not folded.strip("-–—_.… /")


def is_unassigned(text: str) -> bool:
    """Whether an owner cell names no one.

    >>> [is_unassigned(text) for text in ("TBD", "_______", "[TODO]", "—", "All")]
    [True, True, True, True, False]
    """
    return _names_nobody(text, _UNASSIGNED)


def is_none_word(text: str) -> bool:
    """Whether a dependency cell names nothing.

    >>> [is_none_word(text) for text in ("None", "-", "无", "", "(none)", "P1.1")]
    [True, True, True, True, True, False]
    """
    return _names_nobody(text, _NOTHING)


is_nothing = is_none_word


def _heading_forms(text: str) -> Iterable[str]:
    """The heading, then without emoji and number, then without its parenthesis."""
    folded = fold(text)
    yield folded
    bare = without_signs(folded)[0]
    yield bare
    found = _LEAD.match(bare)
    short = fold(bare[found.end() :]) if found else bare
    yield short
    yield fold(_PARENS.sub("", short))


@lru_cache(maxsize=4096)
def heading_kind_exact(text: str) -> str | None:
    """The kind of a heading or label that is one of the known ones, whole."""
    for form in _heading_forms(text):
        if form in _HEADINGS:
            return _HEADINGS[form]
    return None


@lru_cache(maxsize=4096)
def heading_kind(text: str) -> str | None:
    """What stands below a heading or label, ``None`` where its words do not tell.

    >>> heading_kind("2. Risk Register"), heading_kind("📋 Task List: Gateway")
    ('risks', 'tasks')
    >>> heading_kind("SECTION 8: RISK REGISTER"), heading_kind("Weather")
    ('risks', None)
    """
    known = heading_kind_exact(text)
    if known:
        return known
    padded = f" {' '.join(_WORD.findall(fold(text)))} "
    for kind, _language, phrases in headings.PHRASES:
        if any(f" {phrase} " in padded for phrase in phrases):
            return kind
    return None


def _column_forms(header: str) -> Iterable[str]:
    folded = fold(header)
    yield folded
    yield without_signs(folded)[0]
    yield fold(_PARENS.sub("", folded))


def _lookup(known: dict[str, str], header: str) -> str | None:
    return next((known[form] for form in _column_forms(header) if form in known), None)


def column_field(collection: str, header: str) -> str | None:
    """The field a column of that collection's tables holds.

    >>> column_field("tasks", "**Depends On**"), column_field("risks", "Likelihood")
    ('depends', 'probability')
    >>> column_field("tasks", "P") is None
    True
    """
    return _lookup(_COLUMNS.get(collection, {}), header)


def is_weak_title(header: str) -> bool:
    """A header such as "Description" that names a task only beside others."""
    return _lookup(_WEAK_TITLES, header) is not None


def is_signature(header: str) -> bool:
    return _lookup(_SIGNATURES, header) is not None


def is_total(text: str) -> bool:
    """Whether a row of that name adds up the rows above it."""
    return fold(text) in _TOTALS


def not_tasks(header: str) -> str | None:
    """Why a table whose first column has this header may list no tasks."""
    return _lookup(_NOT_TASKS, header)


def label_field(collection: str, label: str) -> str | None:
    """The field a named line below a task's or phase's heading holds."""
    return _lookup(_LABELS[collection], label)


#: Look-ups by the name of what they answer, for tests that walk them all.
LOOKUPS: dict[str, Callable[[str], object]] = {
    "status": status,
    "dependency_status": dependency_status,
    "approval_status": approval_status,
    "level": level,
    "yes_no": yes_no,
    "delivered": delivered,
    "is_unassigned": is_unassigned,
    "is_none_word": is_none_word,
    "heading_kind": heading_kind,
}
