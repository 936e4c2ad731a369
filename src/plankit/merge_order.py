# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The order of a collection that two sides rearranged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from plankit.diff import insert_after

Keys = Sequence[str]


def merged_order(
    sides: Sequence[Keys],
    keep: Mapping[str, object],
    decide: Callable[[], bool] = lambda: False,
) -> list[str]:
    """The keys of ``keep`` in the order that base, ours and theirs together want.

    ``decide`` is asked where both sides rearranged: whether theirs counts.

    >>> merged_order(["ab", "ba", "axb"], dict.fromkeys("abx"))
    ['b', 'a', 'x']
    """
    base, ours, theirs = sides
    if same_order(base, ours):
        return joined(theirs, ours, keep)
    both = not same_order(base, theirs) and not same_order(ours, theirs)
    if both and decide():
        return joined(theirs, ours, keep)
    return joined(ours, theirs, keep)


def same_order(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the keys of both stand in one order."""
    common = set(one).intersection(other)
    return [k for k in one if k in common] == [k for k in other if k in common]


def joined(
    first: Sequence[str], second: Sequence[str], keep: Mapping[str, object]
) -> list[str]:
    """``first`` with what only ``second`` has, each behind its neighbour there."""
    there = set(first)
    new = [(k, before) for before, k in zip(["", *second], second, strict=False)]
    whole = insert_after(first, [pair for pair in new if pair[0] not in there])
    return [key for key in whole if key in keep]
