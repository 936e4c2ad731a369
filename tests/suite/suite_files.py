# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The suite's addons as files, for examinations that need no database."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PREFIX = "implementation_"

#: An addon needs lower levels only (docs/architecture.md).
LEVELS = {
    "implementation_base": 0,
    "implementation_plan": 1,
    "implementation_markdown": 2,
    "implementation_approval": 2,
    "implementation_runner": 2,
    "implementation_schedule": 2,
    "implementation_evidence": 3,
    "implementation_risk": 4,
    "implementation_quality": 4,
    "implementation_observability": 4,
    "implementation_migration": 4,
    "implementation_rollout": 5,
    "implementation_api": 6,
    "implementation_suite": 6,
}


@cache
def addons():
    """Folder of each addon by its name."""
    manifests = sorted((ROOT / "addons").glob("*/__manifest__.py"))
    return {path.parent.name: path.parent for path in manifests}


@cache
def manifest(addon):
    return ast.literal_eval((addons()[addon] / "__manifest__.py").read_text())


def files(pattern, tests=True):
    """Files of all addons, without generated and vendored ones."""
    for folder in addons().values():
        for path in sorted(folder.rglob(pattern)):
            parts = path.relative_to(folder).parts
            if "lib" in parts or "__pycache__" in parts:
                continue
            if tests or "tests" not in parts:
                yield path


def needed(addon):
    """The addon with everything it needs, of the suite's own."""
    found, queue = set(), [addon]
    while queue:
        name = queue.pop()
        if name in addons() and name not in found:
            found.add(name)
            queue += manifest(name)["depends"]
    return found


def short(path):
    return path.relative_to(ROOT).as_posix()
