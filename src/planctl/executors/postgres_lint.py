# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lint of a migration: squawk for locks and rewrites, our own rules for the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

import sqlglot
from sqlglot.errors import SqlglotError

from planctl.executors.postgres_connection import MigrationRefused
from planctl.executors.postgres_script import read_script
from planctl.executors.postgres_statements import statements
from planctl.executors.postgres_work import Work
from plankit import migration_lint
from plankit.errors import ERROR, INFO, WARNING
from plankit.migration_words import Statement

OWN, SQUAWK = "planctl", "squawk"
_SECONDS = 60

#: The runner sets the order's own timeout, and its ledger knows what ran already.
_EXCLUDED = ("require-timeout-settings", "prefer-robust-stmts")
#: Taste, no lock and no rewrite.
_TASTE = frozenset(
    {
        "prefer-bigint-over-int",
        "prefer-bigint-over-smallint",
        "prefer-identity",
        "prefer-text-field",
        "prefer-timestamptz",
    }
)


@dataclass(frozen=True)
class Lint:
    """All findings; ``version`` is squawk's."""

    findings: tuple[Mapping[str, Any], ...]
    version: str

    @property
    def clean(self) -> bool:
        severities = [str(one["severity"]) for one in self.findings]
        return bool(self.version) and migration_lint.is_clean(severities)

    def values(self) -> dict[str, Any]:
        """The lint's part of a result."""
        return {"clean": self.clean, "findings": [dict(one) for one in self.findings]}


def lint(work: Work, path: str = "") -> Lint:
    """Lint both scripts; what cannot be read is a finding and never clean.

    ``path`` is the agent's search path for programs.
    """
    one = work.migration
    found = _own(one.up, one.down, one.breaking)
    version = ""
    try:
        squawk = _program(path)
        version = _run([squawk, "--version"], "").strip()
        found += _squawk(squawk, one.up)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        message = f"squawk did not judge the script: {type(error).__name__}."
        found.append(_value("squawk_missing", ERROR, message, 0, SQUAWK))
        version = ""
    found.sort(key=lambda each: (each["line"], each["tool"], each["rule"]))
    return Lint(tuple(found), version)


def _own(up: str, down: str, breaking: str) -> list[dict[str, Any]]:
    scripts: dict[str, list[Statement]] = {"up": [], "down": []}
    found = []
    for side, text in (("up", up), ("down", down)):
        try:
            scripts[side] = statements(text)
            read_script(side, text)
        except MigrationRefused as refusal:
            message = f"{side}: {refusal.message}"
            found.append(_value(refusal.code, ERROR, message, 0, OWN))
    for one in migration_lint.findings(scripts["up"], scripts["down"], breaking):
        found.append(_value(one.rule, one.severity, one.message, one.line, OWN))
    for side in scripts:
        found += _unparsed(scripts[side], side)
    return found


def _unparsed(script: Sequence[Statement], side: str) -> list[dict[str, Any]]:
    """What a second reader of SQL cannot read either deserves a person's look."""
    found = []
    for one in script:
        try:
            sqlglot.parse_one(one.text, dialect="postgres")
        except (SqlglotError, RecursionError):
            message = f"{side}: the statement was judged by its words alone."
            found.append(_value("unparsed", INFO, message, one.line, OWN))
    return found


def _program(path: str) -> str:
    """Beside the interpreter that runs us, where its wheel puts it, else on PATH."""
    beside = Path(sys.executable).with_name(SQUAWK)
    if beside.is_file():
        return str(beside)
    found = which(SQUAWK, path=path)
    if not found:
        raise FileNotFoundError(SQUAWK)
    return found


def _squawk(program: str, script: str) -> list[dict[str, Any]]:
    if not script.strip():
        return []
    words = [program, "--reporter", "json", "--stdin-filepath", "up.sql"]
    words += ["--exclude", ",".join(_EXCLUDED)]
    if _is_whole(script):
        words.append("--assume-in-transaction")
    try:
        return [_read(one) for one in json.loads(_run(words, script))]
    except (KeyError, TypeError) as error:
        raise ValueError("squawk answers in another form") from error


def _read(one: Mapping[str, Any]) -> dict[str, Any]:
    line = int(one["line"]) + 1
    rule = str(one["rule_name"])
    return _value(rule, _severity(one), str(one["message"]), line, SQUAWK)


def _is_whole(script: str) -> bool:
    """Whether the runner makes one transaction of it, and the script does not."""
    try:
        one = read_script("up", script)
        return one.atomic and one.of == len(statements(script))
    except MigrationRefused:
        return False


def _severity(one: Mapping[str, Any]) -> str:
    if one["rule_name"] in _TASTE:
        return INFO
    return ERROR if str(one["level"]).lower() == "error" else WARNING


def _run(words: Sequence[str], given: str) -> str:
    """What was printed; squawk's exit code 1 means that it found something."""
    done = subprocess.run(
        words,
        check=False,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        cwd="/",
        env={},
    )
    if done.returncode not in (0, 1):
        raise subprocess.SubprocessError(f"code {done.returncode}")
    return done.stdout


def _value(
    rule: str, severity: str, message: str, line: int, tool: str
) -> dict[str, Any]:
    return {
        "rule": rule,
        "severity": severity,
        "line": line,
        "message": message,
        "tool": tool,
    }
