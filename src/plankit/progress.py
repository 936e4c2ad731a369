# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How far a plan is: by weight of its tasks, not by their number."""

from __future__ import annotations

from collections.abc import Mapping

from plankit.plan import CANCELLED, DONE


def percent_done(weights: Mapping[str, float]) -> float:
    """Done weight of all weight that was not cancelled, in percent.

    >>> percent_done({"done": 3.0, "in_progress": 1.0, "cancelled": 5.0})
    75.0
    >>> percent_done({"cancelled": 5.0})
    0.0
    """
    whole = sum(weights.values()) - weights.get(CANCELLED, 0.0)
    return 100 * weights.get(DONE, 0.0) / whole if whole else 0.0
