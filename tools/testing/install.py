# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each addon alone on a fresh database: finds what a manifest forgot to name."""

from __future__ import annotations

import re

from tools import manifests
from tools.settings import SetupError
from tools.testing.databases import Databases
from tools.testing.results import Result

LOUD = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
# Lines that are no fault of ours, each with its reason.
ALLOWED = {
    r"Running as user 'root'": "the machine's choice",
    r"unknown option 'implementation_job_key'": "19.0 says so of every addon's own",
    r"py\.warnings: .*/dist-packages/": "a library's own deprecation",
    r"py\.warnings: .*/site-packages/": "a library's own deprecation",
    r"Python 3\.1\d is not officially supported": "18.0 was released before it",
}


def loud(log: str) -> list[str]:
    """The warnings and errors of a server log that are ours."""
    return [
        line
        for line in log.splitlines()
        if LOUD.match(line) and not any(re.search(one, line) for one in ALLOWED)
    ]


def run(databases: Databases) -> Result:
    """One result a series; an addon counts as one test."""
    depends = {addon.name: addon.depends for addon in databases.addons}
    done: dict[str, str] = {}
    problems = []
    for addon in databases.addons:
        base = nearest(addon.name, depends, set(done))
        source = done[base] if base else databases.template()
        name = databases.copy(source, databases.name(addon.name))
        done[addon.name] = name
        try:
            lines = loud(databases.install(name, [addon.name]))
        except SetupError as error:
            del done[addon.name]
            lines = [str(error)]
        problems += [f"{addon.name}: {line}" for line in lines]
    failed = len({problem.partition(":")[0] for problem in problems})
    _keep_the_whole(databases, depends, done)
    passed = len(databases.addons) - failed
    return Result(
        "install",
        databases.series,
        passed=passed,
        failed=failed,
        details="\n".join(problems),
    )


def nearest(name: str, depends: dict[str, tuple[str, ...]], done: set[str]) -> str:
    """The dependency whose database already holds the most of what ``name`` needs."""
    candidates = [need for need in depends[name] if need in done]
    sizes = {need: len(manifests.closure(need, depends)) for need in candidates}
    return max(sizes, key=lambda need: (sizes[need], need), default="")


def _keep_the_whole(
    databases: Databases, depends: dict[str, tuple[str, ...]], done: dict[str, str]
) -> None:
    """A database that came to hold every addon serves the next part."""
    whole = databases.name("all")
    for addon, name in done.items():
        if manifests.closure(addon, depends) == set(depends):
            databases.copy(name, whole)
        databases.drop(name)
