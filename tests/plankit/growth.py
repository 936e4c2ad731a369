# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a cost grows: a busy machine is slow, but not slower for large values."""

import time


def growth(work, small, large):
    """How many times more processor time ``work`` takes for ``large``."""
    return _seconds(work, large) / max(_seconds(work, small), 0.001)


def _seconds(work, value):
    best = 1e9
    for _again in range(3):
        start = time.process_time()
        work(value)
        best = min(best, time.process_time() - start)
    return best
