# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who is meant by a name: the tasks of a plan, found without searching."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from plankit import ids_parse as ids
from plankit.ids_names import hyphen_ends, split_name
from plankit.ids_parse import Part
from plankit.plan import Plan

_SEPARATOR = re.compile(r"[-._]")
_DIGITS = re.compile(r"\d+")
_LEAD = re.compile(r"\D*")
_RANGED = re.compile(r"[–—~〜～…至]|\.\.|\s(?:to|thru|-)\s")
_Places = Sequence[int]


class _Slice(Sequence[int]):
    """A piece of a list that costs nothing until someone reads it."""

    def __init__(self, rows: list[int], start: int, end: int) -> None:
        self._rows, self._start, self._end = rows, start, max(start, end)

    def __len__(self) -> int:
        return self._end - self._start

    def __getitem__(self, place: Any) -> Any:
        return self._rows[self._start : self._end][place]

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows[self._start : self._end])

    def __contains__(self, row: object) -> bool:
        return row in self._rows[self._start : self._end]


@dataclass(frozen=True)
class Found:
    """Rows a part names, in order, and the names that no row has.

    ``live`` says that the part names a group, whose members nobody wrote down.
    """

    rows: Sequence[int] = ()
    missing: tuple[str, ...] = ()
    live: bool = False


class Index:
    """The rows of a plan by reference, family, phase and title."""

    def __init__(
        self,
        refs: Sequence[str],
        phases: Sequence[str] = (),
        titles: Sequence[str] = (),
        codes: Iterable[str] = (),
    ) -> None:
        self.refs = tuple(refs)
        self.phases = tuple(phases) or ("",) * len(self.refs)
        self.codes = frozenset(code.casefold() for code in codes if code)
        self._exact: dict[str, list[int]] = {}
        self._loose: dict[str, list[int]] = {}
        self._tails: dict[str, str] = {}
        self._prefixes: dict[str, list[int]] = {}
        self._families: dict[str, list[tuple[int, str, int]]] = {}
        self._phases: dict[str, list[int]] = {}
        self._titles: dict[str, list[int]] = {}
        self._unions: dict[tuple[str, ...], Found] = {}
        for row, ref in enumerate(self.refs):
            self._add_ref(row, ref)
        for row, phase in enumerate(self.phases):
            self._phases.setdefault(phase.casefold(), []).append(row)
        for row, title in enumerate(titles):
            self._titles.setdefault(_words(title), []).append(row)
        for family in self._families.values():
            family.sort()
        self._in_family = {
            stem: [row for _number, _letter, row in family]
            for stem, family in self._families.items()
        }

    @classmethod
    def of(cls, plan: Plan) -> Index:
        """The index of a plan's tasks, a phase known by its code or its name."""
        names = {phase.key: phase.code or phase.name for phase in plan.phases}
        return cls(
            [task.ref for task in plan.tasks],
            [names.get(task.phase, task.phase) for task in plan.tasks],
            [task.title for task in plan.tasks],
            names.values(),
        )

    def _add_ref(self, row: int, ref: str) -> None:
        if not ref:
            return
        self._exact.setdefault(ref, []).append(row)
        self._loose.setdefault(_loose(ref), []).append(row)
        stem, number, letter = split_name(ref)
        if number >= 0:
            family = self._families.setdefault(stem.casefold(), [])
            family.append((number, letter.casefold(), row))
            tail = f"{number}{letter.casefold()}"
            # An empty text says that several names end like this.
            self._tails[tail] = ref if self._tails.get(tail, ref) == ref else ""
        if _RANGED.search(ref):
            self._add_ranged(row, ref)
        lead = _LEAD.match(ref)
        if lead and lead[0] != ref and lead[0][-1:].isalpha():
            self._prefixes.setdefault(lead[0].casefold(), []).append(row)
        for count, found in enumerate(_SEPARATOR.finditer(ref)):
            if count == 8:
                break
            prefix = ref[: found.start()].casefold()
            self._prefixes.setdefault(prefix, []).append(row)

    def _add_ranged(self, row: int, ref: str) -> None:
        """A range in the id cell (``TD-02–TD-14``) answers to each of its numbers."""
        named = ids.parse(ref).named
        if len(named) != 1 or named[0].kind != ids.RANGE:
            return
        (stem, first, _letter), (_stem, last, _) = map(split_name, named[0].names)
        for number in range(first, min(last, first + 200) + 1):
            self._loose.setdefault(_loose(f"{stem}{number}"), []).append(row)

    def find(self, part: Part, own: int) -> Found:
        """The rows that ``part`` names when it stands in row ``own``."""
        if part.kind == ids.REF:
            return self._ref(part, own)
        if part.kind == ids.RANGE:
            return self._range(part, own)
        if part.kind == ids.ALL:
            return self._all(part.word, own)
        if part.kind == ids.GROUP:
            return self._groups(part.names)
        if part.kind == ids.PHASE:
            return self._groups([self._code(part.word, n) for n in part.names])
        return self._text(part)

    def _ref(self, part: Part, own: int) -> Found:
        name = part.names[0]
        rows = self._named(name) or self._completed(part, own)
        if rows:
            return Found(rows)
        group = self._group(name)
        if group:
            return Found(group, live=True)
        if name.casefold() in self.codes:
            return Found(live=True)
        ends = hyphen_ends(name)
        if ends:
            found = self._range(Part(ids.RANGE, "", ends), own)
            if found.rows:
                return found
        return Found(missing=(name,))

    def _named(self, name: str) -> _Places:
        return self._exact.get(name) or self._loose.get(_loose(name), [])

    def _completed(self, part: Part, own: int) -> _Places:
        """Rows whose name ends like this one: ``003`` after ``TASK-002``."""
        stem, number, letter = split_name(part.names[0])
        if number < 0 or any(char.isalpha() for char in stem):
            return []
        for stem_before in self._stems(part, own)[1:]:
            rows = self._named(stem_before + part.names[0])
            if rows:
                return rows
        if not stem and self._tails.get(f"{number}{letter.casefold()}"):
            return self._exact[self._tails[f"{number}{letter.casefold()}"]]
        nameless = not self._exact and not stem and 0 < number <= len(self.refs)
        return [number - 1] if nameless else []

    def _stems(self, part: Part, own: int) -> list[str]:
        """What may stand before a name that was cut short, nothing first."""
        mine = self.refs[own] if own >= 0 else ""
        lead = _LEAD.match(mine)
        stems = (part.stem, split_name(mine)[0], lead[0] if lead else "")
        return ["", *dict.fromkeys(stem for stem in stems if stem)]

    def _range(self, part: Part, own: int) -> Found:
        whole = self._exact.get(part.text.strip(" *`_~#"))
        if whole:
            return Found(whole)
        first, last = part.names
        if first[:1].isdigit():
            for stem in self._stems(part, own):
                if split_name(stem + first)[0].casefold() in self._families:
                    first, last = stem + first, stem + last
                    break
        if not self._exact and first.isdecimal() and last.isdecimal():
            end = min(int(last), len(self.refs))
            return Found(range(min(max(int(first), 1) - 1, end), end))
        missing = tuple(name for name in (first, last) if not self._named(name))
        left, right = split_name(first), split_name(last)
        if left[0].casefold() == right[0].casefold():
            return Found(self._numbered(left, right), missing)
        if missing:
            return Found([*self._named(first), *self._named(last)], missing)
        return Found(range(self._named(first)[0], self._named(last)[-1] + 1))

    def _numbered(
        self, left: tuple[str, int, str], right: tuple[str, int, str]
    ) -> _Places:
        stem = left[0].casefold()
        family = self._families.get(stem, [])
        start = bisect_left(family, (left[1], left[2].casefold(), -1))
        end = bisect_right(
            family, (right[1], right[2].casefold() or "\uffff", len(self.refs))
        )
        return _Slice(self._in_family.get(stem, []), start, end)

    def _all(self, word: str, own: int) -> Found:
        end = own if own >= 0 else len(self.refs)
        if word == ids.TASKS:
            return Found(range(len(self.refs)), live=True)
        if word == ids.PHASES and own >= 0:
            family = self._in_family.get(split_name(self.refs[own])[0].casefold(), [])
            phase = self.phases[own].casefold()
            end = self._phases[phase][0] if phase else min(family, default=own)
        return Found(range(end), live=True)

    def _groups(self, names: Sequence[str]) -> Found:
        asked = tuple(names)
        if asked not in self._unions:
            groups = {name: self._group(name) or self._named(name) for name in asked}
            missing = tuple(
                name
                for name, group in groups.items()
                if not group and name.casefold() not in self.codes
            )
            rows = sorted({row for group in groups.values() for row in group})
            self._unions[asked] = Found(rows, missing, live=True)
        return self._unions[asked]

    def _group(self, name: str) -> _Places:
        folded = name.casefold()
        return self._prefixes.get(folded) or self._phases.get(folded, [])

    def _code(self, word: str, number: str) -> str:
        """The code of "Week 2": ``W2`` where a phase has it, else ``P2``."""
        plain = ".".join(str(int(n)) if len(n) < 9 else n for n in number.split("."))
        whole = f"{word.rstrip('s')} {plain}"
        wanted = (f"{word[:1]}{plain}", f"P{plain}", whole, plain)
        known = (c for c in wanted if c.casefold() in self.codes or self._group(c))
        return next(known, whole)

    def _text(self, part: Part) -> Found:
        titled = self._titles.get(_words(part.text), [])
        if len(titled) == 1:
            return Found(titled)
        rows = {row for name in part.names for row in self._exact.get(name, ())}
        return Found(sorted(rows))


def _loose(ref: str) -> str:
    """A name without case, leading zeros and the kind of its separators.

    >>> _loose("TASK_007") == _loose("task-7"), _loose("1.1") == _loose("1.10")
    (True, False)
    """
    folded = ref.lstrip("#").casefold().replace("_", "-")
    return _DIGITS.sub(lambda found: found[0].lstrip("0") or "0", folded)


def _words(text: str) -> str:
    return " ".join(text.strip(" *`_~.").casefold().split())
