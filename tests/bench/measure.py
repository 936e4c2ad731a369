# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Queries and processor seconds of a piece of work inside Odoo."""

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Cost:
    """``queries`` are exact; ``cpu`` is this process and its database backend."""

    queries: int = 0
    cpu: float = 0.0
    wall: float = 0.0


def cpu_of(pid):
    """Processor seconds a process has used, 0 where the system does not tell."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def settle(env):
    """Everything that a commit would still do, tracking messages included."""
    env.flush_all()
    env.cr.precommit.run()
    env.flush_all()


@contextmanager
def measured(env):
    """Cost of the block, with what is flushed after it."""
    settle(env)
    env.cr.execute("SELECT pg_backend_pid()")
    (backend,) = env.cr.fetchone()
    cost = Cost()
    before = env.cr.sql_log_count
    cpu = time.process_time() + cpu_of(backend)
    wall = time.perf_counter()
    yield cost
    settle(env)
    cost.wall = time.perf_counter() - wall
    cost.cpu = time.process_time() + cpu_of(backend) - cpu
    cost.queries = env.cr.sql_log_count - before
