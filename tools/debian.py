# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo 19.0 as Debian packages it, unpacked without root into the cache."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools import odoo, process
from tools.apt import PrivateApt
from tools.settings import Settings, SetupError

PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
)
# A second, partial copy of the addons, and files that only a system needs.
LEFT_OUT = ("addons", "setup", "doc")
# Debian cuts this script out but its bundle still lists it: an empty file keeps
# the bundle whole. Only the blurred background of calls would call it.
CUT_OUT = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def tree(settings: Settings) -> Path:
    return settings.cache_dir / "odoo-19.0-debian"


def found(settings: Settings) -> odoo.Odoo | None:
    """The tree of an earlier run; it is renamed into place when it is whole."""
    path = tree(settings) / odoo.PACKAGES
    if odoo.series_of(path) != odoo.DEBIAN_SERIES:
        return None
    return odoo.Odoo(odoo.DEBIAN_SERIES, path, "Debian's package, unpacked")


def unpack(settings: Settings) -> Path:
    """Fetch and unpack beside the final place; ``finish`` moves it there."""
    target = tree(settings).with_name("odoo-19.0-debian.tmp")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    log = settings.cache_dir / "debian.log"
    apt = PrivateApt(settings.cache_dir / "apt-odoo", log)
    try:
        apt.use_sid()
        for archive in apt.download(PACKAGES):
            _extract(archive, target)
    except SetupError as error:
        sentence = odoo.missing(settings.series)
        raise SetupError(f"{sentence} Debian's package: {error}") from error
    finally:
        apt.close()
    script = target / odoo.PACKAGES / CUT_OUT
    script.parent.mkdir(parents=True, exist_ok=True)
    script.touch()
    return target


def _extract(archive: Path, target: Path) -> None:
    """Unpack one package; nothing of it reaches the system."""
    if not archive.name.startswith("odoo-"):
        process.run(["dpkg-deb", "-x", archive, target])
        return
    skipped = [f"--exclude=./{odoo.PACKAGES}/{name}" for name in LEFT_OUT]
    command = ["tar", "-x", "-C", str(target), "--exclude=./etc", *skipped]
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE
    ) as source:
        done = subprocess.run(command, stdin=source.stdout, check=False)
    if done.returncode or source.returncode:
        raise SetupError(f"{archive.name} could not be unpacked.")


def finish(settings: Settings, unpacked: Path, packages: Path) -> odoo.Odoo:
    """Give the tree the icon font its links want (sid has moved on), and place it."""
    fonts = unpacked / "usr/share/fonts-font-awesome/fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for path in (packages / "xstatic/pkg/font_awesome/data/fonts").iterdir():
        shutil.copy(path, fonts)
    shutil.rmtree(tree(settings), ignore_errors=True)
    os.replace(unpacked, tree(settings))
    server = found(settings)
    if server is None:
        raise SetupError(odoo.missing(settings.series))
    return server
