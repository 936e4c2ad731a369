# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A browser for the tests: the system's, or Debian's unpacked into the cache."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools import process
from tools.apt import PrivateApt
from tools.report import step
from tools.settings import Settings, SetupError

# The names that Odoo looks for on the path, in its order.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
# libatomic1 is for Playwright's own node, which a minimal Debian cannot start.
PACKAGES = ("chromium-headless-shell", "fonts-dejavu-core", "libatomic1")
# The links to font settings are made by a script of the package that never ran, so
# the wrapper brings settings of its own: without them text has no glyphs.
WRAPPER = """#!/bin/sh
d=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd); t=$d/tree
case $(dpkg --print-architecture) in
    arm64) m=aarch64-linux-gnu;;
    *) m=x86_64-linux-gnu;;
esac
export LD_LIBRARY_PATH="$t/usr/lib/$m:$t/usr/lib/$m/pulseaudio:$t/lib/$m"
export FONTCONFIG_FILE="$d/fonts.conf"
[ -f "$FONTCONFIG_FILE" ] || printf '%s' "<?xml version=\\"1.0\\"?><fontconfig>\
<dir>$t/usr/share/fonts</dir><dir>/usr/share/fonts</dir>\
<cachedir>$d/fontcache</cachedir></fontconfig>" > "$FONTCONFIG_FILE"
exec "$t/usr/lib/chromium/chromium-headless-shell" "$@"
"""


def folder(settings: Settings) -> Path:
    """A folder for the front of PATH; empty when the system has a browser."""
    if any(shutil.which(name) for name in NAMES):
        return Path()
    place = settings.cache_dir / "browser"
    with process.locked(settings.cache_dir / "browser.lock"):
        if not (place / "bin" / "chromium").exists():
            with step("Fetch and unpack Debian's browser for the tests"):
                _unpack(settings, place)
        _write_wrapper(place)
    return place / "bin"


def _unpack(settings: Settings, place: Path) -> None:
    unfinished = place.with_name("browser.tmp")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "bin").mkdir(parents=True)
    apt = PrivateApt(settings.cache_dir / "apt-browser", settings.cache_dir / "apt.log")
    try:
        apt.use_system()
        for archive in apt.download_missing(PACKAGES):
            process.run(["dpkg-deb", "-x", archive, unfinished / "tree"])
    except SetupError as error:
        sentence = "No browser was found for the tests: install chromium."
        raise SetupError(f"{sentence} {error}") from error
    finally:
        apt.close()
    process.run([_write_wrapper(unfinished), "--version"])
    # it names the folder before the move
    (unfinished / "fonts.conf").unlink(missing_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    os.replace(unfinished, place)


def _write_wrapper(place: Path) -> Path:
    """Anew each time: the browser may be older than this file."""
    wrapper = place / "bin" / "chromium"
    wrapper.write_text(WRAPPER, encoding="utf-8")
    wrapper.chmod(0o755)
    return wrapper
