# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a lint for locks does not know of a migration: down, losses, transactions.

Each rule reads words (``plankit.migration_words``); none looks into a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from plankit.errors import ERROR, INFO, WARNING
from plankit.migration_words import (
    Statement,
    body,
    breaks,
    cluster_wide,
    control,
    lost,
    needs_no_transaction,
    unnamed_index,
)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a rule says; ``line`` counts from 1, 0 where it is of the whole."""

    rule: str
    severity: str
    message: str
    line: int = 0


def findings(
    up: Sequence[Statement], down: Sequence[Statement], breaking: str
) -> list[Found]:
    """All findings, the up's in the order of its lines."""
    found = [*_down(up, down), *_flag(up, breaking)]
    for script in (up, down):
        found += _transactions(script)
        found += _unsupported(script)
    for one in up:
        found += _irreversible(one)
    return sorted(found, key=lambda one: (one.line, one.rule))


def _down(up: Sequence[Statement], down: Sequence[Statement]) -> Iterator[Found]:
    if up and not down:
        yield Found(
            rule="missing_down",
            severity=ERROR,
            message="There is no down script, or no statement in it.",
        )
    if not up:
        yield Found(
            rule="missing_up", severity=ERROR, message="The up script does nothing."
        )


def _irreversible(one: Statement) -> Iterator[Found]:
    what = lost(one)
    if what:
        yield Found(
            rule="irreversible",
            severity=WARNING,
            message=f"{what}: no down brings the data back.",
            line=one.line,
        )


def _flag(up: Sequence[Statement], breaking: str) -> Iterator[Found]:
    if breaking not in ("yes", "no"):
        yield Found(
            rule="breaking_unset",
            severity=WARNING,
            message="Nobody said whether the migration is breaking.",
        )
    if breaking != "no":
        return
    for one in up:
        what = breaks(one)
        if what:
            yield Found(
                rule="breaking_contradicted",
                severity=ERROR,
                message=f"{what} breaks the previous version, and breaking says no.",
                line=one.line,
            )


def _transactions(script: Sequence[Statement]) -> Iterator[Found]:
    alone = [one for one in script if needs_no_transaction(one)]
    inner = body(script)
    for one in inner:
        if control(one):
            yield Found(
                rule="transaction_control",
                severity=ERROR,
                message=f"{one.words[0]}: the transaction is the runner's.",
                line=one.line,
            )
    if alone and len(inner) < len(script):
        yield Found(
            rule="transaction_mixing",
            severity=ERROR,
            message="PostgreSQL refuses the statement between BEGIN and COMMIT.",
            line=alone[0].line,
        )
    elif alone and len(alone) < len(script):
        yield Found(
            rule="transaction_mixing",
            severity=WARNING,
            message="With this statement the script is not one transaction any more.",
            line=alone[0].line,
        )
    yield from _new_labels(inner)


def _new_labels(script: Sequence[Statement]) -> Iterator[Found]:
    for one in script:
        if one.starts("ALTER", "TYPE") and one.has("ADD", "VALUE") and len(script) > 1:
            yield Found(
                rule="enum_value_in_transaction",
                severity=WARNING,
                message="A new label cannot be used before its transaction ends.",
                line=one.line,
            )


_Rule = tuple[str, Callable[[Statement], bool], str]

_UNSUPPORTED: tuple[_Rule, ...] = (
    (
        "cluster_wide",
        cluster_wide,
        "It changes the whole cluster: it cannot be rehearsed beside the target.",
    ),
    (
        "psql_command",
        lambda one: one.words[:1] == ("\\",),
        "A command of psql: PostgreSQL does not know it.",
    ),
    (
        "copy_from_stdin",
        lambda one: one.starts("COPY") and one.has("STDIN"),
        "Rows within the script are not read: write INSERT.",
    ),
    (
        "unnamed_index",
        unnamed_index,
        "Without a name nobody can tell after a crash whether the index is there.",
    ),
)


def _unsupported(script: Sequence[Statement]) -> Iterator[Found]:
    for one in script:
        for name, holds, message in _UNSUPPORTED:
            if holds(one):
                yield Found(rule=name, severity=ERROR, message=message, line=one.line)


def is_clean(severities: Sequence[str]) -> bool:
    """Whether nothing but remarks was found."""
    return all(one == INFO for one in severities)
