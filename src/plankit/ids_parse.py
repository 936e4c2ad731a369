# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The dependency notation as parts; nothing of the text is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from plankit import ids_words as words
from plankit.ids_names import completed, hyphen_ends, split_name

GLUE = "glue"  # between the parts, and around them
NONE = "none"
REF = "ref"
RANGE = "range"
GROUP = "group"  # ``P3.*``, "All S1/S2"
PHASE = "phase"  # "Phases 0-2"
ALL = "all"  # ``word`` is ABOVE, TASKS or PHASES
TEXT = "text"

ABOVE = "above"
TASKS = "tasks"
PHASES = "phases"

#: Longer texts are prose, whatever stands in them.
LONGEST_TEXT = 20_000
LONGEST_PART = 200

#: A run of blanks is tried once, from its start: each of its ends would be n².
_BREAK = re.compile(r"(?:(?<!\s)\s+)?(?:[,;、，；\n]|<br\s*/?>)\s*", re.IGNORECASE)
_SOFT = re.compile(
    r"\s*[/&+]\s*|\s+(?:and|und|et|y|e|ve|и|または|および)\s+|\s*(?:和|及|と)\s*",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\s+")
_BRACKETS = re.compile(r"([(\[（【])(.*)([)\]）】])", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A piece of the notation with its text as written.

    ``names`` are the tasks, ends or groups it names; ``stem`` completes a name
    whose beginning was left out (``003`` after ``TASK-002``).
    """

    kind: str
    text: str
    names: tuple[str, ...] = ()
    word: str = ""
    stem: str = ""


@dataclass(frozen=True)
class Notation:
    """A parsed cell; ``str()`` gives the identical text."""

    parts: tuple[Part, ...] = ()

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)

    @property
    def named(self) -> tuple[Part, ...]:
        """The parts that name something."""
        return tuple(p for p in self.parts if p.kind not in (GLUE, NONE))

    @property
    def is_none(self) -> bool:
        """Whether the notation says that nothing is needed."""
        return not self.named

    @property
    def is_live(self) -> bool:
        """Whether tasks to come may extend it."""
        return any(p.kind in (GROUP, PHASE, ALL) for p in self.parts)


@lru_cache(maxsize=1024)
def parse(text: str) -> Notation:
    """Read any dependency notation; what cannot be read is a part of free text.

    >>> [(p.kind, p.names) for p in parse("P1.1, P2.1-P2.4, P3.*").named]
    [('ref', ('P1.1',)), ('range', ('P2.1', 'P2.4')), ('group', ('P3',))]
    >>> parse("none").is_none, parse("All above").named[0].word
    (True, 'above')
    >>> str(parse("T003,T006 ✅"))
    'T003,T006 ✅'
    """
    if len(text) > LONGEST_TEXT:
        return Notation((Part(TEXT, text),))
    bare = _BRACKETS.fullmatch(text.strip())
    if bare and not _BREAK.search(bare[2]) and is_none_word(bare[2]):
        return Notation((Part(NONE, text),))
    parts: list[Part] = []
    for piece, is_glue in _cut(text):
        parts += [Part(GLUE, piece)] if is_glue else _read(piece)
    return Notation(tuple(_inherit(parts)))


def is_none_word(text: str) -> bool:
    """Whether the text says "nothing", with marks around it or without.

    >>> is_none_word("—"), is_none_word(" **None**. "), is_none_word("P1.1")
    (True, True, False)
    """
    if len(text) > LONGEST_PART:
        return not text.strip()
    folded = text.strip().casefold()
    bare = folded.strip("*`_~. ")
    return folded in words.NONE_WORDS or bool(bare) and bare in words.NONE_WORDS


def _cut(text: str) -> list[tuple[str, bool]]:
    """Pieces and the separators between them; brackets keep their commas."""
    cuts: list[tuple[str, bool]] = []
    start = 0
    depths = _depths(text)
    for found in _BREAK.finditer(text):
        if depths[found.start()] == 0 and found.end() > start:
            cuts.append((text[start : found.start()], False))
            cuts.append((found[0], True))
            start = found.end()
    cuts.append((text[start:], False))
    return cuts


def _depths(text: str) -> list[int]:
    """How many brackets are open before each character; unclosed ones count not."""
    depths, opened = [], 0
    closing = len(re.findall(r"[)\]）】]", text))
    for char in text:
        depths.append(opened)
        if char in "([（【" and closing > opened:
            opened += 1
        elif char in ")]）】":
            closing -= 1
            opened = max(0, opened - 1)
    return depths


def _read(piece: str) -> list[Part]:
    body = piece.strip()
    start = piece.find(body) if body else 0
    inner = _read_body(body)
    before, after = piece[:start], piece[start + len(body) :]
    parts = [Part(GLUE, before)] if before else []
    parts += inner
    return parts + ([Part(GLUE, after)] if after else [])


def _read_body(body: str) -> list[Part]:
    if is_none_word(body):
        return [Part(NONE, body)]
    if body == "*":
        return [Part(ALL, body, word=TASKS)]
    if len(body) > LONGEST_PART:
        return [_prose(body)]
    part = _one(body)
    if part:
        return [part]
    brackets = _BRACKETS.fullmatch(body)
    if brackets and not set(brackets[2]) & set("()[]（）【】"):
        inside = parse(brackets[2])
        if all(p.kind != TEXT for p in inside.parts):
            opening, closing = Part(GLUE, brackets[1]), Part(GLUE, brackets[3])
            return [opening, *inside.parts, closing]
    return _several(body, _SOFT) or _several(body, _BLANK) or [_prose(body)]


def _prose(body: str) -> Part:
    return Part(TEXT, body, tuple(dict.fromkeys(words.MENTION.findall(body))))


def _several(body: str, joint: re.Pattern[str]) -> list[Part]:
    """Names joined by something softer than a comma; all of them, or none."""
    parts: list[Part] = []
    start = 0
    for found in joint.finditer(body):
        if found.start() > start:
            one = _one(body[start : found.start()])
            if one is None:
                return []
            parts += [one, Part(GLUE, found[0])]
            start = found.end()
    last = _one(body[start:])
    return [*parts, last] if last and parts else []


def _one(body: str) -> Part | None:
    """The piece as one name, range or group, if it is one from end to end."""
    found = words.BEFORE.match(body)
    start = found.end() if found else 0
    for pattern, make in _SHAPES:
        core = pattern.match(body, start)
        if core and words.AFTER.fullmatch(body, core.end()):
            return replace(make(core), text=body)
    return None


def _ref(core: re.Match[str]) -> Part:
    name = core[0].lstrip("#") if core.re is words.IS_REF else core[1].lstrip("#")
    ends = hyphen_ends(name)
    return Part(RANGE, "", ends, word="-") if ends else Part(REF, "", (name,))


def _range(core: re.Match[str]) -> Part:
    first, last = core[1].lstrip("#"), core[2].lstrip("#")
    sign = core[0][len(core[1]) : len(core[0]) - len(core[2])]
    return Part(RANGE, "", (first, completed(first, last)), word=sign)


def _group(core: re.Match[str]) -> Part:
    return Part(GROUP, "", (core[1] or core[2],), word="*")


def _groups(core: re.Match[str]) -> Part:
    names = tuple(n.lstrip("#") for n in re.split(r"\s*[/&+]\s*", core[1]))
    return Part(GROUP, "", names, word="all")


def _phase(core: re.Match[str]) -> Part:
    first, last = core[2], core[3]
    numbers: tuple[str, ...] = (first,)
    if last and first.isdecimal() and int(first) < int(last) < int(first) + 100:
        numbers = tuple(str(n) for n in range(int(first), int(last) + 1))
    return Part(PHASE, "", numbers, word=core[1])


_SHAPES = (
    (words.ABOVE_PHASES, lambda _core: Part(ALL, "", word=PHASES)),
    (words.ABOVE, lambda _core: Part(ALL, "", word=ABOVE)),
    (words.ALL, lambda _core: Part(ALL, "", word=TASKS)),
    (words.PHASE_NUMBER, _phase),
    (words.ALL_GROUPS, _groups),
    (words.WILDCARD, _group),
    (words.RANGE, _range),
    (words.IS_REF, _ref),
    (words.TASK_NUMBER, _ref),
    (words.LINK, _ref),
    (words.BRACKETED, _ref),
)


def _inherit(parts: list[Part]) -> list[Part]:
    """Give bare numbers of a list the beginning and the word of those before."""
    stem, word = "", ""
    done: list[Part] = []
    for part in parts:
        if part.kind == PHASE:
            stem, word = "", part.word
        elif part.kind in (REF, RANGE):
            bare = part.names[0][:1].isdigit()
            if bare and word and part.kind == REF:
                part = replace(part, kind=PHASE, word=word)
            elif bare:
                part = replace(part, stem=stem)
            else:
                stem, word = split_name(part.names[-1])[0], ""
        done.append(part)
    return done
