# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The database of ``make run``: made whole or not at all, brought up to date after."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.manifests import Addon, folder_hash
from tools.postgres import Client
from tools.report import step
from tools.server import Instance
from tools.settings import SetupError


@dataclass(frozen=True)
class Work:
    """Addons to install and addons to load again."""

    install: tuple[str, ...] = ()
    update: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.install or self.update)

    def words(self) -> list[str]:
        words = []
        if self.install:
            words += ["-i", ",".join(self.install)]
        if self.update:
            words += ["-u", ",".join(self.update)]
        return words


def work(wanted: Mapping[str, str], loaded: Mapping[str, str]) -> Work:
    """What separates a database from the addons of this tree, by their hashes."""
    return Work(
        tuple(name for name in wanted if name not in loaded),
        tuple(name for name, text in wanted.items() if loaded.get(name, text) != text),
    )


def demo_words(series: str) -> list[str]:
    """19.0 loads demo data only when asked to."""
    return ["--with-demo"] if series == "19.0" else []


class Database:
    """``instance.database`` on the server behind ``client``."""

    def __init__(self, instance: Instance, client: Client) -> None:
        self.instance, self.client = instance, client
        self.name = instance.database

    def exists(self) -> bool:
        return self.name in self.client.databases()

    def loaded(self) -> dict[str, str]:
        """The hashes that were loaded; a database without them is not ours."""
        try:
            return dict(json.loads(self.client.note(self.name)))
        except ValueError:
            sentence = f"The database {self.name} was not made by make run"
            raise SetupError(f"{sentence}: rename it or drop it.") from None

    def pending(self, addons: Sequence[Addon]) -> Work:
        """What ``bring_up`` would do to a database that exists."""
        wanted = {addon.name: folder_hash(addon.path) for addon in addons}
        return work(wanted, self.loaded())

    def bring_up(self, addons: Sequence[Addon]) -> None:
        """Make the database, or load what has changed."""
        wanted = {addon.name: folder_hash(addon.path) for addon in addons}
        if not self.exists():
            with step(f"Create database {self.name} with the addons and demo data"):
                self._create(wanted)
        elif todo := work(wanted, self.loaded()):
            with step(f"Load changed addons: {', '.join(todo.install + todo.update)}"):
                demo = demo_words(self.instance.odoo.series)
                self.instance.load(self.name, *todo.words(), *demo)
                self.client.set_note(self.name, json.dumps(wanted))

    def _create(self, wanted: Mapping[str, str]) -> None:
        """Under another name first: what was interrupted is never taken for whole."""
        unfinished = f"{self.name}_unfinished"
        self.client.drop(unfinished)
        files = self.instance.filestore
        shutil.rmtree(files / unfinished, ignore_errors=True)
        demo = demo_words(self.instance.odoo.series)
        names = tuple(wanted) or ("project",)
        self.instance.load(unfinished, *Work(names).words(), *demo)
        self.client.set_note(unfinished, json.dumps(wanted))
        shutil.rmtree(files / self.name, ignore_errors=True)
        if (files / unfinished).exists():
            (files / unfinished).rename(files / self.name)
        self.client.rename(unfinished, self.name)

    def drop(self) -> None:
        self.client.drop(self.name)
        shutil.rmtree(self.instance.filestore / self.name, ignore_errors=True)
