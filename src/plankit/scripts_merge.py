# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A folder of scripts beside the migrations that a plan has already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plankit.scripts import Script, version_key

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"

#: Findings of a folder after which nothing of it is taken.
BARRING = frozenset({"not_utf8", "double_version"})


@dataclass(frozen=True, kw_only=True)
class Present:
    """A migration that is there; ``key`` is the caller's own name for it."""

    key: int
    version: str
    up: str = ""
    down: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a script of the folder does; ``key`` is of the migration it is for, 0 of a
    new one. ``down`` is what stands there afterwards."""

    kind: str
    script: Script
    key: int = 0
    down: str = ""
    keeps_down: bool = False


def compared(scripts: Iterable[Script], present: Iterable[Present]) -> list[Change]:
    """What a folder would change, in its order; 1 and 001 are one version.

    A down script that the folder does not have stays as it is.
    """
    known: dict[object, Present] = {}
    for one in present:
        known.setdefault(one.version, one)
        known.setdefault(version_key(one.version), one)
    return [_change(script, known) for script in scripts]


def _change(script: Script, known: dict[object, Present]) -> Change:
    one = known.get(script.version) or known.get(version_key(script.version))
    if one is None:
        return Change(kind=NEW, script=script, down=script.down)
    down = script.down or one.down
    same = (script.up, down) == (one.up, one.down)
    return Change(
        kind=UNCHANGED if same else CHANGED,
        script=script,
        key=one.key,
        down=down,
        keeps_down=bool(one.down and not script.down),
    )


def placed(present: Sequence[str], new: Sequence[str]) -> list[int]:
    """Places of all versions, those there first: ``[2, 0, 1]`` puts the third first.

    New ones stand among the others where those are sorted by version, else behind.

    >>> placed(["001", "003"], ["002"]), placed(["003", "001"], ["002"])
    ([0, 2, 1], [0, 1, 2])
    """
    every = [*present, *new]
    keys = [version_key(version) for version in present]
    if keys == sorted(keys):
        return sorted(range(len(every)), key=lambda place: version_key(every[place]))
    behind = range(len(present), len(every))
    order = sorted(behind, key=lambda place: version_key(every[place]))
    return [*range(len(present)), *order]
