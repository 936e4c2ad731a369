# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an agent can carry out, a class a kind of job; loaded when first needed."""

from __future__ import annotations

from importlib import import_module

from planctl.executors.base import Executor

EXECUTORS = {
    "shell": "planctl.executors.shell:ShellExecutor",
    "http": "planctl.executors.http:HttpExecutor",
    "sql": "planctl.executors.sql:SqlExecutor",
    "postgres-migration": (
        "planctl.executors.postgres_migration:PostgresMigrationExecutor"
    ),
    "git-scripts": "planctl.executors.git_scripts:GitScriptsExecutor",
}


def load(kind: str) -> type[Executor]:
    """The class for a kind; a ``KeyError`` where there is none."""
    module, _colon, name = EXECUTORS[kind].partition(":")
    found: type[Executor] = getattr(import_module(module), name)
    return found
