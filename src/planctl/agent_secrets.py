# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Secrets of an agent: values by name, from a file of mode 600 or the environment."""

from __future__ import annotations

import stat
from collections.abc import Collection, Mapping
from pathlib import Path

from planctl.errors import CommandError
from plankit.redact import Redactor, SecretRefused


def load(
    names: Collection[str], path: Path | None, environ: Mapping[str, str]
) -> dict[str, str]:
    """The values of these names; the file comes before the environment.

    ``CommandError``: ``open_secrets``, ``no_secret``, ``secret_too_short``.
    """
    given = {**environ, **(_read(path) if path else {})}
    missing = sorted(name for name in names if not given.get(name))
    if missing:
        raise CommandError(
            "no_secret",
            f"{', '.join(missing)} has no value: the policy names it. Export it, or "
            "write NAME=value into the file of --secrets.",
        )
    found = {name: given[name] for name in names}
    try:
        Redactor(found)
    except SecretRefused as error:
        raise CommandError(error.code, error.message) from error
    return found


def _read(path: Path) -> dict[str, str]:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CommandError("open_secrets", f"{path} cannot be read: {error}") from error
    if stat.S_IMODE(mode) & 0o077:
        raise CommandError(
            "open_secrets", f"{path} may be read by others: chmod 600 {path}."
        )
    pairs = (
        line.partition("=")
        for line in text.splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    )
    return {name.strip(): value for name, _sign, value in pairs}
