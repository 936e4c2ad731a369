# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a lint for locks does not know of a migration: down, losses, transactions.

A statement comes as its text and its words: key words and names in capitals, quoted
names as written, every string as ``'``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from plankit.errors import ERROR, INFO, WARNING


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement of a script; ``line`` is that of its first word."""

    text: str
    line: int
    words: tuple[str, ...]

    def starts(self, *words: str) -> bool:
        """Whether these are its first words."""
        return self.words[: len(words)] == words

    def has(self, *words: str) -> bool:
        """Whether these words stand in it one after the other."""
        size = len(words)
        places = range(len(self.words) - size + 1)
        return any(self.words[n : n + size] == words for n in places)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a rule says; ``line`` counts from 1, 0 where it is of the whole."""

    rule: str
    severity: str
    message: str
    line: int = 0


#: Words after which a transaction begins or ends.
_CONTROL = frozenset(
    {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE", "SAVEPOINT"}
    | {"RELEASE"}
)
_CLUSTER = frozenset(
    {"ROLE", "USER", "GROUP", "DATABASE", "TABLESPACE", "SYSTEM", "SUBSCRIPTION"}
)
#: After ALTER TABLE ... DROP these take no data away.
_NO_COLUMN = frozenset({"CONSTRAINT", "DEFAULT", "NOT", "EXPRESSION", "IDENTITY"})
_HOLDS_DATA = frozenset({"TABLE", "SCHEMA", "SEQUENCE", "TYPE", "DATABASE", "DOMAIN"})


def control(one: Statement) -> str:
    """The word by which a statement begins or ends a transaction, or ""."""
    word = one.words[0] if one.words else ""
    if word == "PREPARE" and not one.starts("PREPARE", "TRANSACTION"):
        return ""
    if word == "START" and not one.starts("START", "TRANSACTION"):
        return ""
    return word if word in _CONTROL else ""


def needs_no_transaction(one: Statement) -> bool:
    """Whether PostgreSQL refuses the statement within a transaction."""
    if one.has("CONCURRENTLY"):
        return not one.starts("REFRESH")
    if one.starts("VACUUM") or one.starts("ALTER", "SYSTEM"):
        return True
    if one.starts("REINDEX"):
        return one.has("DATABASE") or one.has("SYSTEM") or one.has("SCHEMA")
    made = one.words[1:2]
    return one.words[:1] in (("CREATE",), ("DROP",)) and made in (
        ("DATABASE",),
        ("TABLESPACE",),
        ("SUBSCRIPTION",),
    )


def cluster_wide(one: Statement) -> bool:
    """Whether the statement changes more than its own database.

    >>> cluster_wide(Statement(text="", line=1, words=("CREATE", "ROLE", "X")))
    True
    """
    verb, words = one.words[:1], one.words[1:]
    if verb in (("CREATE",), ("ALTER",), ("DROP",)):
        return words[:1] != () and words[0] in _CLUSTER and words[1:2] != ("MAPPING",)
    if verb in (("GRANT",), ("REVOKE",)):
        return not one.has("ON")
    if verb == ("REASSIGN",):
        return False
    return (
        one.starts("COMMENT", "ON")
        and one.words[2:3] != ()
        and (one.words[2] in _CLUSTER)
    )


def body(found: Sequence[Statement]) -> list[Statement]:
    """The statements without one BEGIN and COMMIT around them all."""
    whole = list(found)
    if len(whole) > 1:
        opens = whole[0].starts("BEGIN") or whole[0].starts("START", "TRANSACTION")
        if opens and (whole[-1].starts("COMMIT") or whole[-1].starts("END")):
            return whole[1:-1]
    return whole


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
    what = _lost(one)
    if what:
        yield Found(
            rule="irreversible",
            severity=WARNING,
            message=f"{what}: no down brings the data back.",
            line=one.line,
        )


def _lost(one: Statement) -> str:
    if one.starts("DROP") and one.words[1:2] and one.words[1] in _HOLDS_DATA:
        return f"DROP {one.words[1]}"
    if one.starts("DROP", "MATERIALIZED") or one.starts("DROP", "OWNED"):
        return ""
    if one.starts("TRUNCATE"):
        return "TRUNCATE"
    if drops_column(one):
        return "DROP COLUMN"
    if one.starts("DELETE") and "WHERE" not in one.words:
        return "DELETE without WHERE"
    if one.starts("UPDATE") and "WHERE" not in one.words:
        return "UPDATE without WHERE"
    return ""


def drops_column(one: Statement) -> bool:
    """ALTER TABLE with a DROP that is of a column; the word COLUMN may be left out."""
    if not one.starts("ALTER", "TABLE"):
        return False
    depth = 0
    for word, after in zip(one.words, (*one.words[1:], ""), strict=True):
        depth += {"(": 1, ")": -1}.get(word, 0)
        if word == "DROP" and not depth and after not in _NO_COLUMN:
            return True
    return False


def _breaks(one: Statement) -> str:
    """What an application of the previous version would stumble over."""
    if one.starts("DROP", "TABLE") or one.starts("DROP", "VIEW"):
        return f"DROP {one.words[1]}"
    if not one.starts("ALTER"):
        return ""
    if drops_column(one):
        return "DROP COLUMN"
    rules: tuple[tuple[str, bool], ...] = (
        ("RENAME", one.has("RENAME") and not one.starts("ALTER", "INDEX")),
        ("a change of type", one.starts("ALTER", "TABLE") and _retypes(one)),
        ("SET NOT NULL", one.has("SET", "NOT", "NULL")),
        ("SET SCHEMA", one.has("SET", "SCHEMA")),
    )
    return next((name for name, holds in rules if holds), "")


def _retypes(one: Statement) -> bool:
    return one.has("SET", "DATA", "TYPE") or any(
        one.words[n] == "ALTER" and "TYPE" in one.words[n + 2 : n + 4]
        for n in range(1, len(one.words))
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
        what = _breaks(one)
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
        lambda one: unnamed_index(one),
        "Without a name nobody can tell after a crash whether the index is there.",
    ),
)


def unnamed_index(one: Statement) -> bool:
    """CREATE INDEX CONCURRENTLY whose name PostgreSQL would choose."""
    if not one.starts("CREATE") or not one.has("INDEX", "CONCURRENTLY"):
        return False
    place = one.words.index("CONCURRENTLY") + 1
    return one.words[place : place + 1] == ("ON",)


def _unsupported(script: Sequence[Statement]) -> Iterator[Found]:
    for one in script:
        for name, holds, message in _UNSUPPORTED:
            if holds(one):
                yield Found(rule=name, severity=ERROR, message=message, line=one.line)


def is_clean(severities: Sequence[str]) -> bool:
    """Whether nothing but remarks was found."""
    return all(one == INFO for one in severities)
