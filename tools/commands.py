# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The commands of the Makefile, but for the tests."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tools import process, stack
from tools.odoo import Odoo
from tools.postgres import stop_cluster
from tools.report import say, step
from tools.server import Instance
from tools.settings import DATABASE, Settings, SetupError
from tools.stack import Stack


def run(settings: Settings) -> None:
    """From whatever is there to a server that answers with the suite."""
    made = stack.build(settings)
    with process.locked(settings.data_dir / "lock"):
        _run(made)
    _welcome(made)


def _run(made: Stack) -> None:
    instance, addons = made.instance, made.addons()
    made.start_postgres()
    code = made.code()
    loaded = made.database.exists() and not made.database.pending(addons)
    same = instance.running_with() == (code, instance.port)
    if loaded and same and instance.running() and instance.answers():
        say("           The server runs already.")
        return
    if instance.running():
        with step("Stop the server of another state"):
            instance.stop()
    made.write_config()
    made.database.bring_up(addons)
    with step("Start the server"):
        instance.start(code)


def _welcome(made: Stack) -> None:
    instance = made.instance
    say()
    say(f"  Open      {instance.url}")
    say("  Login     admin")
    say("  Password  admin")
    if made.postgres:
        say(f"  Database  {DATABASE} at {made.postgres.socket} (make psql)")
    else:
        say(f"  Database  {DATABASE} on your own PostgreSQL (make psql)")
    say(f"  Log       {instance.log}")
    say("  Stop      make stop")


def stop(settings: Settings) -> None:
    """Stop servers and their databases; data stays."""
    series = stack.existing(settings)
    for name in series:
        _stop(settings, settings.folder(name))
    if not series:
        say("Nothing runs here.")


def _stop(settings: Settings, folder: Path) -> None:
    """By what lies in the folder: no Odoo has to be found for it."""
    server = Odoo(folder.name, folder, "")
    instance = Instance(server, Path(sys.executable), folder, DATABASE, 0, [], {})
    with process.locked(settings.data_dir / "lock"), step(f"Stop {folder.name}"):
        instance.stop()
        stop_cluster(folder / "postgres")


def reset(settings: Settings) -> None:
    """Forget databases and files; the cache stays."""
    folders = [settings.folder(name) for name in stack.existing(settings)]
    if not settings.own_postgres:
        folders = folders or [settings.folder(settings.series)]
    if not folders:
        say("There is nothing to forget.")
        return
    _confirm(settings, f"This deletes {', '.join(map(str, folders))} and its database.")
    for folder in folders:
        _stop(settings, folder)
        if not settings.own_postgres:
            made = stack.build(settings)
            made.database.loaded()
            made.database.drop()
        shutil.rmtree(folder)
    say("Done: make run starts anew.")


def _confirm(settings: Settings, text: str) -> None:
    """Data is deleted by a person who said so, or by FORCE=1."""
    if settings.force:
        return
    say(f"{text} Type yes to go on:")
    if not sys.stdin.isatty() or input().strip().lower() != "yes":
        raise SetupError("Nothing was deleted. FORCE=1 asks nothing.")


def shell(settings: Settings) -> None:
    """A Python prompt inside Odoo."""
    made = _ready(settings)
    command = made.instance.command("shell", "-c", str(made.instance.config))
    _become([*command, "--no-http", "--log-level=warn"], made.instance.env())


def psql(settings: Settings) -> None:
    """A prompt on the database."""
    made = _ready(settings)
    _become([str(made.client.psql), "-d", DATABASE], made.client.environment)


def _ready(settings: Settings) -> Stack:
    made = stack.build(settings)
    made.start_postgres()
    if not made.database.exists():
        raise SetupError("There is no database yet: make run makes it.")
    made.write_config()
    return made


def _become(command: list[str], environment: dict[str, str]) -> None:
    """The prompt has the terminal to itself, Ctrl-C included."""
    sys.stdout.flush()
    os.execve(command[0], command, environment)
