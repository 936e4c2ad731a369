# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Secrets masked in a stream of text, also where a chunk ends within one."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus

from plankit.errors import PlanError

MASK = "•••"
#: A shorter value would be found everywhere, and mask what is none.
SHORTEST = 4


class SecretRefused(PlanError):
    """A secret that cannot be masked (``secret_too_short``)."""


def shapes(value: str) -> set[str]:
    """A secret as programs print it: plain, quoted for URLs, JSON, base64.

    Base64 also within other text, as of ``user:secret``: the characters that the
    secret alone decides, for each of the three places where it may begin.

    >>> sorted(shapes("a b/c"))  # doctest: +NORMALIZE_WHITESPACE
    ['EgYi9j', 'YSBiL2', 'YSBiL2M', 'YSBiL2M=', 'a b/c', 'a%20b%2Fc', 'a%20b/c',
    'a+b%2Fc', 'hIGIvY']
    """
    found = {value, quote(value, safe=""), quote(value), quote_plus(value)}
    found.add(json.dumps(value)[1:-1])
    found.add(json.dumps(value, ensure_ascii=False)[1:-1])
    found |= _encoded(value.encode(errors="surrogateescape"))
    found |= {line for line in value.splitlines() if len(line) >= SHORTEST}
    return {shape for shape in found if len(shape) >= SHORTEST}


def _encoded(data: bytes) -> set[str]:
    """Base64 (RFC 4648, both alphabets) of the data alone and within more."""
    found = set()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        alone = encode(data).decode()
        found |= {alone, alone.rstrip("=")}
        for before in range(3):
            text = encode(b"\0" * before + data).decode()
            # a character is six bits: those that other bytes share are left out
            first, last = -(-before * 8 // 6), (before + len(data)) * 8 // 6
            found.add(text[first:last])
    return found


class Redactor:
    """Feed it text; it gives back what is safe to show, and keeps the rest.

    What it keeps back is a tail that may be the beginning of a secret, with the
    secrets that reach into it. ``flush`` gives the tail, masked as far as it is one.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        for name, value in secrets.items():
            if len(value) < SHORTEST:
                raise SecretRefused(
                    f"The secret {name} has fewer than {SHORTEST} characters: it "
                    "cannot be masked. Choose a longer one.",
                    code="secret_too_short",
                )
        found = {shape for value in secrets.values() for shape in shapes(value)}
        self._secrets = sorted(found, key=len, reverse=True)
        self._longest = max(map(len, self._secrets), default=0)
        self._pattern = (
            re.compile("|".join(map(re.escape, self._secrets))) if found else None
        )
        self._kept = ""

    def feed(self, text: str) -> str:
        """What of the text so far is safe to show."""
        if self._pattern is None:
            return text
        self._kept += text
        spans = self._spans(self._kept)
        end = self._safe_end(self._kept, spans)
        shown = _masked(self._kept[:end], [span for span in spans if span[1] <= end])
        self._kept = self._kept[end:]
        return shown

    def flush(self) -> str:
        """The rest: no more text follows."""
        kept, self._kept = self._kept, ""
        return _masked(kept, self._spans(kept))

    def mask(self, text: str) -> str:
        """A whole text, apart from the stream."""
        return _masked(text, self._spans(text))

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where secrets stand; those that overlap are one."""
        if self._pattern is None:
            return []
        found: list[tuple[int, int]] = []
        place = 0
        while match := self._pattern.search(text, place):
            start, end = match.span()
            place = start + 1
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return found

    def _safe_end(self, text: str, spans: Iterable[tuple[int, int]]) -> int:
        """Where the tail begins that may be part of a secret still to come."""
        end = len(text)
        for start in range(max(0, len(text) - self._longest + 1), len(text)):
            tail = text[start:]
            if any(secret.startswith(tail) for secret in self._secrets):
                end = start
                break
        for start, stop in spans:
            # what reaches into the tail may grow with it
            if start < end < stop:
                end = start
        return end


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces, place = [], 0
    for start, end in spans:
        pieces += [text[place:start], MASK]
        place = end
    return "".join([*pieces, text[place:]])
