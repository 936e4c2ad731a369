# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Placeholders of a template document: found with their places, and filled."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

#: ``{word}``, ``{feature_1}``, ``{Feature 1}``: letters, digits, underscores and
#: single inner blanks, a letter first. A sign before it means another language:
#: ``${VAR}``, ``{{name}}``, ``#{name}``.
_NAME = r"[^\W\d_]\w*(?:[ -]\w+)*"
PLACEHOLDER = re.compile(rf"(?<![{{$\\#%@])\{{({_NAME})\}}")
_LONGEST = 60
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+")

#: What to answer, for names whose question is not plain.
HELP = {
    "date": (
        "The day of this edition, as 2026-03-31; the same answer stands in the header"
        " and wherever the template says {date}."
    ),
    "slug": "A short name in lower case with hyphens; it names the plan for good.",
    "owner": "Who answers for the plan.",
    "domain": "Without https://, as example.org.",
    "estimated_duration": "As 2 weeks; the dates of the phases follow from it.",
    "version": "As v1.2.3.",
}


@dataclass(frozen=True)
class Place:
    """Where a placeholder stands; ``line`` counts from 1.

    ``section`` is the nearest heading, ``sentence`` the text around it.
    """

    start: int
    end: int
    line: int
    section: str
    sentence: str


@dataclass(frozen=True)
class Placeholder:
    """One question. ``name`` is written as in its first place, without braces."""

    name: str
    places: tuple[Place, ...]
    help: str = ""
    required: bool = False


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """The questions a template asks, in the order of their first places.

    Each spelling is a question of its own: ``{feature_1}`` stands in a task ("Implement
    user login") where ``{Feature 1}`` starts a deliverable ("User login functional"),
    and one answer would put a small or a capital letter in the wrong place.

    >>> [p.name for p in placeholders("Build {feature_1}: {Feature 1} for ${HOME} {}")]
    ['feature_1', 'Feature 1']
    """
    lines = _Lines(text)
    found: dict[str, list[Place]] = {}
    for match in PLACEHOLDER.finditer(text):
        if len(match[1]) <= _LONGEST:
            found.setdefault(match[1], []).append(lines.place(match))
    return tuple(
        Placeholder(name, tuple(places), _help(name), name == "slug")
        for name, places in found.items()
    )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The document with the answers in their places; an unanswered one stays.

    An answer is text: braces in it are not looked at again, it has one line, and a
    pipe in it does not end a cell.

    >>> fill("{a} {b} ${a}", {"a": "{b}"})
    '{b} {b} ${a}'
    """

    def answer(match: re.Match[str]) -> str:
        value = " ".join(values.get(match[1], "").split())
        if not value or len(match[1]) > _LONGEST:
            return match[0]
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        return value.replace("|", "\\|") if line.lstrip().startswith("|") else value

    return PLACEHOLDER.sub(answer, text)


def default_answers(names: Mapping[str, str] | tuple[str, ...]) -> dict[str, str]:
    """Answers that follow from others: ``{Feature 1}`` from ``{feature_1}``.

    For the questions of ``names`` that share a meaning with an answered one.

    >>> default_answers({"feature_1": "user login", "Feature 1": ""})["Feature 1"]
    'User login'
    """
    answers = dict(names) if isinstance(names, Mapping) else dict.fromkeys(names, "")
    known = {meaning(name): value for name, value in answers.items() if value}
    for name, value in answers.items():
        other = known.get(meaning(name), "")
        if not value and other:
            answers[name] = (
                other[:1].upper() + other[1:] if name[:1].isupper() else other
            )
    return answers


def meaning(name: str) -> str:
    """What two spellings of one thing have in common.

    >>> meaning("Feature 1") == meaning("feature_1")
    True
    """
    return re.sub(r"[\s_-]+", "_", name.casefold())


def is_template(slug: str) -> bool:
    """A document is a template when its slug is a placeholder.

    >>> is_template("{slug}"), is_template("`{slug}`"), is_template("my-plan")
    (True, True, False)
    """
    return bool(PLACEHOLDER.fullmatch(slug.strip().strip("`*_ ")))


def _help(name: str) -> str:
    return HELP.get(meaning(name), "")


class _Lines:
    """Lines of a text with the heading above each."""

    def __init__(self, text: str) -> None:
        self._lines = [f"{line}\n" for line in text.split("\n")]
        self._starts: list[int] = []
        self._sections: list[str] = []
        start, section, fence = 0, "", ""
        for line in self._lines:
            fence, opened = _fence(line, fence), fence
            heading = None if fence or opened else _HEADING.match(line)
            section = heading[2] if heading else section
            self._starts.append(start)
            self._sections.append(section)
            start += len(line)

    def place(self, match: re.Match[str]) -> Place:
        at = bisect_right(self._starts, match.start()) - 1
        line = self._lines[at]
        column = match.start() - self._starts[at]
        sentence = _sentence(line, column)
        return Place(match.start(), match.end(), at + 1, self._sections[at], sentence)


def _fence(line: str, opened: str) -> str:
    """The fence that is open after ``line``."""
    found = _FENCE.match(line)
    if not found:
        return opened
    if not opened:
        return found[1]
    return "" if found[1].startswith(opened) else opened


def _sentence(line: str, column: int) -> str:
    start = 0
    for cut in _SENTENCE.finditer(line):
        if cut.start() > column:
            return line[start : cut.start()].strip()
        start = cut.end()
    return line[start:].strip()
