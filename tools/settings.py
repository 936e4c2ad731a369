# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the environment asks for, as one value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERIES = ("18.0", "19.0")
DATABASE = "implementation"
LIBPQ = ("PGHOST", "PGHOSTADDR", "PGSERVICE")


class SetupError(Exception):
    """A sentence for the person at the terminal; the command ends with code 2."""


@dataclass(frozen=True)
class Settings:
    """The table of settings in the README."""

    root: Path
    http_port: int
    data_dir: Path
    cache_dir: Path
    series: str = ""
    odoo_home: str = ""
    odoo_homes: Mapping[str, str] = field(default_factory=dict)
    own_postgres: bool = True
    force: bool = False

    def folder(self, series: str) -> Path:
        """Each series has a data folder of its own."""
        return self.data_dir / series


def read(environ: Mapping[str, str], root: Path = ROOT) -> Settings:
    """Settings of ``environ``; an empty variable counts as none."""
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    return Settings(
        root=root,
        http_port=_port(given.get("HTTP_PORT", "8069")),
        data_dir=_folder(given.get("DATA_DIR", ".data"), root),
        cache_dir=_folder(given.get("CACHE_DIR", "~/.cache/implementation-plan"), root),
        series=_series(given.get("SERIES", "")),
        odoo_home=given.get("ODOO_HOME", ""),
        odoo_homes={
            series: given[name]
            for series in SERIES
            if (name := f"ODOO_HOME_{series[:2]}") in given
        },
        own_postgres=not any(name in given for name in LIBPQ),
        force=given.get("FORCE", "") not in ("", "0"),
    )


def _port(text: str) -> int:
    """A TCP port that a normal user may take is 1024 or more; root takes any."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SetupError(f"HTTP_PORT={text} is no port: give a number below 65536.")
    return int(text)


def _folder(text: str, root: Path) -> Path:
    """A relative folder is meant from the checkout."""
    return Path(os.path.abspath(root / Path(text).expanduser()))


def _series(text: str) -> str:
    """18 and 18.0 are the same wish."""
    wish = text if "." in text or not text else f"{text}.0"
    if wish and wish not in SERIES:
        raise SetupError(f"SERIES={text} is not known: say {' or '.join(SERIES)}.")
    return wish
