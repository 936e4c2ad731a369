# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A throw-away database beside the target, gone again whatever happens."""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection

from planctl.executors.postgres_connection import (
    MigrationRefused,
    Target,
    execute,
    literal,
    names_of,
    quoted,
    rows,
    value,
)
from planctl.executors.postgres_programs import Programs

PREFIX = "plan_rehearsal_"
_NAME = re.compile(rf"{PREFIX}[0-9]{{14}}_[0-9a-f]{{12}}")

#: The name holds its time, so that one left by a crash has an age without a comment.
_ORPHANS = f"""
SELECT datname FROM pg_database WHERE datname ~ '^{PREFIX}[0-9]{{14}}_[0-9a-f]{{12}}$'
  AND substr(datname, {len(PREFIX) + 1}, 14) < to_char(
    (now() AT TIME ZONE 'UTC') - interval '1 day', 'YYYYMMDDHH24MISS')
"""
_NOW = "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISS')"

SCHEMA, DATA, TEMPLATE = "schema", "data", "template"
_ARCHIVE = b"PGDMP"


@dataclass(frozen=True)
class Scratch:
    """How to make one: the target, its table in the policy, and the programs."""

    target: Target
    policy: Mapping[str, Any]
    programs: Programs

    @contextmanager
    def database(self) -> Iterator[Target]:
        """The new database with the target's schema, or what the policy gives it."""
        with self._administration() as connection:
            drop_orphans(connection)
            now = value(connection, _NOW)
            name = f"{PREFIX}{now}_{secrets.token_hex(6)}"
        try:
            self._create(name)
            yield self.target.on(name)
        finally:
            with self._administration() as connection:
                drop(connection, name)

    @contextmanager
    def _administration(self) -> Iterator[Connection]:
        other = str(self.policy.get("maintenance", "postgres"))
        with self.target.on(other).connect("planctl-scratch") as connection:
            yield connection

    def _create(self, name: str) -> None:
        mode = str(self.policy.get("copy", SCHEMA))
        if mode not in (SCHEMA, DATA, TEMPLATE):
            raise MigrationRefused(
                "The target's copy is schema, data or template.", code="bad_policy"
            )
        source = "template0" if mode != TEMPLATE else self.target.database
        with self._administration() as connection:
            settings = _settings(self.target) if mode != TEMPLATE else ""
            execute(
                connection,
                f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(source)} {settings}",
            )
            note = literal("Throw-away database of a migration's rehearsal.")
            execute(connection, f"COMMENT ON DATABASE {quoted(name)} IS {note}")
        if mode != TEMPLATE:
            self._fill(name, mode)

    def _fill(self, name: str, mode: str) -> None:
        made = self.target.on(name).environment(self.programs.environment)
        given = str(self.policy.get("dump", ""))
        if given:
            self._restore(Path(given), made)
            return
        with tempfile.TemporaryDirectory(prefix="planctl-") as folder:
            path = Path(folder, "dump.sql")
            words = [self.programs.path("pg_dump"), "--no-subscriptions", "-f", path]
            if mode == SCHEMA:
                words.append("--schema-only")
            source = self.target.environment(self.programs.environment)
            self.programs.must([str(word) for word in words], source)
            self._restore(path, made)

    def _restore(self, path: Path, environment: Mapping[str, str]) -> None:
        if not path.is_file():
            raise MigrationRefused("The policy's dump is not there.", code="no_dump")
        with path.open("rb") as handle:
            archive = handle.read(len(_ARCHIVE)) == _ARCHIVE
        if archive:
            words = [self.programs.path("pg_restore"), "--exit-on-error", "-d"]
            words += [environment["PGDATABASE"], str(path)]
        else:
            words = [self.programs.path("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1"]
            words += ["-1", "-f", str(path)]
        self.programs.must(words, environment)


def _settings(target: Target) -> str:
    """The target's encoding and locale; the provider's own where the server has it."""
    with target.connect("planctl-scratch") as one:
        encoding, provider = rows(
            one,
            "SELECT pg_encoding_to_char(encoding), to_jsonb(d) FROM pg_database d "
            "WHERE datname = current_database()",
        )[0]
    words = [f"ENCODING {literal(encoding)}"]
    words.append(f"LC_COLLATE {literal(provider['datcollate'])}")
    words.append(f"LC_CTYPE {literal(provider['datctype'])}")
    locale = provider.get("datlocale") or provider.get("daticulocale")
    kinds = {"i": "icu", "b": "builtin"}
    kind = kinds.get(str(provider.get("datlocprovider", "c")))
    if kind and locale:
        words.append(f"LOCALE_PROVIDER {kind}")
        words.append(f"{kind.upper()}_LOCALE {literal(locale)}")
    return " ".join(words)


def drop_orphans(connection: Connection) -> None:
    """What a crash left behind more than a day ago."""
    for name in names_of(rows(connection, _ORPHANS)):
        with suppress(psycopg2.Error):
            drop(connection, name)


def drop(connection: Connection, name: str) -> None:
    """Only a database of ours, by its name, whoever is still connected."""
    if not _NAME.fullmatch(name):
        raise MigrationRefused(f"{name} is no throw-away database.", code="bad_name")
    execute(connection, f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")
