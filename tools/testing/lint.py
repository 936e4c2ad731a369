# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The lint chain of .pre-commit-config.yaml, one test a hook. Needs git and node."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from tools import process
from tools.testing.context import Context, timed
from tools.testing.results import Result
from tools.venv import LINT

OUTCOME = re.compile(r"^(.+?)\.{3,}.*?(Passed|Failed|Skipped)$", re.MULTILINE)


def run(context: Context) -> list[Result]:
    return [timed("lint", "", lambda: _run(context))]


def _run(context: Context) -> Result:
    context.venv.ensure(LINT)
    cache = context.settings.cache_dir
    variables = {
        "PRE_COMMIT_HOME": str(cache / "pre-commit"),
        "npm_config_cache": str(cache / "npm"),
        "PIP_CACHE_DIR": str(cache / "pip"),
    }
    root = context.settings.root
    if stale(root / "package-lock.json", root / "node_modules/.package-lock.json"):
        process.run(["npm", "ci"], cache / "npm.log", {**os.environ, **variables}, root)
    done = subprocess.run(
        [str(context.venv.bin / "pre-commit"), "run", "--all-files", "--color=never"],
        check=False,
        capture_output=True,
        text=True,
        cwd=root,
        env={**context.environment(variables), "LANG": os.environ.get("LANG", "C")},
    )
    return outcome(done.returncode, done.stdout + done.stderr)


def stale(source: Path, made: Path) -> bool:
    """Whether the lock file was written after what was installed from it."""
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def outcome(code: int, output: str) -> Result:
    """Count the hooks; a chain that could not start is a failure too."""
    words = [word for _name, word in OUTCOME.findall(output)]
    failed = words.count("Failed") or (1 if code else 0)
    return Result(
        "lint",
        passed=words.count("Passed"),
        failed=failed,
        skipped=words.count("Skipped"),
        details=output if failed else "",
    )
