# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which items may stay where they are when an order changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence


def longest_run(keys: Sequence[str], order: Mapping[str, int]) -> list[str]:
    """The most keys that stand in the old order already.

    >>> longest_run(["a", "d", "b", "c"], {"a": 0, "b": 1, "c": 2, "d": 3})
    ['a', 'b', 'c']
    """
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, key in enumerate(keys):
        position = bisect_left(ends, order[key])
        before.append(at[position - 1] if position else -1)
        ends[position : position + 1] = [order[key]]
        at[position : position + 1] = [index]
    found: list[str] = []
    index = at[-1] if at else -1
    while index >= 0:
        found.append(keys[index])
        index = before[index]
    return found[::-1]
