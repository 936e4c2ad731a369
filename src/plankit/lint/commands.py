# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules about commands: what they destroy, and what they give away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plankit.errors import ERROR
from plankit.lint.rule import Context, Problem, Rule, at, header, shorten

#: Longest line looked at; a longer one is no command a person wrote.
_LIMIT = 2000
_I = re.IGNORECASE

#: What is lost, and the command that loses it.
DESTRUCTIVE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (loss, re.compile(pattern, _I))
    for loss, pattern in (
        ("the whole database", r"\bsupabase\s+db\s+reset\b"),
        ("the whole database", r"\bdrop\s+(?:database|schema)\b|\bdropdb\b"),
        ("a table with its rows", r"\bdrop\s+table\b|\btruncate\s+(?:table\s+)?\w"),
        ("every row of a table", r"\bdelete\s+from\s+[\w.\"]+\s*(?:;|\"|'|$)"),
        ("the whole database", r"\bprisma\s+migrate\s+reset\b|\bflyway\b.*\bclean\b"),
        ("the whole database", r"\bdb:(?:drop|reset|schema:load)\b|\bdrop-all\b"),
        ("the whole schema", r"\balembic\s+downgrade\s+base\b|\bmigrate:fresh\b"),
        ("the whole database", r"\bdropDatabase\b|\bflush(?:all|db)\b"),
        ("whole folders", r"\brm\s+(?:-\w+\s+)*-\w*(?:rf|fr|r\w*\s+-f|f\w*\s+-r)\w*\b"),
        ("the history on the server", r"\bgit\s+push\b.*\s(?:--force|-f|\+\w)"),
        ("uncommitted work", r"\bgit\s+(?:reset\s+--hard|clean\s+-\w*f)"),
        ("the infrastructure", r"\b(?:terraform|tofu|pulumi|cdk)\s+destroy\b"),
        (
            "resources of the cluster",
            r"\bkubectl\s+delete\s+(?:ns|namespace|pvc?|persistentvolume\w*|crd|all)\b"
            r"|\bkubectl\s+delete\b.*\s--all\b|\bhelm\s+(?:uninstall|delete)\b",
        ),
        (
            "volumes with their data",
            r"\bdocker\s+(?:system|volume)\s+(?:prune|rm)\b"
            r"|\bdocker[- ]compose\b.*\bdown\b.*\s(?:-v|--volumes)\b",
        ),
        (
            "stored objects",
            r"\baws\s+s3\s+(?:rm\b.*--recursive|rb\b)|\bgsutil\s+.*\brm\s",
        ),
        ("the disk", r"\bmkfs\b|\bdd\s.*\bof=/dev/|>\s*/dev/[sn][dv]\w"),
    )
)

#: What a verification has no business to change, beside the above.
_CHANGING = re.compile(
    r"\b(?:terraform|tofu)\s+apply\b|\bkubectl\s+(?:apply|delete)\b"
    r"|\bcurl\b.*-X\s*[\"']?(?:DELETE|PUT|PATCH)\b"
    r"|\b(?:insert\s+into|update\s+\w+\s+set|alter\s+table|delete\s+from)\b",
    _I,
)
_COMMENT = re.compile(r"^\s*(?:#|--|//|rem\b)", _I)

_SECRETS = (
    re.compile(
        r"(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)"
        r"[\"']?\s*[=:]\s*[\"']?(?![\s$<{*%&]|\.\.\.|xxx|your|change)[^\s\"']{4,}",
        _I,
    ),
    re.compile(r"\bauthorization:\s*(?:bearer|basic)\s+(?![$<{*])[\w.~+/=-]{8,}", _I),
    re.compile(r"://[^\s:/@$<{]+:(?![$<{*])[^\s:/@$<{]{2,}@"),
    re.compile(r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{20,}|xox[abp]-[\w-]{10,})"),
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
)

_ROLLBACKS = ("rollback_plan", "rollback_command")
_TEXTS = (*_ROLLBACKS, "migration_strategy", "overview")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that run, with their distance from the first."""
    for number, line in enumerate(text.splitlines()):
        if line.strip() and not _COMMENT.match(line):
            yield number, line.strip()[:_LIMIT]


def loss_of(command: str) -> str:
    """What a command destroys, or nothing.

    >>> loss_of("supabase db reset --db-url $DATABASE_URL"), loss_of("ls")
    ('the whole database', '')
    """
    line = command[:_LIMIT]
    return next((loss for loss, pattern in DESTRUCTIVE if pattern.search(line)), "")


def destructive_rollback(context: Context) -> Iterator[Problem]:
    for field in _ROLLBACKS:
        for number, line in _lines(getattr(context.plan, field)):
            loss = loss_of(line)
            if loss:
                message = f"Rolling back with “{shorten(line, 60)}” destroys {loss}."
                yield header(field, message, number)


def destructive_verification(context: Context) -> Iterator[Problem]:
    for check in context.plan.checks:
        for _number, line in _lines(check.command):
            loss = loss_of(line) or ("something" if _CHANGING.search(line) else "")
            if loss:
                message = f"Verifying with “{shorten(line, 60)}” changes {loss}."
                yield at("checks", check, "command", message)
                break


def _gives_away(line: str) -> bool:
    return any(pattern.search(line) for pattern in _SECRETS)


def secret_in_command(context: Context) -> Iterator[Problem]:
    for field in _TEXTS:
        for number, line in enumerate(getattr(context.plan, field).splitlines()):
            if _gives_away(line[:_LIMIT]):
                yield header(field, "A secret stands here in clear.", number)
    for check in context.plan.checks:
        if any(_gives_away(line[:_LIMIT]) for line in check.command.splitlines()):
            message = "A secret stands in this command in clear."
            yield at("checks", check, "command", message)


RULES = (
    Rule(
        "destructive_rollback",
        ERROR,
        destructive_rollback,
        "A rollback command destroys data (supabase db reset, DROP DATABASE, ...).",
        "Write a down script that keeps the data, and rehearse it.",
    ),
    Rule(
        "destructive_verification",
        ERROR,
        destructive_verification,
        "A verification command changes or destroys what it should only look at.",
        "Use a command that only reads.",
    ),
    Rule(
        "secret_in_command",
        ERROR,
        secret_in_command,
        "A password, token or key stands in the plan in clear.",
        "Take it from the environment ($NAME), and change the secret: it is known now.",
    ),
)
