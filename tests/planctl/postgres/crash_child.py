# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An agent that dies: ``crash_child.py DSN CONTENT STEP`` is killed at that step."""

import json
import os
import signal
import sys

from lab import Watcher

from planctl.executors.postgres_migration import PostgresMigrationExecutor

dsn, given, step = sys.argv[1:4]


class Dying(Watcher):
    def progress(self, done, total, text):
        if text == step:
            os.kill(os.getpid(), signal.SIGKILL)


PostgresMigrationExecutor().run(Dying(dsn, json.loads(given)))
