# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an agent's operator lets it run: a TOML file that nobody else may write."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from planctl.errors import CommandError
from plankit import ed25519, job
from plankit.envelope import Order
from plankit.errors import PlanError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KINDS = frozenset(name for name, _label in job.KINDS)
_TEXTS = ("kinds", "commands", "urls", "environment", "secrets", "revoked")
_FIELDS = frozenset({*_TEXTS, "server", "min_signed", "keys", "targets"})
_LISTS = ("kinds", "secrets", "scripts")
_TARGET = frozenset(
    {*_LISTS, "workdir", "dsn_env", "bin", "maintenance", "copy", "dump"}
)
#: The agent's own account: no command gets it.
_OWN_KEY = "PLAN_API_KEY"
#: What a command needs to find its programs, and no more.
ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")


class OrderRefused(PlanError):
    """An order that this agent does not carry out; ``code`` says by which rule."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Servers, keys and what may run where. Names are those of the file."""

    server: str
    keys: Mapping[str, Callable[[bytes, bytes], bool]]
    revoked: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    commands: tuple[re.Pattern[str], ...] = ()
    urls: tuple[str, ...] = ()
    targets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    environment: tuple[str, ...] = ENVIRONMENT
    secrets: tuple[str, ...] = ()
    min_signed: int = 1

    def check(self, order: Order) -> Mapping[str, Any]:
        """The target's table, or ``OrderRefused``.

        Codes: ``kind_not_allowed``, ``target_not_allowed``, ``not_signed``,
        ``command_not_allowed``, ``url_not_allowed``, ``folder_not_allowed``.
        """
        target = self.targets.get(order.target)
        if target is None:
            raise _refused("target_not_allowed", f"target {order.target}")
        if order.kind not in target.get("kinds", self.kinds):
            raise _refused("kind_not_allowed", f"kind {order.kind}")
        if len(order.signed) < self.min_signed and order.kind not in job.READING:
            said = f"{len(order.signed)} signatures of {self.min_signed}"
            raise _refused("not_signed", said)
        if order.kind == "shell" and not self._allows(order.content.get("command")):
            raise _refused("command_not_allowed", "its command")
        if order.kind == "http" and not self._reaches(order.content.get("url")):
            raise _refused("url_not_allowed", "its address")
        if order.kind == "git-scripts":
            folder = order.content.get("folder")
            if folder not in target.get("scripts", []):
                raise _refused("folder_not_allowed", f"the folder {folder}")
        return target

    def _allows(self, command: object) -> bool:
        """Whether one of the patterns is the whole command."""
        return isinstance(command, str) and any(
            pattern.fullmatch(command) for pattern in self.commands
        )

    def _reaches(self, url: object) -> bool:
        """Whether it begins as one of the list, and stays below that."""
        if not isinstance(url, str) or not url.startswith(self.urls or ("\0",)):
            return False
        path = unquote(url.partition("?")[0]).replace("\\", "/")
        return ".." not in path.split("/")


def _refused(code: str, what: str) -> OrderRefused:
    return OrderRefused(
        f"The policy of this agent does not allow {what}. Whoever runs the agent may "
        "extend the policy file.",
        code=code,
    )


def load(path: Path) -> Policy:
    """The policy of a file, or ``CommandError`` ``bad_policy`` naming the field."""
    try:
        mode = path.stat().st_mode
        data = path.read_bytes()
    except OSError as error:
        raise _bad(path, f"it cannot be read ({error.strerror})") from error
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise _bad(path, f"others may write it: chmod go-w {path}")
    if path.stat().st_uid not in (os.geteuid(), 0):
        raise _bad(path, "it belongs to another user")
    try:
        value = tomllib.loads(data.decode())
    except ValueError as error:
        raise _bad(path, str(error)) from error
    return _policy(path, value)


def _policy(path: Path, value: dict[str, Any]) -> Policy:
    unknown = sorted(value.keys() - _FIELDS)
    if unknown:
        raise _bad(path, f"{', '.join(unknown)} is unknown")
    lists = {name: _texts(path, name, value.get(name, [])) for name in _TEXTS}
    server = value.get("server")
    if not isinstance(server, str) or not server:
        raise _bad(path, "server names no database (its database.uuid)")
    least = value.get("min_signed", 1)
    if type(least) is not int or least < 0:
        raise _bad(path, "min_signed is no number")
    _check_kinds(path, "kinds", lists["kinds"])
    for name in ("secrets", "environment"):
        if _OWN_KEY in lists[name]:
            raise _bad(path, f"{name} names {_OWN_KEY}, which is the agent's own")
    open_ended = [url for url in lists["urls"] if not url.endswith("/")]
    if open_ended:
        raise _bad(path, f"urls: {open_ended[0]} does not end with a slash")
    return Policy(
        server=server,
        keys=_keys(path, value.get("keys", {})),
        revoked=frozenset(lists["revoked"]),
        kinds=frozenset(lists["kinds"]),
        commands=tuple(_pattern(path, text) for text in lists["commands"]),
        urls=lists["urls"],
        targets=_targets(path, value.get("targets", {}), lists["secrets"]),
        environment=lists["environment"] or ENVIRONMENT,
        secrets=lists["secrets"],
        min_signed=least,
    )


def _check_kinds(path: Path, name: str, kinds: Iterable[str]) -> None:
    wrong = sorted(set(kinds) - _KINDS)
    if wrong:
        raise _bad(path, f"{name}: {', '.join(wrong)} is none of {sorted(_KINDS)}")


def _texts(path: Path, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _bad(path, f"{name} is no list of texts")
    return tuple(value)


def _keys(path: Path, value: object) -> dict[str, Callable[[bytes, bytes], bool]]:
    if not isinstance(value, dict) or not value:
        raise _bad(path, "keys names none: write the line that planctl keygen printed")
    found = {}
    for keyid, public in value.items():
        try:
            if not isinstance(public, str) or ed25519.keyid_of(public) != keyid:
                raise _bad(path, f"keys.{keyid} is not the key of that name")
            found[keyid] = ed25519.checker(public)
        except PlanError as error:
            raise _bad(path, f"keys.{keyid}: {error.message}") from error
    return found


def _pattern(path: Path, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.DOTALL)
    except re.error as error:
        raise _bad(path, f"commands: {text} is no pattern ({error})") from error


def _targets(
    path: Path, value: object, secrets: tuple[str, ...]
) -> dict[str, Mapping[str, Any]]:
    if not isinstance(value, dict) or not value:
        raise _bad(path, "targets names none: write [targets.staging]")
    for name, table in value.items():
        if not isinstance(table, dict):
            raise _bad(path, f"targets.{name} is no table")
        unknown = sorted(table.keys() - _TARGET)
        if unknown:
            raise _bad(path, f"targets.{name}: {', '.join(unknown)} is unknown")
        for key in _LISTS:
            _texts(path, f"targets.{name}.{key}", table.get(key, []))
        _check_kinds(path, f"targets.{name}.kinds", table.get("kinds", []))
        _check_secrets(path, name, table, secrets)
    return dict(value)


def _check_secrets(
    path: Path, name: str, table: Mapping[str, Any], secrets: tuple[str, ...]
) -> None:
    """A target names no secret that the agent does not have, and so cannot mask."""
    named = {"secrets": table.get("secrets", [])}
    if "dsn_env" in table:
        named["dsn_env"] = [table["dsn_env"]]
    for key, wanted in named.items():
        missing = [one for one in wanted if one not in secrets]
        if missing:
            raise _bad(
                path,
                f"targets.{name}.{key} names {', '.join(map(str, missing))}, which is "
                "not in secrets: write it there too",
            )


def _bad(path: Path, why: str) -> CommandError:
    return CommandError("bad_policy", f"{path}: {why}.")
