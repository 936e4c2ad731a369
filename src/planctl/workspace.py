# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What planctl remembers beside the documents: which plan a file is, and its base.

``.planctl.json`` stands in the folder of the document. Commit it: it holds no
secret, and it lets a colleague's import merge on the same base.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planctl.errors import CommandError

FILE_NAME = ".planctl.json"


def digest(text: str) -> str:
    """SHA-256 of the document's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` with ``data``, or leave it as it was."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        os.chmod(name, mode & 0o777)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@dataclass(frozen=True)
class Entry:
    """One document: its file name, the plan's slug, and the base of the next merge."""

    file: str
    slug: str
    base_sha256: str


class Workspace:
    """The entries of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / FILE_NAME

    def entries(self) -> list[Entry]:
        """Every remembered document, by file name."""
        return [
            Entry(file, str(found["slug"]), str(found["base_sha256"]))
            for file, found in sorted(self._load().items())
        ]

    def entry(self, file: str) -> Entry | None:
        """The entry of a document, if it was imported or exported here before."""
        return next((entry for entry in self.entries() if entry.file == file), None)

    def remember(self, entry: Entry) -> None:
        """Keep ``entry``, in place of an older one of the same file."""
        plans = self._load()
        found = {"slug": entry.slug, "base_sha256": entry.base_sha256}
        if plans.get(entry.file) == found:
            return
        plans[entry.file] = found
        kept = {"plans": plans}
        text = json.dumps(kept, indent=2, sort_keys=True, ensure_ascii=False)
        write_atomically(self._path, f"{text}\n".encode())

    def _load(self) -> dict[str, Any]:
        if not self._path.exists():
            return {}
        try:
            plans = json.loads(self._path.read_text("utf-8"))["plans"]
            return {file: dict(found) for file, found in plans.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CommandError(
                "broken_workspace",
                f"{self._path} is not readable ({error}). Take it back from git, "
                "or remove it: the next import merges on the last common revision.",
            ) from error
