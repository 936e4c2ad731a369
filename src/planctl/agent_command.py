# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commands of operators: ``planctl agent`` and ``planctl keygen``."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path
from types import FrameType

import click

from planctl import agent_policy, agent_secrets
from planctl.agent import Agent, Options
from planctl.agent_job import Setup
from planctl.agent_journal import State
from planctl.commands import FAILED
from planctl.errors import CommandError
from planctl.rpc import OdooServer
from planctl.settings import Settings
from plankit import ed25519
from plankit.errors import PlanError
from plankit.job import label_set


@click.command()
@click.option("--labels", default="", help="What it offers: staging,db")
@click.option(
    "--policy",
    "policy_file",
    type=click.Path(path_type=Path),
    required=True,
    help="What may run here (TOML). Nobody else may write it.",
)
@click.option(
    "--secrets",
    "secrets_file",
    type=click.Path(path_type=Path),
    help="NAME=value lines, mode 600. Default: the environment.",
)
@click.option("--name", default="", help="Default: this host's name.")
@click.option(
    "--capacity",
    type=click.IntRange(1, 20),
    default=1,
    show_default=True,
    help="Jobs at a time.",
)
@click.option(
    "--grace",
    type=click.FloatRange(0),
    default=30.0,
    show_default=True,
    help="Seconds that running jobs get when it is told to end.",
)
@click.option(
    "--state",
    "state_folder",
    type=click.Path(path_type=Path),
    help="Where its journal lies. Default: ~/.local/state/planctl/NAME",
)
@click.option("--once", is_flag=True, help="End when there is nothing to do.")
def agent(
    labels: str,
    policy_file: Path,
    secrets_file: Path | None,
    name: str,
    capacity: int,
    grace: float,
    state_folder: Path | None,
    once: bool,
) -> None:
    """Carry out what humans have signed, as far as the policy file allows it."""
    name = name or socket.gethostname()
    folder = state_folder or Path.home() / ".local" / "state" / "planctl" / name
    options = Options(
        labels=sorted(label_set(labels)), capacity=capacity, grace=grace, once=once
    )
    try:
        settings = Settings.from_environment(os.environ)
        policy = agent_policy.load(policy_file)
        secrets = agent_secrets.load(policy.secrets, secrets_file, os.environ)
        # the key would be masked too: no command sees it, and none may print it
        setup = Setup(
            name=name,
            policy=policy,
            secrets={**secrets, "PLAN_API_KEY": settings.api_key},
            state=State(folder),
            environ=dict(os.environ),
            say=lambda text: click.echo(f"planctl agent: {text}", err=True),
        )
        worker = Agent(setup, options, lambda: OdooServer(settings))
        _obey_signals(worker, setup)
        setup.say(f"{name} asks {settings.host} for jobs: {', '.join(options.labels)}")
        worker.run()
    except CommandError as error:
        click.echo(f"planctl agent: {error}", err=True)
        raise SystemExit(FAILED) from error


def _obey_signals(worker: Agent, setup: Setup) -> None:
    """The first asks for an end, the second for one at once."""

    def obey(_number: int, _frame: FrameType | None) -> None:
        if worker.ending.is_set():
            setup.stop.set()
        worker.ending.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, obey)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def keygen(file: Path) -> None:
    """Make the key that a server signs jobs with, in FILE (mode 600).

    Prints the line that agents' policy files need. Nothing is overwritten.
    """
    try:
        key = ed25519.create(file)
    except OSError as error:
        click.echo(f"planctl keygen: {file}: {error.strerror}.", err=True)
        raise SystemExit(FAILED) from error
    except PlanError as error:
        click.echo(f"planctl keygen: {error}", err=True)
        raise SystemExit(FAILED) from error
    click.echo(f'"{key.keyid}" = "{key.public}"')
