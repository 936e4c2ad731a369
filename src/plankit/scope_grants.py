# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether a migration touches who may do what. In doubt it does."""

from __future__ import annotations

import re

from plankit.plan import Migration

#: Extras of a migration that hold its SQL.
SQL = ("@up_sql", "@down_sql")

_DEEPEST = 3
_WORD = re.compile(r"[^\W\d][\w$]*")
#: Words that say it alone, wherever they stand.
_ALONE = frozenset(
    {
        *("grant", "revoke", "bypassrls", "nobypassrls", "security_invoker"),
        *("pg_authid", "pg_auth_members", "pg_policy", "pg_default_acl"),
    }
)
_MAKING = ("create", "alter", "drop", "replace")
_HOLDERS = ("policy", "role", "user", "group", "login")
#: Words that say it one after the other: blanks and comments between them.
_PHRASES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (_MAKING, _HOLDERS),
    (("row",), ("level",), ("security",)),
    (("owner",), ("to",)),
    (("security",), ("definer",)),
    (("default",), ("privileges",)),
    (("reassign", "drop"), ("owned",)),
    (("set",), ("role",)),
    (("session",), ("authorization",)),
)
#: Text that runs what this page does not show: files, output, comments of MySQL.
_ELSEWHERE = re.compile(r"\\(?:i|ir|include|include_relative|gexec)\b|/\*[!M]")
#: A statement made while it runs; a trigger's function is none.
_DYNAMIC, _TRIGGERED = "execute", ("function", "procedure")
#: Words at which reading begins.
_OPENINGS = {*_ALONE, _DYNAMIC, *(word for phrase in _PHRASES for word in phrase[0])}
_OPENING = re.compile(
    rf"(?<![^\W\d])(?:{'|'.join(sorted(_OPENINGS))})(?![\w$])", re.IGNORECASE
)
#: Words of prose, in a name or a description.
_SPOKEN = frozenset(
    {
        *("grant", "grants", "granted", "granting", "revoke", "revokes", "revoked"),
        *("policy", "policies", "rls", "privilege", "privileges"),
        *("permission", "permissions", "acl"),
    }
)


def touches_grants(item: Migration) -> bool:
    """Whether its SQL, name or words speak of grants, policies or roles.

    SQL is read word by word: case, line breaks and comments between the words hide
    nothing. What cannot be decided (an open comment, dynamic SQL) counts as yes.

    >>> touches_grants(Migration(key="1", extra=(("@up_sql", "GRANT/**/SELECT"),)))
    True
    >>> touches_grants(Migration(key="1", extra=(("@up_sql", "select role"),)))
    False
    """
    words = [item.version, item.name, item.description]
    words += [text for header, text in item.extra if header not in SQL]
    sql = [text for _header, text in item.extra]
    return any(map(_spoken, words)) or any(map(_grants, sql)) or _phrased(words)


def _spoken(text: str) -> bool:
    plain = re.sub(r"[\W_]+", " ", text).casefold().split()
    joined = f" {' '.join(plain)} "
    return not _SPOKEN.isdisjoint(plain) or " row level security " in joined


def _phrased(words: list[str]) -> bool:
    return any(_grants(text, dynamic=False) for text in words)


def _grants(text: str, dynamic: bool = True) -> bool:
    if dynamic and _ELSEWHERE.search(text):
        return True
    words = _Words(text)
    try:
        return any(words.speak(found, dynamic) for found in _OPENING.finditer(text))
    except _Undecided:
        return True


class _Undecided(Exception):
    """A comment that nobody closes, or comments in comments in comments."""


_BLANK = re.compile(r"\s+")
_LINE_END = re.compile(r"[\r\n]|\Z")
_EDGE = re.compile(r"/\*|\*/")


class _Words:
    """The words of one SQL text, without the blanks and comments between them.

    What was skipped once is remembered: a hostile text costs no more than its size.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[int, int] = {}
        self._line = (0, -1)

    def speak(self, found: re.Match[str], dynamic: bool) -> bool:
        """Whether a phrase of grants, or a statement made here, begins with it."""
        word, at = found.group().casefold(), found.end()
        if word in _ALONE:
            return True
        if dynamic and word == _DYNAMIC:
            return self._next(at)[0] not in _TRIGGERED
        wanted = [phrase[1:] for phrase in _PHRASES if word in phrase[0]]
        while wanted:
            word, at = self._next(at)
            wanted = [phrase[1:] for phrase in wanted if word in phrase[0]]
            if () in wanted:
                return True
        return False

    def _next(self, at: int) -> tuple[str, int]:
        """The next word and where it ends; empty where something else stands."""
        place = self._solid(at)
        found = _WORD.match(self._text, place)
        return (found.group().casefold(), found.end()) if found else ("", place)

    def _solid(self, at: int) -> int:
        """The first place from ``at`` that is neither blank nor comment."""
        passed = []
        while at not in self._known:
            passed.append(at)
            after = self._after(at)
            if after == at:
                break
            at = after
        place = self._known.get(at, at)
        self._known.update(dict.fromkeys(passed, place))
        return place

    def _after(self, at: int) -> int:
        """Where the blank or comment ends that begins here, if one does."""
        if self._text.startswith("/*", at):
            return self._closed(at + 2)
        if self._text.startswith(("--", "#"), at):
            return self._line_end(at)
        blank = _BLANK.match(self._text, at)
        return blank.end() if blank else at

    def _line_end(self, at: int) -> int:
        start, end = self._line
        if not start <= at <= end:
            found = _LINE_END.search(self._text, at)
            end = found.start() if found else len(self._text)
            self._line = (at, end)
        return end

    def _closed(self, at: int) -> int:
        """Where the comment ends; comments of PostgreSQL hold others."""
        depth = 1
        while depth:
            edge = _EDGE.search(self._text, at)
            if not edge or depth > _DEEPEST:
                raise _Undecided
            depth += 1 if edge.group() == "/*" else -1
            at = edge.end()
        return at
