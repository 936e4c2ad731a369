# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every part of the tests is given."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tools.report import say
from tools.settings import Settings
from tools.testing.results import Result, from_junit
from tools.venv import Venv

LONGEST = 40 * 60
QUIET = ("-q", "--continue-on-collection-errors")


@dataclass(frozen=True)
class Context:
    """The settings, the libraries and the folder for logs of one run."""

    settings: Settings
    venv: Venv
    browser: Path
    wanted: frozenset[str]

    @property
    def folder(self) -> Path:
        return self.settings.data_dir / "test"

    def wants(self, part: str) -> bool:
        return not self.wanted or part in self.wanted

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """The caller's, with our programs first on the path."""
        folders = [str(self.venv.bin), os.environ.get("PATH", "")]
        if self.browser != Path():
            folders.insert(0, str(self.browser))
        return {**os.environ, **more, "PATH": os.pathsep.join(folders)}

    def pytest(
        self,
        part: str,
        series: str,
        words: Sequence[str],
        environment: Mapping[str, str],
    ) -> Result:
        """Run pytest as a process of its own, and count its report."""
        logs = self.folder / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        report = logs / f"{part}{series}.xml"
        report.unlink(missing_ok=True)
        command = [
            str(self.venv.python),
            "-m",
            "pytest",
            *QUIET,
            f"--junitxml={report}",
        ]
        log = logs / f"{part}{series}.log"
        with log.open("wb") as out:
            done = subprocess.run(
                [*command, f"--junitxml={report}", *words],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self.settings.root,
                env=self.environment(environment),
                timeout=LONGEST,
            )
        output = log.read_text(encoding="utf-8", errors="replace")
        return from_junit(part, series, report, done.returncode, output)


def timed(part: str, series: str, work: Callable[[], Result]) -> Result:
    """Run a part; whatever breaks it is a failure with a name, and the rest goes on."""
    begin = time.monotonic()
    try:
        result = work()
    except Exception as error:  # a part that cannot start must not hide the others
        result = Result(
            part, series, failed=1, details=f"{type(error).__name__}: {error}"
        )
    result = replace(result, seconds=time.monotonic() - begin)
    if result.failed:
        say(f"--- {part} {series} failed\n{result.details}\n---")
    say(f"           {result.line()}")
    return result
