# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether tasks that come into a plan can be meant by what the others say."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAME = r"[A-Za-z]+\d+\.\d+"
_PLAIN_NAME = re.compile(_NAME, re.ASCII)
_PLAIN_TEXT = re.compile(rf"(?:[-–—]|{_NAME}(?:\s*,\s*{_NAME})*)?", re.ASCII)
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def may_be_named(
    refs: Iterable[str],
    texts: Iterable[str],
    phases: Iterable[str] = (),
) -> bool:
    """Whether new tasks of these references and phases can change what texts mean.

    False is certain: the texts are lists of plain names, none of them a new one.

    >>> may_be_named(["P1.3"], ["P1.1, P1.2", "-"]), may_be_named(["P1.3"], ["P1.*"])
    (False, True)
    >>> may_be_named(["P1.3"], ["p1.03"]), may_be_named(["W-3"], ["P1.1"])
    (True, True)
    """
    refs = [ref for ref in refs if ref]
    if not all(map(_PLAIN_NAME.fullmatch, refs)):
        return True
    come = set(map(_folded, (*refs, *phases)))
    for text in texts:
        if not _PLAIN_TEXT.fullmatch(text.strip()):
            return True
        if not come.isdisjoint(map(_folded, re.split(r"\s*,\s*", text.strip()))):
            return True
    return False


def _folded(name: str) -> str:
    return _ZEROS.sub("", name.casefold())
