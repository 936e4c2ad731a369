# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Jobs of kind postgres-migration: lint, rehearse, apply, roll back, reconcile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg2

from planctl.executors.base import Context, Result
from planctl.executors.postgres_apply import apply, reconcile, rollback
from planctl.executors.postgres_connection import (
    MigrationRefused,
    MigrationStopped,
    Target,
    problem,
    value,
)
from planctl.executors.postgres_lab import Lab
from planctl.executors.postgres_lint import Lint, lint
from planctl.executors.postgres_programs import Programs
from planctl.executors.postgres_rehearsal import rehearse
from planctl.executors.postgres_work import Work, read_work

#: The order itself is wrong: nothing was tried.
_REFUSED = frozenset({"bad_content", "checksum_mismatch"})
#: Not the migration's fault: it says nothing about it.
_ERRORS = frozenset(
    {
        "bad_dsn",
        "bad_policy",
        "connection_lost",
        "database_error",
        "locked",
        "no_dsn",
        "no_dump",
        "program_failed",
        "program_missing",
        "squawk_missing",
        "unreachable",
    }
)
_MOST_FINDINGS = 200

_Data = dict[str, Any]


class PostgresMigrationExecutor:
    """One action on one migration of one target."""

    kind = "postgres-migration"

    def run(self, context: Context) -> Result:
        """The result, whatever happened; its data says how far it came."""
        data: _Data = {"action": str(context.order.content.get("action", ""))}
        try:
            work = read_work(context.order.content)
            data["checksum"] = work.migration.checksum
            context.log("agent", f"{work.action} {work.migration.version}\n")
            return _ACTIONS[work.action](context, work, data)
        except MigrationStopped as stop:
            data["code"] = stop.code
            return Result("cancelled", data=data, message=stop.message)
        except MigrationRefused as refusal:
            return _ended(context, data, refusal.code, refusal.message)
        except psycopg2.Error as error:
            return _ended(context, data, _code(error, data), problem(error))


def _code(error: psycopg2.Error, data: _Data) -> str:
    """A session that ended has no code of PostgreSQL's, or one of a shutdown's."""
    if error.pgcode and error.pgcode[:2] not in ("08", "57"):
        return "database_error"
    return "connection_lost" if "server_version" in data else "unreachable"


def _ended(context: Context, data: _Data, code: str, message: str) -> Result:
    outcome = "failed"
    if code in _REFUSED:
        outcome = "refused"
    elif code in _ERRORS:
        outcome = "error"
    context.log("agent", f"{code}: {message}\n")
    return Result(outcome, data={**data, "code": code}, message=message)


def _target(context: Context, data: _Data) -> Target:
    name = str(context.target.get("dsn_env", ""))
    if not context.secrets.get(name):
        raise MigrationRefused(
            "The policy's target names no DSN that the agent has.", code="no_dsn"
        )
    target = Target.read(context.secrets[name])
    with target.connect() as connection:
        version = str(value(connection, "SHOW server_version"))
    data["server_version"] = version.split()[0]
    return target


def _linted(context: Context, work: Work, data: _Data) -> Lint:
    found = lint(work, context.environment.get("PATH", ""))
    data["tool_version"] = found.version
    values = found.values()
    values["findings"] = values["findings"][:_MOST_FINDINGS]
    data["lint"] = values
    for one in values["findings"]:
        place = f"line {one['line']}: " if one["line"] else ""
        text = f"{one['severity']}: {place}{one['rule']}: {one['message']}\n"
        context.log("agent", text)
    return found


def _lint(context: Context, work: Work, data: _Data) -> Result:
    """Succeeds when it is clean; without squawk it says nothing."""
    found = _linted(context, work, data)
    if not found.version:
        raise MigrationRefused("squawk did not run.", code="squawk_missing")
    return Result("succeeded" if found.clean else "failed", data=data)


def _rehearse(context: Context, work: Work, data: _Data) -> Result:
    """Succeeds when up and down ran; the levels say what that is worth."""
    target = _target(context, data)
    found = _linted(context, work, data)
    folder = str(context.target.get("bin", ""))
    programs = Programs(context, context.environment, folder, context.started)
    lab = Lab(target, work, context, context.target, programs)
    values = rehearse(lab, lint_clean=found.clean)
    data["rehearsal"] = values
    reached = f"{values['rollback_level']} {values['downtime_level']}"
    context.log("agent", f"reached {reached}\n")
    ran = values["rollback_level"] != "R0"
    return Result("succeeded" if ran else "failed", data=data, message=reached)


def _apply(context: Context, work: Work, data: _Data) -> Result:
    return _moved(context, work, data, apply)


def _rollback(context: Context, work: Work, data: _Data) -> Result:
    return _moved(context, work, data, rollback)


def _moved(
    context: Context, work: Work, data: _Data, move: Callable[..., Any]
) -> Result:
    """Where it stands belongs to every result, a refusal's too."""
    target = _target(context, data)
    try:
        found = move(target, work, context, context.order.job)
    except (MigrationRefused, MigrationStopped, psycopg2.Error):
        with suppress(MigrationRefused, psycopg2.Error):
            data["applied"] = dict(reconcile(target, work, context).values)
        raise
    data["applied"] = dict(found.values)
    return Result("succeeded", data=data, message=str(found.values["state"]))


def _reconcile(context: Context, work: Work, data: _Data) -> Result:
    """Succeeds when the ledger could be read; nothing is run."""
    found = reconcile(_target(context, data), work, context)
    data["applied"] = dict(found.values)
    return Result("succeeded", data=data, message=str(found.values["state"]))


_ACTIONS: dict[str, Callable[[Context, Work, _Data], Result]] = {
    "lint": _lint,
    "rehearse": _rehearse,
    "apply": _apply,
    "rollback": _rollback,
    "reconcile": _reconcile,
}
