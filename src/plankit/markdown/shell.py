# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How many lines a shell command has: backslashes, open quotes, here documents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plankit.markdown.blocks import Text

#: A quote that is not closed within so many lines is an apostrophe.
LIMIT = 80

_HERE = re.compile(r"<<-?[ \t]*(['\"]?)([A-Za-z_]\w*)\1")
_QUOTED = re.compile(
    r"\\.|'[^']*'|\"(?:[^\"\\]|\\.)*\"|(?<!\S)#.*|(?P<open>['\"])", re.DOTALL
)


def command_end(lines: Sequence[Text], start: int) -> int:
    """The index behind the last line of the command that begins at ``start``."""
    here = _HERE.search(lines[start].text)
    if here:
        return _after(lines, start, here.group(2))
    end = _continued(lines, start)
    for last in range(end, min(len(lines), start + LIMIT) + 1):
        if not is_open("\n".join(line.text for line in lines[start:last])):
            return _continued(lines, last - 1)
    return end


def is_open(text: str) -> bool:
    """Whether a quote is not closed yet.

    >>> is_open("curl -d '{"), is_open("echo \\"it's\\""), is_open("ls # don't")
    (True, False, False)
    """
    return any(found.group("open") for found in _QUOTED.finditer(text))


def _continued(lines: Sequence[Text], start: int) -> int:
    end = start + 1
    while end < len(lines) and lines[end - 1].text.rstrip().endswith("\\"):
        end += 1
    return end


def _after(lines: Sequence[Text], start: int, word: str) -> int:
    for index in range(start + 1, len(lines)):
        if lines[index].text.strip() == word:
            return index + 1
    return start + 1
