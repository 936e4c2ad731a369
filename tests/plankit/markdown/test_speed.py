# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Time grows with the size of a document, not with its square."""

from __future__ import annotations

import time

from plankit.markdown import read, write

from .sources import with_value

HEAD = "| ID | Task | Owner | Dependencies | Status |\n|--|--|--|--|--|\n"


def plan_of(tasks):
    lines = ["# Plan\n\n"]
    for number in range(tasks):
        if number % 100 == 0:
            lines.append(f"\n## Phase {number // 100 + 1}: Part\n\n{HEAD}")
        lines.append(f"| T.{number} | Task number {number} | ann | - | Not Started |\n")
    return "".join(lines)


def seconds(tasks):
    text = plan_of(tasks)
    started = time.process_time()
    document = read(text)
    key = document.plan.tasks[tasks // 2].key
    result = write(
        document, with_value(document.plan, ("tasks", key, "status"), "done")
    )
    assert result.unwritten == ()
    assert len(document.plan.tasks) == tasks
    return time.process_time() - started


def test_ten_times_the_tasks_take_about_ten_times_as_long():
    seconds(100)
    small = min(seconds(1000) for _again in range(3))
    assert seconds(10_000) < max(25 * small, 3.0)
