# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The log of a job: numbered chunks, visible gaps, one digest over all of them.

Each digest covers the chunk and the digest before it, so that no chunk can be left
out, added, changed or moved without another end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from plankit.canonical import canonical

#: The digest of a log without a chunk.
EMPTY = hashlib.sha256(b"").hexdigest()

STREAMS = ("stdout", "stderr", "agent")


@dataclass(frozen=True)
class Chunk:
    """A piece of the log; the first ``sequence`` is 0."""

    sequence: int
    stream: str
    text: str


def extended(before: str, chunk: Chunk) -> str:
    """The digest of a log that had the digest ``before``, with this chunk added.

    >>> extended(EMPTY, Chunk(0, "stdout", "ok"))[:16]
    '7a4c529ca28b1e98'
    """
    text = canonical(
        {"sequence": chunk.sequence, "stream": chunk.stream, "text": chunk.text}
    )
    return hashlib.sha256(bytes.fromhex(before) + text.encode()).hexdigest()


def digest_of(chunks: Iterable[Chunk]) -> str:
    """The digest of a whole log, in the order given."""
    digest = EMPTY
    for chunk in chunks:
        digest = extended(digest, chunk)
    return digest


def next_missing(sequences: Iterable[int]) -> int:
    """The first number that is not there: what an agent sends next.

    >>> next_missing([0, 1, 3]), next_missing([])
    (2, 0)
    """
    wanted = 0
    for sequence in sorted(set(sequences)):
        if sequence > wanted:
            break
        wanted = sequence + 1
    return wanted


def gaps(sequences: Iterable[int], total: int | None = None) -> list[tuple[int, int]]:
    """Runs of missing numbers, ``(first, last)``; ``total`` chunks were sent in all.

    >>> gaps([0, 3], 6)
    [(1, 2), (4, 5)]
    """
    found = []
    wanted = 0
    known = sorted(set(sequences))
    for sequence in known:
        if sequence > wanted:
            found.append((wanted, sequence - 1))
        wanted = sequence + 1
    if total is not None and total > wanted:
        found.append((wanted, total - 1))
    return found


def holds(chunks: Iterable[Chunk], total: int, digest: str) -> bool:
    """Whether these are all chunks of a log that ended with ``digest``."""
    ordered = sorted(chunks, key=lambda chunk: chunk.sequence)
    numbers = [chunk.sequence for chunk in ordered]
    return numbers == list(range(total)) and digest_of(ordered) == digest
