# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Shares of the test pyramid: numbers for sums, the author's text for the document."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,6})?", re.ASCII)


def share_of(text: str) -> float:
    """The share a text says, 0 where it is no number from 0 to 100.

    >>> share_of("12.5"), share_of("101"), share_of("most")
    (12.5, 0.0, 0.0)
    """
    if not _NUMBER.fullmatch(text):
        return 0.0
    value = float(text)
    return value if value <= 100 else 0.0


def written_share(share: float, text: str) -> str:
    """The author's text while it says the same share, else the number.

    >>> written_share(10.0, "10.0"), written_share(12.5, "10"), written_share(0.0, "")
    ('10.0', '12.5', '')
    """
    if share_of(text) == share:
        return text
    return f"{share:g}"
