# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A script's statements, each with its exact text, as psql would cut them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot.dialects.postgres import Postgres
from sqlglot.errors import TokenError
from sqlglot.tokenizer_core import Token, TokenType

from planctl.executors.postgres_connection import MigrationRefused
from plankit.migration_words import Statement

_STRINGS = frozenset(
    {
        TokenType.STRING,
        TokenType.BYTE_STRING,
        TokenType.BIT_STRING,
        TokenType.HEX_STRING,
        TokenType.HEREDOC_STRING,
        TokenType.NATIONAL_STRING,
        TokenType.RAW_STRING,
        TokenType.UNICODE_STRING,
    }
)


def statements(script: str) -> list[Statement]:
    """The statements in order; ``MigrationRefused`` where the text has no end.

    >>> [one.text for one in statements("SELECT ';'; -- a;\\nSELECT $$;$$")]
    ["SELECT ';'", '-- a;\\nSELECT $$;$$']
    """
    if "\0" in script:
        raise MigrationRefused("A NUL stands in the script.", code="unreadable_sql")
    script = script.removeprefix("\ufeff")
    try:
        tokens = Postgres().tokenize(script)
    except TokenError as error:
        raise MigrationRefused(
            "A quote, a body or a comment of the script has no end.",
            code="unreadable_sql",
        ) from error
    _check_continued(script, tokens)
    return list(_cut(script, tokens))


def _cut(script: str, tokens: Sequence[Token]) -> Iterator[Statement]:
    """At each semicolon outside of brackets and of BEGIN ATOMIC bodies."""
    start, depth, body = 0, 0, _Body()
    held: list[Token] = []
    for token in tokens:
        if token.token_type == TokenType.SEMICOLON and not depth and not body.depth:
            if held:
                yield _statement(script, start, token.start, held)
            start, held, body = token.end + 1, [], _Body()
            continue
        held.append(token)
        depth += {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}.get(token.token_type, 0)
        depth = max(depth, 0)
        body.read(_word(script, token))
    if held:
        yield _statement(script, start, len(script), held)


class _Body:
    """How deep the words are in the BEGIN ATOMIC body of a CREATE FUNCTION."""

    def __init__(self) -> None:
        self.depth = 0
        self._last = ""
        self._first: list[str] = []

    def read(self, word: str) -> None:
        if len(self._first) < 4:
            self._first.append(word)
        begins = word == "ATOMIC" and self._last == "BEGIN"
        if begins and {"FUNCTION", "PROCEDURE"} & {*self._first}:
            self.depth = 1
        elif self.depth and word == "CASE":
            self.depth += 1
        elif self.depth and word == "END":
            self.depth -= 1
        self._last = word


def _statement(script: str, start: int, end: int, held: Sequence[Token]) -> Statement:
    return Statement(
        text=script[start:end].strip(),
        line=script.count("\n", 0, held[0].start) + 1,
        words=tuple(_word(script, token) for token in held),
    )


def _word(script: str, token: Token) -> str:
    """A key word or name in capitals, a quoted name as written, a string as ``'``."""
    if token.token_type in _STRINGS:
        return "'"
    text = script[token.start : token.end + 1]
    return text if token.token_type == TokenType.IDENTIFIER else text.upper()


def _check_continued(script: str, tokens: Sequence[Token]) -> None:
    """A string goes on after a line end; in an E'' string so do its backslashes.

    The tokenizer forgets that, and would see an end where there is none.
    """
    for token, after in zip(tokens, tokens[1:], strict=False):
        between = script[token.end + 1 : after.start]
        if (
            token.token_type == TokenType.BYTE_STRING
            and after.token_type == TokenType.STRING
            and "\n" in between
            and "\\" in script[after.start : after.end + 1]
        ):
            line = script.count("\n", 0, after.start) + 1
            raise MigrationRefused(
                f"Line {line}: write the string with escapes on one line.",
                code="unreadable_sql",
            )
