# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a job of kind postgres-migration asks for, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from planctl.executors.postgres_connection import MigrationRefused
from plankit.migration import checksum

ACTIONS = ("lint", "rehearse", "apply", "rollback", "reconcile")


class Steps(Protocol):
    """Whoever watches: hears each step and may ask to stop."""

    def log(self, stream: str, text: str) -> None: ...
    def progress(self, done: float, total: float, text: str) -> None: ...
    def cancelled(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Migration:
    """A migration with both its scripts."""

    version: str
    name: str
    up: str
    down: str
    checksum: str
    breaking: str = ""


@dataclass(frozen=True, kw_only=True)
class Work:
    """One action on one migration; ``before`` must already be applied."""

    action: str
    migration: Migration
    before: tuple[Migration, ...] = ()
    previous_smoke: str = ""
    lock_budget_ms: int = 0


def read_work(content: Mapping[str, Any]) -> Work:
    """The order's content, or ``MigrationRefused``."""
    action = content.get("action")
    if action not in ACTIONS:
        raise _bad("action")
    before = content.get("before", [])
    smoke = content.get("previous_smoke", "")
    budget = content.get("lock_budget_ms", 0)
    if not isinstance(before, list):
        raise _bad("before")
    if not isinstance(smoke, str):
        raise _bad("previous_smoke")
    if type(budget) is not int or budget < 0:
        raise _bad("lock_budget_ms")
    work = Work(
        action=action,
        migration=_migration(content.get("migration")),
        before=tuple(_migration(one) for one in before),
        previous_smoke=smoke,
        lock_budget_ms=budget,
    )
    versions = [one.version for one in (*work.before, work.migration)]
    if len({*versions}) < len(versions):
        raise _bad("before")
    return work


def _migration(given: object) -> Migration:
    """The checksum is counted again: what is signed is what runs."""
    if not isinstance(given, Mapping):
        raise _bad("migration")
    names = ("version", "name", "up", "down", "checksum")
    texts = {name: given.get(name) for name in names}
    texts["breaking"] = given.get("breaking", "")
    for name, text in texts.items():
        if not isinstance(text, str):
            raise _bad(name)
    one = Migration(**{name: str(text) for name, text in texts.items()})
    if not one.version:
        raise _bad("version")
    if checksum(one.up, one.down) != one.checksum:
        raise MigrationRefused(
            f"The scripts of {one.version} are not those of its checksum.",
            code="checksum_mismatch",
        )
    return one


def _bad(name: str) -> MigrationRefused:
    return MigrationRefused(f"The order's {name} cannot be read.", code="bad_content")
