# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases for tests: a template with project and portal a series, and copies."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tools import manifests, odoo, stack
from tools.database import demo_words
from tools.postgres import Client, Server
from tools.report import step
from tools.server import Instance, free_port
from tools.settings import Settings
from tools.venv import Venv

# A cluster of tests may be lost: what speeds up dropping a database is welcome.
CARELESS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    # two series side by side, each with a server that keeps 64 connections
    "max_connections=300",
)
CORE = ("project", "portal")


@dataclass
class Databases:
    """Those of one series, on the cluster of the tests."""

    settings: Settings
    instance: Instance
    client: Client
    addons: list[manifests.Addon]
    test_addons: list[manifests.Addon]
    complete: bool = False

    @property
    def series(self) -> str:
        return self.instance.odoo.series

    def name(self, name: str) -> str:
        return f"test{self.series[:2]}_{name}"

    def template(self, demo: bool = False) -> str:
        """Odoo's own modules, made once for each server tree."""
        name = self.name("demo" if demo else "template")
        mark = str(self.instance.odoo.path)
        if name in self.client.databases() and self.client.note(name) == mark:
            return name
        with step(f"Make the database {name}"):
            self.drop(name)
            words = demo_words(self.series) if demo else self._no_demo()
            self.instance.load(name, "-i", ",".join(CORE), *words)
            self.client.set_note(name, mark)
        return name

    def _no_demo(self) -> list[str]:
        return ["--without-demo=all"] if self.series == "18.0" else []

    def copy(self, source: str, name: str) -> str:
        """A database and its files from another."""
        self.client.copy(source, name)
        files = self.instance.filestore
        shutil.rmtree(files / name, ignore_errors=True)
        if (files / source).exists():
            shutil.copytree(files / source, files / name)
        return name

    def install(self, name: str, addons: Sequence[str], demo: bool = False) -> str:
        """Install into a database; gives the log."""
        words = demo_words(self.series) if demo else self._no_demo()
        return self.instance.load(name, "-i", ",".join(addons), *words)

    def drop(self, name: str) -> None:
        self.client.drop(name)
        shutil.rmtree(self.instance.filestore / name, ignore_errors=True)

    def everything(self) -> str:
        """A database with all addons and those that only tests need."""
        name = self.name("all")
        if self.complete:
            return name
        if name not in self.client.databases():
            self.copy(self.template(), name)
        names = [addon.name for addon in (*self.addons, *self.test_addons)]
        if names:
            with step(f"Install all addons into {name}"):
                self.install(name, names)
        self.complete = True
        return name


def cluster(settings: Settings, venv: Venv) -> Server | None:
    """The PostgreSQL of the tests, started; none when the user has one."""
    if not settings.own_postgres:
        return None
    server = Server(venv.packages, settings.data_dir / "test", CARELESS)
    server.start()
    return server


def databases(settings: Settings, server: odoo.Odoo, venv: Venv) -> Databases:
    """Those of one server tree; the cluster runs already."""
    folder = settings.data_dir / "test"
    instance, _postgres, client = stack.assemble(settings, server, venv, folder)
    instance = replace(
        instance,
        folder=folder / server.series,
        database=f"test{server.series[:2]}_all",
        port=free_port(),
        addons=[path for path in addon_folders(settings.root) if path.is_dir()],
        options={**instance.options, "max_cron_threads": "0"},
    )
    instance.write_config(settings.root / "config" / "development.conf")
    ours, others = addon_folders(settings.root)
    return Databases(
        settings, instance, client, manifests.addons(ours), manifests.addons(others)
    )


def addon_folders(root: Path) -> tuple[Path, Path]:
    """The suite's addons, and those that exist for tests only."""
    return root / "addons", root / "tests" / "addons"
