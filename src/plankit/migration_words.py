# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a statement of a migration does, as its words tell.

A statement comes as its text and its words: key words and names in capitals, quoted
names as written, every string as ``'``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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


def sets_session(one: Statement) -> bool:
    """Whether the statement is a setting for those that come after it.

    >>> sets_session(Statement(text="", line=1, words=("SET", "ROLE", "X")))
    True
    """
    if one.starts("RESET"):
        return True
    short = one.words[1:2] in (("LOCAL",), ("TRANSACTION",), ("CONSTRAINTS",))
    return one.starts("SET") and not short


def body(found: Sequence[Statement]) -> list[Statement]:
    """The statements without one BEGIN and COMMIT around them all."""
    whole = list(found)
    if len(whole) > 1:
        opens = whole[0].starts("BEGIN") or whole[0].starts("START", "TRANSACTION")
        if opens and (whole[-1].starts("COMMIT") or whole[-1].starts("END")):
            return whole[1:-1]
    return whole


def lost(one: Statement) -> str:
    """What the statement takes away for good, or ""."""
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


def breaks(one: Statement) -> str:
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


def unnamed_index(one: Statement) -> bool:
    """CREATE INDEX CONCURRENTLY whose name PostgreSQL would choose."""
    if not one.starts("CREATE") or not one.has("INDEX", "CONCURRENTLY"):
        return False
    place = one.words.index("CONCURRENTLY") + 1
    return one.words[place : place + 1] == ("ON",)
