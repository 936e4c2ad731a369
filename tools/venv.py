# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The Python environment of the server, the tests and planctl, in the cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import process
from tools.report import step
from tools.settings import Settings, SetupError

OLDEST = (3, 10)
RUN, TEST = "requirements.txt", "requirements-test.txt"
LINT = "requirements-lint.txt"


class Venv:
    """One environment for one checkout, one Python and one list of libraries."""

    def __init__(self, settings: Settings) -> None:
        self.root, self.cache = settings.root, settings.cache_dir
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        place = hashlib.sha256(str(self.root).encode()).hexdigest()[:8]
        self.family = f"venv-{version}-{place}-"
        self.path = self.cache / (self.family + self._hash(RUN))

    def _hash(self, name: str) -> str:
        """What the environment was made from: the list, and the project's own."""
        project = (self.root / "pyproject.toml").read_text(encoding="utf-8")
        text = (self.root / name).read_text(encoding="utf-8")
        text += project.partition("[tool")[0]
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def bin(self) -> Path:
        return self.path / "bin"

    @property
    def python(self) -> Path:
        return self.bin / "python"

    @property
    def packages(self) -> Path:
        return next((self.path / "lib").glob("python3*/site-packages"))

    def _stamp(self, name: str) -> Path:
        return self.path / f".{name}-{self._hash(name)}"

    def missing(self, *names: str) -> list[str]:
        """The lists that are not installed to their end."""
        return [name for name in names if not self._stamp(name).exists()]

    def ensure(self, *names: str) -> Venv:
        """Install what is missing; an interrupted installation is carried on."""
        if sys.version_info < OLDEST:
            raise SetupError("Python 3.10 or newer is needed: make PYTHON=python3.12")
        if not self.missing(*names):
            return self
        with process.locked(self.cache / "venv.lock"):
            for name in self.missing(*names):
                with step(f"Install Python libraries of {name}"):
                    self._install(name)
        return self

    def _install(self, name: str) -> None:
        if not self.python.exists():
            self._create()
        log = self.cache / "venv.log"
        if not self._with_uv(name, log):
            pip = [self.python, "-m", "pip", "install", "-q", "-r", name]
            process.run(pip, log, self._environment(), self.root)
        self._stamp(name).touch()
        for old in self.cache.glob(f"{self.family}*"):
            if old != self.path and not process.in_use(old):
                shutil.rmtree(old, ignore_errors=True)

    def _create(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self.cache.mkdir(parents=True, exist_ok=True)
        try:
            process.run([sys.executable, "-m", "venv", self.path])
        except SetupError as error:
            shutil.rmtree(self.path, ignore_errors=True)
            way = "Python cannot make environments: install python3-venv."
            raise SetupError(f"{way}\n{error}") from error

    def _with_uv(self, name: str, log: Path) -> bool:
        """uv is several times faster; pip knows more mirrors, so it comes second."""
        if self._pip_has_a_mirror():
            return False
        uv = self.bin / "uv"
        try:
            if not uv.exists():
                pip = [self.python, "-m", "pip", "install", "-q", "uv"]
                process.run(pip, log, self._environment(), self.root)
            words = ("pip", "install", "-q", "--python", self.python, "-r", name)
            process.run([uv, *words], log, self._environment(), self.root)
        except SetupError:
            return False
        return True

    def _pip_has_a_mirror(self) -> bool:
        """uv does not read pip's configuration, and would wait for another host."""
        command = [str(self.python), "-m", "pip", "config", "get", "global.index-url"]
        done = subprocess.run(command, check=False, capture_output=True)
        return done.returncode == 0 or "PIP_INDEX_URL" in os.environ

    def _environment(self) -> dict[str, str]:
        """Nothing is written to the home folder beyond the cache."""
        return {
            **os.environ,
            "PIP_CACHE_DIR": str(self.cache / "pip"),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "UV_CACHE_DIR": str(self.cache / "uv"),
            "UV_NATIVE_TLS": "1",
        }
