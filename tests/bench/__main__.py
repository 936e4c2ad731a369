# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Benches as ratios within one run: ``python tests/bench NAME`` (import, state, ...).

Each runs baseline and suite in turn, prints both and the ratio, and ends with 1
past a bar; all but ``verify`` build a database of their own. Nothing is held against
a clock.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import baseline  # noqa: E402
import verifying  # noqa: E402

from tools import settings, stack  # noqa: E402
from tools.database import Work  # noqa: E402
from tools.report import say  # noqa: E402

DATABASE = "implementation_bench"
QUERY_FLOOR, QUERIES_A_TASK = 60, 0.1
MAX_CPU_RATIO = 1.5
MIN_RPC_RATIO = 20
RPC_TASKS = 300
MAX_STATE, MAX_STAR = 12, 60
MAX_VERIFY_RATIO = 3
LEASED_AT_ONCE = 10
#: One edit beside the most signatures, against one beside the fewest.
MAX_EDIT_RATIO = 1.5


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests/bench", description=__doc__)
    parser.add_argument("bench", choices=sorted([*BENCHES, "verify"]))
    parser.add_argument(
        "--series", default=os.environ.get("SERIES", ""), help="18.0 or 19.0"
    )
    parser.add_argument("--counts", default="100,1000,10000")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    counts = [int(count) for count in arguments.counts.split(",")]
    if arguments.bench == "verify":
        failed = bench_verify(counts, arguments.rounds)
    else:
        failed = run_in_database(
            arguments.bench, arguments.series, counts, arguments.rounds
        )
    for line in failed:
        say(f"past the bar: {line}")
    return 1 if failed else 0


def run_in_database(
    name: str, series: str, counts: list[int], rounds: int
) -> list[str]:
    bench = Bench(settings.read({**os.environ, "SERIES": series}))
    bench.prepare()
    try:
        return BENCHES[name](bench, counts, rounds)
    finally:
        bench.drop()


class Bench:
    """A database with the suite, and scripts run inside it."""

    def __init__(self, found: settings.Settings) -> None:
        self.stack = stack.build(found)
        self.instance = self.stack.instance
        self.instance.database = DATABASE

    def prepare(self) -> None:
        self.stack.start_postgres()
        self.stack.write_config()
        self.drop()
        say(f"           Create database {DATABASE}")
        self.instance.load(DATABASE, *Work(("implementation_suite",)).words())

    def drop(self) -> None:
        self.stack.database.drop()

    def run(self, module: str, call: str) -> list[dict[str, float]]:
        """What ``module.call`` answers inside Odoo."""
        script = (
            f"import sys; sys.path.insert(0, {str(ROOT / 'tests' / 'bench')!r})\n"
            f"import json, {module}\n"
            f"print('RESULT ' + json.dumps({module}.{call}))\n"
        )
        out = self.instance.script(DATABASE, script)
        line = next(row for row in out.splitlines() if "RESULT " in row)
        found: list[dict[str, float]] = json.loads(line.split("RESULT ", 1)[1])
        return found


def bench_import(bench: Bench, counts: list[int], rounds: int) -> list[str]:
    """Queries and processor time of an import, against floor and per-record RPC."""
    failed = []
    # Before and after: a machine's speed drifts, and the imports run between.
    a_task = baseline.per_record(bench.instance, RPC_TASKS)
    rows = bench.run("importing", f"run(env, {counts}, {rounds})")
    a_task = (a_task + baseline.per_record(bench.instance, RPC_TASKS)) / 2
    say("tasks    queries (bar)   floor    CPU s   floor   ratio")
    for row in rows:
        count = int(row["count"])
        bar = QUERY_FLOOR + QUERIES_A_TASK * count
        ratio = row["ratio"]
        say(
            f"{count:>5}  {row['suite_queries']:>7.0f} ({bar:>5.0f})"
            f"  {row['floor_queries']:>6.0f}  {row['suite_cpu']:>7.2f}"
            f"  {row['floor_cpu']:>6.2f}  {ratio:>6.2f}"
        )
        if row["suite_queries"] > bar:
            failed.append(f"{count} tasks: {row['suite_queries']:.0f} queries")
        if ratio > MAX_CPU_RATIO:
            failed.append(f"{count} tasks: {ratio:.2f} times the floor's CPU")
    for row in rows:
        faster = a_task * row["count"] / max(row["suite_cpu"], 0.01)
        say(f"{int(row['count']):>5}  {faster:.0f} times faster than one RPC a record")
        if faster < MIN_RPC_RATIO:
            failed.append(f"{int(row['count'])} tasks: {faster:.0f} times XML-RPC")
    return failed


def bench_state(bench: Bench, counts: list[int], _rounds: int) -> list[str]:
    """Queries of one status change; the same at every size."""
    rows = bench.run("changing", f"run(env, {counts}, 1000)")
    for row in rows:
        say(f"{row['shape']:<30} {row['queries']:>6} queries")
    floor, *shapes = rows
    failed = [
        f"{row['shape']}: {row['queries']} queries, {row['queries'] - floor['queries']}"
        " above the native write"
        for row in shapes[:-1]
        if row["queries"] > floor["queries"] + MAX_STATE
    ]
    half = len(counts)
    for same in (shapes[:half], shapes[half : 2 * half]):
        if len({row["queries"] for row in same}) > 1:
            failed.append(f"not the same number: {[row['queries'] for row in same]}")
    if shapes[-1]["queries"] > MAX_STAR:
        failed.append(f"{shapes[-1]['shape']}: {shapes[-1]['queries']} queries")
    return failed


def bench_verify(counts: list[int], rounds: int) -> list[str]:
    """Processor time of verifying a bundle, against hashing the same rows."""
    failed = []
    say("signatures  hashing s  verifying s   ratio")
    for count in counts:
        row = verifying.measure(count, rounds)
        ratio = row["ratio"]
        say(f"{count:>10}  {row['floor']:>9.2f}  {row['suite']:>11.2f}  {ratio:>6.2f}")
        if ratio > MAX_VERIFY_RATIO:
            failed.append(f"{count} signatures: {ratio:.2f} times hashing them")
    return failed


def bench_sign(bench: Bench, counts: list[int], rounds: int) -> list[str]:
    """Queries of a signature and of edits; the same beside any ledger."""
    rows = bench.run("signing", f"run(env, {counts}, {rounds})")
    say("in the ledger   signing  voiding edit  other edit   CPU s of an edit")
    for row in rows:
        say(
            f"{int(row['count']):>13}  {row['sign']:>8.0f}  {row['void']:>12.0f}"
            f"  {row['stand']:>10.0f}   {row['void_cpu']:.3f}"
        )
    failed = [
        f"{name}: {[row[name] for row in rows]} queries"
        for name in ("sign", "void", "stand")
        if len({row[name] for row in rows}) > 1
    ]
    for name in ("void_cpu", "stand_cpu"):
        ratio = rows[-1][name] / max(rows[0][name], 0.01)
        if ratio > MAX_EDIT_RATIO:
            failed.append(f"{name}: {ratio:.2f} times that beside the fewest")
    return failed


def bench_lease(bench: Bench, counts: list[int], _rounds: int) -> list[str]:
    """Jobs a second that agents lease, checked and sealed, beside the plain queue."""
    rows = bench.run("leasing", f"run(env, {counts}, {LEASED_AT_ONCE})")
    say(" jobs   plain a second   leased a second   share")
    failed = []
    for row in rows:
        share = row["suite"] / row["floor"]
        say(
            f"{int(row['count']):>5}  {row['floor']:>15.0f}  {row['suite']:>16.0f}"
            f"  {share:>6.3f}"
        )
        for name in ("doubled", "missed"):
            if row[name]:
                failed.append(f"{int(row['count'])} jobs: {row[name]} {name}")
    return failed


BENCHES = {
    "import": bench_import,
    "state": bench_state,
    "sign": bench_sign,
    "lease": bench_lease,
}

if __name__ == "__main__":
    sys.exit(main())
