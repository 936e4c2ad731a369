# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every command has around it: a server, its answer shown, its exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from planctl.commands import FAILED, Outcome
from planctl.errors import CommandError
from planctl.rpc import OdooServer, Server
from planctl.settings import Settings

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def server() -> Server:
    return OdooServer(Settings.from_environment(os.environ))


def finish(
    work: Callable[[], Outcome], as_json: bool, show: Callable[[dict[str, Any]], None]
) -> None:
    """Run a command, print its answer, and leave with its exit code."""
    try:
        outcome = work()
    except CommandError as error:
        fail(error, as_json)
    if as_json:
        click.echo(json.dumps(outcome.answer, indent=2, ensure_ascii=False))
    else:
        show(outcome.answer)
    sys.exit(outcome.exit_code)


def print_text(work: Callable[[], str], as_json: bool) -> None:
    """The bytes a command answers with, for standard output."""
    try:
        text = work()
    except CommandError as error:
        fail(error, as_json)
    sys.stdout.buffer.write(text.encode())


def fail(error: CommandError, as_json: bool) -> NoReturn:
    if as_json:
        told = {"code": error.code, "message": error.message}
        click.echo(json.dumps({"error": told}))
    else:
        click.echo(f"planctl: {error}", err=True)
    sys.exit(FAILED)
