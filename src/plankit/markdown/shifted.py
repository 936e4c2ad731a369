# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Headings of a text moved to another level."""

from __future__ import annotations

import re
from collections.abc import Iterable

_HEADING = re.compile(r"(#+)(?=[ \t])")
_FENCE = re.compile(r"[ \t]*(```+|~~~+)")


def shifted(lines: Iterable[str], level: int) -> list[str]:
    """The lines with their first heading at ``level`` and the others below it."""
    found: list[str] = []
    shift: int | None = None
    fence = ""
    for line in lines:
        ticks = _FENCE.match(line)
        if ticks and (not fence or ticks.group(1).startswith(fence)):
            fence = "" if fence else ticks.group(1)
        heading = None if fence else _HEADING.match(line)
        if heading:
            own = len(heading.group(1))
            shift = level - own if shift is None else shift
            line = "#" * min(max(own + shift, 1), 6) + line[own:]
        found.append(line)
    return found
