# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The next reference of a phase, in the manner of those it has."""

from __future__ import annotations

import re
from collections.abc import Collection

_NUMBERED = re.compile(r"(?s)(.*?)(\d+)\Z")


def next_ref(code: str, refs: Collection[str], taken: Collection[str] = ()) -> str:
    """A reference that nobody has; ``refs`` are those of the phase itself.

    >>> next_ref("P1", ["P1.1", "P1.5", "P1.2"])
    'P1.6'
    >>> next_ref("P2", [])
    'P2.1'
    >>> next_ref("P1", ["T007", "T009"], taken={"T010"})
    'T011'
    >>> next_ref("", ["first"])
    '1'
    """
    found = [match.groups() for ref in refs if (match := _NUMBERED.match(ref))]
    if found:
        prefix, digits = max(found, key=lambda pair: int(pair[1]))
        number, width = int(digits) + 1, len(digits)
    else:
        prefix, number, width = f"{code}." if code else "", 1, 1
    used = {*refs, *taken}
    while f"{prefix}{number:0{width}}" in used:
        number += 1
    return f"{prefix}{number:0{width}}"
