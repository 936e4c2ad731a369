# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a rehearsal has at hand, and what it saw."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg2

from planctl.executors.postgres_connection import (
    MigrationStopped,
    Target,
    execute,
    problem,
)
from planctl.executors.postgres_data import row_counts
from planctl.executors.postgres_locks import Locks
from planctl.executors.postgres_probe import Probe
from planctl.executors.postgres_programs import Programs
from planctl.executors.postgres_work import Steps, Work
from plankit import ladder
from plankit.ladder import Facts

SHOWN = 50
_COUNT_TIMEOUT_MS = 30_000
_STAGES = 7
_LONGEST = 500


@dataclass
class Seen:
    """What the rehearsal saw so far."""

    facts: Facts
    catalog: list[dict[str, Any]] = field(default_factory=list)
    weak: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    locks: Locks | None = None
    probe: Probe | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def note(self, **facts: Any) -> None:
        self.facts = replace(self.facts, **facts)

    def values(self) -> dict[str, Any]:
        """The rehearsal's part of a result."""
        back = ladder.rollback_level(self.facts)
        down = ladder.downtime_level(self.facts)
        probe = self.probe
        return {
            "rollback_level": back.level,
            "downtime_level": down.level,
            "reasons": ladder.reasons(back, down),
            "catalog_differences": _shown(self.catalog),
            "catalog_notes": _shown(self.weak),
            "row_differences": self.rows[:SHOWN],
            "locks": self.locks.values()[:SHOWN] if self.locks else [],
            "longest_lock_ms": self.facts.longest_lock_ms,
            "probe": {
                "queries": self.facts.probe_queries,
                "errors": self.facts.probe_errors,
                "longest_wait_ms": probe.longest_wait_ms if probe else 0,
                "messages": probe.messages if probe else [],
            },
            "row_counts": self.counts,
            "production_counts": self.facts.production_counts,
        }


def _shown(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The first ones; a long value is cut: the log of a result has an end."""
    return [{name: _cut(value) for name, value in one.items()} for one in found[:SHOWN]]


def _cut(value: Any) -> Any:
    text = value if isinstance(value, str) else json.dumps(value)
    return value if len(text) <= _LONGEST else text[:_LONGEST] + "…"


@dataclass(frozen=True)
class Lab:
    """One migration of a target, the programs, and whoever watches."""

    target: Target
    work: Work
    steps: Steps
    policy: Mapping[str, Any]
    programs: Programs

    def tell(self, text: str) -> None:
        self.steps.log("agent", text + "\n")

    def stage(self, stage: int, text: str) -> None:
        """Say what comes next, unless somebody asked to stop."""
        if self.steps.cancelled():
            raise MigrationStopped("Stopped between two steps of the rehearsal.")
        self.tell(text)
        self.steps.progress(stage, _STAGES, text)

    def target_counts(self, tables: set[str]) -> dict[str, int]:
        """Rows of the target's own tables, or nothing where that takes too long."""
        try:
            with self.target.connect() as connection:
                execute(connection, f"SET statement_timeout = {_COUNT_TIMEOUT_MS}")
                execute(connection, "SET default_transaction_read_only = on")
                return row_counts(connection, tables)
        except psycopg2.Error as error:
            self.tell(f"the target's rows were not counted: {problem(error)}")
            return {}
