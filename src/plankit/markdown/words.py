# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From the text of a place to its value."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from plankit.markdown import fields, synonyms
from plankit.markdown.dates import read_date
from plankit.plan import NOT_STARTED


class Word(NamedTuple):
    """A value, and whether the tables know the text it was read from."""

    value: str | bool
    known: bool = True


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INNER_MARKS = re.compile(r"\*\*|__|`")


@lru_cache(maxsize=8192)
def decode(kind: str, text: str) -> Word:
    """The value of a text that holds words of this kind."""
    if "<!--" in text:
        text = _COMMENT.sub("", text).strip()
    reader = _READERS.get(kind)
    return reader(text) if reader else Word(text)


def _task_status(text: str) -> Word:
    if not text:
        return Word(NOT_STARTED)
    value = synonyms.status(text)
    return Word(value or NOT_STARTED, bool(value))


def _scale(lookup: Callable[[str], str | None]) -> Callable[[str], Word]:
    def read(text: str) -> Word:
        value = lookup(text) if text else ""
        return Word(value or text)

    return read


def _owner(text: str) -> Word:
    return Word("" if synonyms.is_unassigned(text) else text)


def _depends(text: str) -> Word:
    text = _INNER_MARKS.sub("", text).strip()
    return Word("" if synonyms.is_none_word(text) else text)


def _done(text: str) -> Word:
    value = synonyms.delivered(text) if text else False
    return Word(bool(value), value is not None)


def _date(text: str) -> Word:
    if synonyms.is_unassigned(text):
        return Word("")
    return Word(read_date(text)[0])


_READERS: dict[str, Callable[[str], Word]] = {
    fields.TASK_STATUS: _task_status,
    fields.DEPENDENCY_STATUS: _scale(synonyms.dependency_status),
    fields.APPROVAL_STATUS: _scale(synonyms.approval_status),
    fields.LEVEL: _scale(synonyms.level),
    fields.YES_NO: _scale(synonyms.yes_no),
    fields.OWNER: _owner,
    fields.DEPENDS: _depends,
    fields.DATE: _date,
    fields.DONE: _done,
}
