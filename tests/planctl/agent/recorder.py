# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A context as executors see it."""

import os
import time
from datetime import datetime, timedelta, timezone

from plankit.canonical import digest
from plankit.envelope import Order


class Recorder:
    """A context that keeps what it is told. ``after`` calls it says cancelled."""

    def __init__(self, kind, content, **values):
        now = datetime.now(timezone.utc)
        numbers = {"timeout": 60, "progress_timeout": 0, "output_limit": 100_000}
        given = {k: values.pop(k) for k in list(values) if k in numbers}
        self.order = Order(
            server="s",
            job=1,
            token=1,
            agent="a",
            kind=kind,
            target="staging",
            content=content,
            content_hash=digest(content),
            issued_at=now,
            expires_at=now + timedelta(hours=1),
            **{**numbers, **given},
        )
        self.target = values.pop("target", {})
        self.secrets = values.pop("secrets", {})
        path = os.environ["PATH"]
        self.environment = values.pop("environment", {"PATH": path})
        self.deadline = time.monotonic() + self.order.timeout
        self.stop = False
        self.lines, self.groups = [], []
        assert not values

    def log(self, stream, text):
        self.lines.append((stream, text))

    def progress(self, done, total, text):
        pass

    def cancelled(self):
        return self.stop

    def started(self, pgid):
        self.groups.append(pgid)

    def text(self, stream="stdout"):
        return "".join(text for name, text in self.lines if name == stream)
