# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One Odoo: its configuration file, its one-off commands and its server process."""

from __future__ import annotations

import configparser
import json
import os
import re
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import process
from tools.odoo import Odoo
from tools.settings import SetupError

LAUNCHER = Path(__file__).parent / "launcher" / "odoo_server.py"
RAISED = re.compile(r"\S*(Error|Exception)\b")
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass
class Instance:
    """One server on one database; everything it writes lies below ``folder``."""

    odoo: Odoo
    python: Path
    folder: Path
    database: str
    port: int
    addons: Sequence[Path]
    environment: Mapping[str, str]
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def config(self) -> Path:
        return self.folder / "odoo.conf"

    @property
    def log(self) -> Path:
        return self.folder / "odoo.log"

    @property
    def state(self) -> Path:
        return self.folder / "server.json"

    @property
    def filestore(self) -> Path:
        return self.folder / "files" / "filestore"

    def write_config(self, template: Path) -> None:
        """The template's settings and this instance's own, for its owner's eyes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        parser = configparser.RawConfigParser()
        parser.read(template, encoding="utf-8")
        folders = [*self.odoo.addons_path, *self.addons]
        options = {
            "http_port": str(self.port),
            "addons_path": ",".join(map(str, folders)),
            "data_dir": str(self.folder / "files"),
            "db_name": self.database,
            "dbfilter": f"^{self.database}$",
            "admin_passwd": self._master_password(),
            "implementation_job_key": str(self._job_key()),
            **self.options,
        }
        for name, value in options.items():
            parser.set("options", name, value)
        with open(self.config, "w", opener=_private, encoding="utf-8") as out:
            parser.write(out)

    def _master_password(self) -> str:
        """Random, and kept while the configuration is."""
        parser = configparser.RawConfigParser()
        parser.read(self.config, encoding="utf-8")
        old = parser.get("options", "admin_passwd", fallback="")
        return old or secrets.token_urlsafe(32)

    def _job_key(self) -> Path:
        """What this server signs the jobs of agents with; made once."""
        key = self.folder / "job_key.pem"
        if not key.exists():
            words = "import pathlib, plankit.ed25519 as keys, sys"
            words += "; keys.create(pathlib.Path(sys.argv[1]))"
            process.run([str(self.python), "-c", words, str(key)], cwd=self.folder)
        return key

    def command(self, *words: str) -> list[str]:
        """Odoo's own command line; ``-m odoo`` would break its workers."""
        return [str(self.python), str(LAUNCHER), *words]

    def env(self) -> dict[str, str]:
        return {**self.environment, "PYTHONPATH": str(self.odoo.path)}

    def load(self, database: str, *words: str, level: str = "warn") -> str:
        """Install or update in ``database``; gives the log, raises when it failed."""
        options = ("-c", str(self.config), "-d", database, f"--log-level={level}")
        command = self.command(*options, "--no-http", "--stop-after-init", *words)
        done = self._call(command)
        if done.returncode:
            raise SetupError(f"Odoo failed at {' '.join(words)}:\n{why(done.stderr)}")
        return done.stderr

    def script(self, database: str, text: str) -> str:
        """Run a script in Odoo's shell; gives what it printed."""
        options = ("-c", str(self.config), "-d", database, "--log-level=error")
        done = self._call(self.command("shell", *options, "--no-http"), text)
        if done.returncode or "Traceback" in done.stderr:
            raise SetupError(f"The script failed in Odoo:\n{done.stderr}")
        return done.stdout

    def _call(
        self, command: Sequence[str], text: str = ""
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            check=False,
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            env=self.env(),
            cwd=self.folder,
        )

    # --- the process that answers ---

    def running(self) -> int:
        """The process id of the server that lives; 0 when there is none."""
        try:
            pid = int(json.loads(self.state.read_text())["pid"])
        except (OSError, ValueError, KeyError):
            return 0
        return pid if process.alive(pid, str(self.config)) else 0

    def running_with(self) -> tuple[str, int]:
        """The code and the port that the server was started with."""
        try:
            state = json.loads(self.state.read_text())
            return str(state["code"]), int(state["port"])
        except (OSError, ValueError, KeyError):
            return "", 0

    def start(self, code: str) -> None:
        """Start in the background and wait until it answers."""
        if not port_is_free(self.port):
            sentence = f"Port {self.port} is taken by another program"
            raise SetupError(f"{sentence}: set HTTP_PORT to a free one.")
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                self.command("-c", str(self.config)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.env(),
                cwd=self.folder,
                start_new_session=True,
            )
        state = {"pid": child.pid, "code": code, "port": self.port}
        self.state.write_text(json.dumps(state))
        self._wait(child)

    def _wait(self, child: subprocess.Popen[bytes], seconds: float = 180) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if child.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.1)
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
        raise SetupError(f"Odoo does not answer at {self.url}:\n{tail}")

    def answers(self) -> bool:
        """Whether the server says that it is well."""
        try:
            with DIRECT.open(f"{self.url}/web/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> bool:
        """Stop the server; says whether there was one."""
        pid = self.running()
        if pid:
            process.stop(pid, str(self.config))
        self.state.unlink(missing_ok=True)
        return bool(pid)


def why(log: str) -> str:
    """The reason in a server log: a failing view is printed whole after it."""
    lines = log.splitlines()
    marks = [
        i for i, line in enumerate(lines) if re.match(r"\S*(Error|Exception)", line)
    ]
    return "\n".join(lines[marks[-1] : marks[-1] + 15] if marks else lines[-30:])


def _private(path: str, flags: int) -> int:
    descriptor = os.open(path, flags, 0o600)
    os.fchmod(descriptor, 0o600)
    return descriptor


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
