# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one place that writes to the terminal."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()
_START = time.monotonic()


def say(text: str = "") -> None:
    """One whole line at once: steps may run side by side."""
    with _LOCK:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step, and say how long it took."""
    begin = time.monotonic()
    say(f"[{begin - _START:6.1f} s] {text} ...")
    yield
    end = time.monotonic()
    say(f"[{end - _START:6.1f} s] {text}: done in {end - begin:.1f} s")
