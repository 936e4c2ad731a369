# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where an Odoo server is found, and how its folders lie."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.settings import SERIES, Settings, SetupError

DEBIAN_SERIES = "19.0"
PACKAGES = Path("usr/lib/python3/dist-packages")


@dataclass(frozen=True)
class Odoo:
    """One server tree: ``path`` is the folder that holds the package ``odoo``."""

    series: str
    path: Path
    origin: str

    @property
    def addons_path(self) -> list[Path]:
        """A packaged tree is whole below odoo/addons; its sibling is a torso."""
        inner, outer = self.path / "odoo" / "addons", self.path / "addons"
        return [inner] if (inner / "web").is_dir() else [inner, outer]


@dataclass(frozen=True)
class Route:
    """A place to look at; ``must`` when a person named it."""

    origin: str
    path: Path
    must: bool = False
    series: str = ""


def routes(settings: Settings) -> list[Route]:
    """The folders to look at, best first."""
    found = []
    if settings.odoo_home:
        found.append(Route("ODOO_HOME", Path(settings.odoo_home), True))
    for series, home in sorted(settings.odoo_homes.items()):
        found.append(Route(f"ODOO_HOME_{series[:2]}", Path(home), True, series))
    cached = settings.cache_dir / "odoo-18.0"
    if cached.is_dir():
        found.append(Route("the cache folder", cached))
    return found


def look(route: Route) -> Odoo | None:
    """The server of one place; a named place without one is an error."""
    home = Path(os.path.abspath(route.path.expanduser()))
    for path in (home, home / PACKAGES):
        series = series_of(path)
        if series in SERIES and route.series in ("", series):
            return Odoo(series, path, route.origin)
    if route.must:
        wanted = route.series or " or ".join(SERIES)
        raise SetupError(f"{route.origin}={route.path} holds no Odoo {wanted}.")
    return None


def series_of(path: Path) -> str:
    """The series that a tree says it is, without running it."""
    try:
        text = (path / "odoo" / "release.py").read_text(encoding="utf-8")
    except OSError:
        return ""
    match = re.search(r"^version_info = \((\d+), (\d+)", text, re.MULTILINE)
    return f"{match[1]}.{match[2]}" if match else ""


def importable(settings: Settings, python: str = sys.executable) -> Odoo | None:
    """An installed server; ``import odoo`` alone would also find mere addons."""
    question = "import odoo.release as r; print(r.__file__)"
    result = subprocess.run(
        [python, "-c", question],
        check=False,
        cwd="/",
        capture_output=True,
        text=True,
    )
    if result.returncode:
        return None
    path = Path(result.stdout.strip().splitlines()[-1]).parent.parent
    series = series_of(path)
    if series not in SERIES:
        return None
    if (path / "odoo" / "addons" / "web").is_dir():
        path = _alone(path, settings.data_dir / "importable" / series)
    return Odoo(series, path, f"import odoo ({path})")


def _alone(path: Path, folder: Path) -> Path:
    """The server without its neighbours: they would shadow the pinned libraries."""
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / "odoo"
    if not link.is_symlink() or link.readlink() != path / "odoo":
        link.unlink(missing_ok=True)
        link.symlink_to(path / "odoo")
    return folder


def local(settings: Settings) -> Iterator[Odoo]:
    """Every server that is there already, best first."""
    for route in routes(settings):
        if server := look(route):
            yield server
    if server := importable(settings):
        yield server


def choose(settings: Settings) -> Odoo | None:
    """The first server of the wanted series; None when Debian's has to be fetched."""
    for server in local(settings):
        if settings.series in ("", server.series):
            return server
    if settings.series in ("", DEBIAN_SERIES):
        return None
    raise SetupError(missing(settings.series))


def missing(series: str) -> str:
    """The sentence for a machine where no server can be had."""
    wanted = series or " or ".join(SERIES)
    return f"No Odoo {wanted} was found: set ODOO_HOME to a source tree of it."
