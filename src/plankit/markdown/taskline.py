# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One line that is a task: id, markers, title, dependencies and estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plankit.markdown.blocks import ListItem, Text
from plankit.markdown.durations import is_duration
from plankit.markdown.spans import Span

_ID = (
    r"[A-Za-z]{1,12}(?:[-_][A-Za-z]{1,12}){0,3}[-_]?\d{1,6}(?:[.\-]\d{1,6}){0,3}[a-z]?"
)
_END = r"(?:[ \t]*[:：][ \t]*|[ \t]+(?:[-–—]+[ \t]+)?|\.[ \t]+|[ \t]*$)"
#: ``T001 text``, ``**P1.1**: text``, ``[TASK-3] text``, `` `W7-22.1` text``.
_LETTERED = re.compile(
    rf"(?P<open>\*\*|__|`|\[|\*\*\[)?(?P<ref>{_ID})(?P<inner>[:.])?"
    rf"(?(open)(?:\*\*|__|`|\]\*\*|\])){_END}"
)
_SPEC = re.compile(r"T\d{2,6}[a-z]?")
#: ``1. text``, ``1.1 text``, ``**1.1** text``; not ``2.3.0 code complete``.
_NUMBERED = re.compile(
    r"(?P<open>\*\*)?(?P<ref>\d{1,3}(?=[.)])|\d{1,3}\.\d{1,3}(?!\.?\d))[.):]?"
    r"(?(open)\*\*)[:.]?[ \t]+(?:[-–—]+[ \t]+)?"
)
_WORDED = re.compile(
    r"(?P<open>\*\*|\[)?(?:sub-?task|task|tarea|tarefa|aufgabe|tâche|görev|задача|任务|タスク|작업)"
    r"[ \t]?#?(?P<ref>\d{1,4}(?:\.\d{1,3}){0,3})(?(open)[:.]?(?:\*\*|\]))"
    r"[ \t]*(?:[:：.—–]|-+(?=[ \t]))?[ \t]*",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"\[(?P<text>P|(?:US|Story )[^\[\]]{1,30}|[^\W_]{1,12})\](?!\()[ \t]*"
)
_DEPENDS = re.compile(
    r"[ \t]*[(\[（](?:depends on|depends|requires|blocked by|after|deps?|dependencies"
    r"|依赖|依存|의존|depende de|abhängig von|dépend de|bağlı|зависит от)"
    r"[ \t]*[:：]?[ \t]*(?P<text>[^()\[\]（）]{1,300})[)\]）][ \t.]*$",
    re.IGNORECASE,
)
_ESTIMATE = re.compile(
    r"[ \t]*(?:\((?P<text>~?\d[^()]{0,14})\)"
    r"|[—–-][ \t]+(?P<free>~?\d[\w .–-]{0,14}))[ \t]*$"
)


@dataclass(slots=True)
class TaskLine:
    """``markers`` are named: ``("Story", US1)``, ``("Parallel", P)``."""

    title: Text
    ref: Text | None = None
    depends: Text | None = None
    estimate: Text | None = None
    markers: list[tuple[str, Text]] = field(default_factory=list)


def task_line(item: ListItem, numbered: bool) -> TaskLine:
    """The parts of an item's text; ``numbered`` allows ids that numbers may be."""
    text = item.text
    found = match_id(text, numbered)
    start = found.end() if found else 0
    markers: list[tuple[str, Text]] = []
    while found and (marker := _MARKER.match(text, start)):
        name = "Parallel" if marker.group("text") == "P" else "Story"
        markers.append((name, _at(item, *marker.span("text"))))
        start = marker.end()
    end, depends = _taken(item, _DEPENDS, len(text), start)
    end, estimate = _taken(item, _ESTIMATE, end, start)
    return TaskLine(
        title=_at(item, start, end),
        ref=_at(item, *found.span("ref")) if found else None,
        depends=depends,
        estimate=estimate,
        markers=markers,
    )


def _taken(
    item: ListItem, pattern: re.Pattern[str], end: int, start: int
) -> tuple[int, Text | None]:
    """What a pattern takes off the end of the text."""
    at = max(start + 1, end - 400)
    found = pattern.search(item.text[:end], at) if at < end else None
    if not found:
        return end, None
    name = "text" if found.group("text") else "free"
    if pattern is _ESTIMATE and not is_duration(found.group(name)):
        return end, None
    return found.start(), _at(item, *found.span(name))


def match_id(text: str, numbered: bool = True) -> re.Match[str] | None:
    """The id at the start of a line, with all that parts it from the title."""
    found = _WORDED.match(text) or _LETTERED.match(text)
    if found and (found.re is _WORDED or _is_id(found, numbered)):
        return found
    return _NUMBERED.match(text) if numbered else None


def _is_id(found: re.Match[str], numbered: bool) -> bool:
    """``S3 bucket`` is no id; ``T001 text`` is one anywhere."""
    return bool(_SPEC.fullmatch(found.group("ref"))) or numbered


def id_test(items: Sequence[ListItem]) -> bool:
    """Whether what looks like ids in a list is ids: most items have one."""
    texts = [item.text for item in items if item.text]
    found = [bool(match_id(text, True)) for text in texts]
    return len(texts) > 1 and 2 * sum(found) > len(texts)


def _at(item: ListItem, start: int, end: int) -> Text:
    """A piece of an item's text at its place, which may reach over lines."""
    text = item.text[start:end]
    left = len(text) - len(text.lstrip())
    text = text.strip()
    first = _offset(item, start + left)
    return Text(text, Span(first, _offset(item, start + left + len(text), True)))


def _offset(item: ListItem, at: int, closing: bool = False) -> int:
    """The document's offset of a character of the joined text."""
    passed = 0
    for line in item.lines:
        size = len(line.text)
        if at < passed + size or (closing and at <= passed + size):
            return line.span.start + max(at - passed, 0)
        passed += size + 1
    return item.span.end
