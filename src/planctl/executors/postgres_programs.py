# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""PostgreSQL's own programs, and a smoke check: in a group of their own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from planctl.executors.postgres_connection import MigrationRefused, MigrationStopped
from planctl.executors.postgres_work import Steps

_POLL_SECONDS = 0.1
_MOST_OUTPUT = 64_000


def _nobody(_group: int) -> None:
    """Nobody wants to know the process group."""


@dataclass(frozen=True)
class Programs:
    """Where programs are found, and what they get."""

    steps: Steps
    environment: Mapping[str, str]
    folder: str = ""
    started: Callable[[int], None] = _nobody

    def path(self, name: str) -> str:
        """The program below the target's ``bin``, else on PATH."""
        if self.folder:
            found = Path(self.folder, name)
            if found.is_file():
                return str(found)
        else:
            where = shutil.which(name, path=self.environment.get("PATH", os.defpath))
            if where:
                return where
        raise MigrationRefused(f"{name} was not found.", code="program_missing")

    def run(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        workdir: str | None = None,
    ) -> tuple[int, str]:
        """Exit code and what was printed; stopped with all its children on request."""
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(
                words,
                env=dict(environment),
                cwd=workdir,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self.started(process.pid)
            try:
                self._wait(process)
            finally:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            output.seek(0)
            text = output.read(_MOST_OUTPUT).decode("utf-8", "replace")
            return process.returncode, text

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_POLL_SECONDS)
                return
            if self.steps.cancelled():
                raise MigrationStopped("Stopped while a program ran.")

    def must(self, words: Sequence[str], environment: Mapping[str, str]) -> None:
        """Run to a good end, or ``MigrationRefused`` with its last lines."""
        code, text = self.run(words, environment)
        if code:
            name = Path(words[0]).name
            tail = "\n".join(text.splitlines()[-8:])
            self.steps.log("stderr", text)
            raise MigrationRefused(
                f"{name} ended with code {code}: {tail}", code="program_failed"
            )
