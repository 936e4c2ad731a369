# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The addons of this tree, read from their manifests."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.settings import SetupError

MANIFEST = "__manifest__.py"
# What a database does not hold need not be loaded into it again.
IGNORED = {"tests", "__pycache__", "README.rst", "description"}


@dataclass(frozen=True)
class Addon:
    """One folder with a manifest."""

    name: str
    path: Path
    depends: tuple[str, ...]


def addons(*folders: Path) -> list[Addon]:
    """The installable addons of the folders, lower ones first."""
    found = {}
    for folder in folders:
        for manifest in sorted(folder.glob(f"*/{MANIFEST}")):
            values = ast.literal_eval(manifest.read_text(encoding="utf-8"))
            if values.get("installable", True):
                path = manifest.parent
                depends = tuple(values.get("depends", ()))
                found[path.name] = Addon(path.name, path, depends)
    names = arrow_order({addon.name: addon.depends for addon in found.values()})
    return [found[name] for name in names]


def arrow_order(depends: Mapping[str, Iterable[str]]) -> list[str]:
    """Names so that each comes after what it needs; names of others are left out."""
    done: list[str] = []
    waiting = dict(sorted(depends.items()))
    while waiting:
        free = [
            name
            for name, needs in waiting.items()
            if not any(need in waiting for need in needs)
        ]
        if not free:
            raise SetupError(f"These addons need each other: {', '.join(waiting)}.")
        done += free
        for name in free:
            del waiting[name]
    return done


def closure(name: str, depends: Mapping[str, Iterable[str]]) -> set[str]:
    """An addon and all that it needs of ``depends``."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found and one in depends:
            found.add(one)
            waiting += depends[one]
    return found


def folder_hash(folder: Path) -> str:
    """A name for the content that a database or a server has loaded."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        words = path.relative_to(folder).parts
        if path.is_file() and not IGNORED.intersection(words):
            digest.update("/".join(words).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
