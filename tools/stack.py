# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo, Python libraries and PostgreSQL, found or made, ready for a command."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import debian, odoo, process, venv
from tools.database import Database
from tools.manifests import Addon, addons, folder_hash
from tools.postgres import USER, Client, Server
from tools.report import say, step
from tools.server import Instance
from tools.settings import DATABASE, SERIES, Settings, SetupError


@dataclass
class Stack:
    """All that a command on one series works with."""

    settings: Settings
    venv: venv.Venv
    instance: Instance
    postgres: Server | None
    client: Client

    @property
    def database(self) -> Database:
        return Database(self.instance, self.client)

    def start_postgres(self) -> None:
        if self.postgres is None:
            refuse_role(os.environ)
        elif not self.postgres.ready():
            with step("Start PostgreSQL"):
                self.postgres.start()

    def write_config(self) -> None:
        template = self.settings.root / "config" / "development.conf"
        self.instance.write_config(template)

    def code(self) -> str:
        """A name for all that a running server has loaded into its memory."""
        folders = [self.settings.root / "src", *(a.path for a in self.addons())]
        places = (str(self.instance.odoo.path), str(self.venv.path))
        return " ".join([*map(folder_hash, folders), *places])

    def addons(self) -> list[Addon]:
        return addons(self.settings.root / "addons")


def refuse_role(environ: Mapping[str, str]) -> None:
    """Odoo ends without a reason in its own words for this one."""
    if environ.get("PGUSER") == "postgres":
        sentence = "Odoo refuses the role postgres"
        raise SetupError(f"{sentence}: set PGUSER to another role with CREATEDB.")


def find(settings: Settings, *lists: str) -> tuple[odoo.Odoo, venv.Venv]:
    """The server and its libraries; fetching one does not wait for the other."""
    environment = venv.Venv(settings)
    wanted = lists or (venv.RUN,)
    server = odoo.choose(settings) or debian.found(settings)
    if server:
        return server, environment.ensure(*wanted)
    return fetch(settings, environment, wanted), environment


def fetch(
    settings: Settings, environment: venv.Venv, lists: Sequence[str]
) -> odoo.Odoo:
    """Debian's package and the libraries, side by side."""
    with process.locked(settings.cache_dir / "debian.lock"):
        if server := debian.found(settings):
            environment.ensure(*lists)
            return server
        with ThreadPoolExecutor() as pool:
            unpacked = pool.submit(_unpack, settings)
            environment.ensure(*lists)
            tree = unpacked.result()
        return debian.finish(settings, tree, environment.packages)


def _unpack(settings: Settings) -> Path:
    with step("Fetch and unpack Debian's package of Odoo 19.0"):
        return debian.unpack(settings)


def build(settings: Settings, *lists: str) -> Stack:
    """Find everything for the wanted series; nothing is started yet."""
    server, environment = find(settings, *lists)
    say(f"           Odoo {server.series} from {server.origin}: {server.path}")
    folder = settings.folder(server.series)
    instance, postgres, client = assemble(settings, server, environment, folder)
    return Stack(settings, environment, instance, postgres, client)


def assemble(
    settings: Settings, server: odoo.Odoo, environment: venv.Venv, folder: Path
) -> tuple[Instance, Server | None, Client]:
    """One instance with the database server it talks to."""
    packages = environment.packages
    postgres = Server(packages, folder) if settings.own_postgres else None
    variables = postgres.environment if postgres else dict(os.environ)
    instance = Instance(
        odoo=server,
        python=environment.python,
        folder=folder,
        database=DATABASE,
        port=settings.http_port,
        addons=[settings.root / "addons"],
        environment=variables,
        options=database_options(postgres),
    )
    return instance, postgres, Client(packages, variables)


def database_options(postgres: Server | None) -> dict[str, str]:
    """Nothing for a server of the user: libpq's own variables name it."""
    if postgres is None:
        return {}
    return {
        "db_host": str(postgres.socket),
        "db_user": USER,
        "pg_path": str(postgres.bin),
    }


def existing(settings: Settings) -> list[str]:
    """The series that have a data folder, or the wanted one of them."""
    return [
        series
        for series in SERIES
        if settings.series in ("", series) and settings.folder(series).is_dir()
    ]
