# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Orders for the executor, and a watcher that remembers."""

import os
from datetime import datetime, timezone

from planctl.executors.postgres_migration import PostgresMigrationExecutor
from plankit.envelope import Order
from plankit.migration import checksum

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)


def migration(up, down="", version="010", name="change", breaking="yes"):
    return {
        "version": version,
        "name": name,
        "up": up,
        "down": down,
        "checksum": checksum(up, down),
        "breaking": breaking,
    }


def content(action, one, before=(), **more):
    values = {"previous_smoke": "", "lock_budget_ms": 0, **more}
    return {"action": action, "migration": one, "before": list(before), **values}


class Watcher:
    """A context; ``stop_at`` is the text of a step at which somebody cancels."""

    def __init__(self, dsn, given, target=None, stop_at=None):
        self.order = Order(
            server="s",
            job=7,
            token=1,
            agent="a",
            kind="postgres-migration",
            target="staging",
            content=given,
            content_hash="",
            timeout=600,
            progress_timeout=0,
            output_limit=0,
            issued_at=NOON,
            expires_at=NOON,
        )
        self.target = {"dsn_env": "DSN", "copy": "template", **(target or {})}
        self.secrets = {"DSN": dsn}
        self.environment = {"PATH": os.environ["PATH"]}
        self.deadline = float("inf")
        self.lines, self.steps, self.groups = [], [], []
        self.stop_at, self.stopped = stop_at, False

    def log(self, stream, text):
        self.lines.append((stream, text))

    def progress(self, done, total, text):
        self.steps.append(text)
        if self.stop_at and self.stop_at in text:
            self.stopped = True

    def cancelled(self):
        return self.stopped

    def started(self, pgid):
        self.groups.append(pgid)

    @property
    def text(self):
        return "".join(text for _stream, text in self.lines)


def run(dsn, given, target=None, stop_at=None):
    """The result and its watcher."""
    watcher = Watcher(dsn, given, target, stop_at)
    return PostgresMigrationExecutor().run(watcher), watcher
