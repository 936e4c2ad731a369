# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an agent must not forget when it is killed: one file a job, and what it ran.

Only masked text is written. A line is on disk before it is sent, so that nothing the
server acknowledged is unknown here, and nothing is sent under a number twice.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planctl.errors import CommandError
from plankit.joblog import Chunk

#: How long a token is remembered, in seconds; an envelope is fresh for minutes.
MEMORY = 7 * 86_400


@dataclass
class Entry:
    """What a journal tells of one job."""

    job: int
    token: int
    chunks: list[Chunk] = field(default_factory=list)
    groups: list[tuple[int, str]] = field(default_factory=list)
    result: dict[str, Any] | None = None


class Journal:
    """The journal of one job."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("a", encoding="utf-8")

    def add(self, kind: str, values: Iterable[Any]) -> None:
        """Lines of one kind, on disk when this returns."""
        for value in values:
            self._file.write(json.dumps([kind, value], ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def add_chunks(self, chunks: Iterable[Chunk]) -> None:
        self.add("chunk", ([one.sequence, one.stream, one.text] for one in chunks))

    def forget(self) -> None:
        """The job is over for this agent."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class State:
    """The folder of one agent; a second agent of the name is refused."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = (folder / "lock").open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                "agent_runs",
                f"An agent with the state folder {folder} runs already. "
                "Give this one another --name.",
            ) from None
        except OSError as error:
            raise CommandError("no_state", f"{folder}: {error.strerror}.") from error
        self._seen = self._read_seen()

    def close(self) -> None:
        self._lock.close()

    def begin(self, job: int, token: int) -> Journal:
        """The journal of a job that is about to be carried out."""
        return Journal(self.folder / f"job-{job}-{token}.jsonl")

    def unfinished(self) -> list[Entry]:
        """Jobs that were in flight when the agent was killed."""
        paths = sorted(self.folder.glob("job-*-*.jsonl"))
        return [_entry(path) for path in paths]

    def forget(self, entry: Entry) -> None:
        name = f"job-{entry.job}-{entry.token}.jsonl"
        (self.folder / name).unlink(missing_ok=True)

    def is_new(self, job: int, token: int) -> bool:
        """Whether this order was never carried out here; noted before it is."""
        if (job, token) in self._seen:
            return False
        self._seen[job, token] = time.time()
        with (self.folder / "seen").open("a", encoding="utf-8") as out:
            out.write(f"{time.time():.0f} {job} {token}\n")
            out.flush()
            os.fsync(out.fileno())
        return True

    def _read_seen(self) -> dict[tuple[int, int], float]:
        """Tokens of the last days; older ones are dropped from the file."""
        path = self.folder / "seen"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        found: dict[tuple[int, int], float] = {}
        for line in lines:
            parts = line.split()
            whole = len(parts) == 3 and all(part.isdecimal() for part in parts)
            if whole and float(parts[0]) > time.time() - MEMORY:
                found[int(parts[1]), int(parts[2])] = float(parts[0])
        if len(found) < len(lines):
            fresh = path.with_suffix(".new")
            text = "".join(f"{at:.0f} {j} {t}\n" for (j, t), at in found.items())
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(path)
        return found


def _entry(path: Path) -> Entry:
    """What a journal holds; its last line may be half written."""
    _word, job, token = path.stem.split("-")
    entry = Entry(int(job), int(token))
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            kind, value = json.loads(line)
        except ValueError:
            break
        if kind == "chunk":
            entry.chunks.append(Chunk(*value))
        elif kind == "group":
            entry.groups.append((value[0], value[1]))
        elif kind == "result":
            entry.result = value
    return entry
