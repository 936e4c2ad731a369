# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Debian packages without root: a private apt that leaves the system's alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools import process
from tools.settings import SetupError

KEYRINGS = (
    Path("/usr/share/keyrings/debian-archive-keyring.gpg"),
    Path("/usr/share/keyrings/debian-archive-keyring.pgp"),
)
# Read after the system's files: their proxy settings stay, their hooks go.
COMMON = """
Dir::State "{0}"; Dir::State::lists "{0}/lists"; Dir::State::status "{1}";
Dir::State::extended_states "{0}/extended";
Dir::Cache "{0}"; Dir::Cache::archives "{0}/archives";
Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache ""; Dir::Log "{0}/log";
APT::Sandbox::User ""; Acquire::Languages "none"; Acquire::PDiffs "false";
Acquire::Retries "3"; Debug::NoLocking "1"; APT::Install-Recommends "0";
#clear APT::Update::Post-Invoke; #clear APT::Update::Post-Invoke-Success;
#clear APT::Update::Pre-Invoke; #clear DPkg::Post-Invoke; #clear DPkg::Pre-Invoke;
"""
ONLY_SID = """
Dir::Etc::sourcelist "{0}/private.sources"; Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null"; Dir::Etc::preferencesparts "/dev/null";
"""


class PrivateApt:
    """apt's state in one folder; ``close`` removes it, archives included."""

    def __init__(self, folder: Path, log: Path) -> None:
        if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
            raise SetupError("This system has no apt-get.")
        self.folder, self.log = folder, log
        self.close()
        for name in ("lists/partial", "archives/partial"):
            (folder / name).mkdir(parents=True)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def use_sid(self) -> None:
        """Debian's unstable release from this system's own mirror, signatures on."""
        (self.folder / "status").write_text("")
        keyring = next((path for path in KEYRINGS if path.is_file()), KEYRINGS[0])
        architecture = subprocess.check_output(
            ["dpkg", "--print-architecture"], text=True
        )
        (self.folder / "private.sources").write_text(
            f"Types: deb\nURIs: {mirror(self.folder)}\nSuites: sid\n"
            f"Components: main\nArchitectures: {architecture.strip()}\n"
            f"Signed-By: {keyring}\n"
        )
        self._configure(COMMON + ONLY_SID, self.folder / "status")

    def use_system(self) -> None:
        """The system's own release, and what it has installed."""
        self._configure(COMMON, Path("/var/lib/dpkg/status"))

    def _configure(self, text: str, status: Path) -> None:
        configuration = self.folder / "apt.conf"
        configuration.write_text(text.format(self.folder, status))
        self._run("update")

    def _run(self, *words: str) -> None:
        command = ["apt-get", "-c", str(self.folder / "apt.conf"), "-q", *words]
        process.run(command, self.log, _environment(), self.folder / "archives")

    def download(self, packages: Sequence[str]) -> list[Path]:
        """These packages alone."""
        self._run("download", *packages)
        return self._archives()

    def download_missing(self, packages: Sequence[str]) -> list[Path]:
        """These packages and what this system lacks of their dependencies."""
        self._run("-y", "--download-only", "install", *packages)
        return self._archives()

    def _archives(self) -> list[Path]:
        return sorted((self.folder / "archives").glob("*.deb"))


def mirror(folder: Path) -> str:
    """The address this system fetches Debian from, without a downloaded list."""
    codename = _os_release().get("VERSION_CODENAME", "")
    result = subprocess.run(
        ["apt-get", "-o", f"Dir::State::Lists={folder}/none", "update", "--print-uris"],
        check=False,
        capture_output=True,
        text=True,
        env=_environment(),
    )
    pattern = rf"^'(.*)/dists/{re.escape(codename)}/InRelease' "
    match = re.search(pattern, result.stdout, re.MULTILINE)
    if not codename or not match:
        raise SetupError("No Debian mirror is configured here.")
    return match[1]


def _os_release() -> dict[str, str]:
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if "=" in line)
    return {name: value.strip("'\"") for name, value in pairs}


def _environment() -> dict[str, str]:
    """apt's own language: its answers are read by a program."""
    return {**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
