# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``planctl``: implementation plans between git and Odoo.

Exit code 0: the same. 1: differences, findings or conflicts. 2: an error.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from planctl import agent_command, commands, proofs, screen
from planctl.commands import FAILED, ImportOptions, Outcome
from planctl.errors import CommandError
from planctl.rpc import OdooServer, Server
from planctl.settings import Settings

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_DOCUMENT = click.argument("document", type=click.Path(path_type=Path))
_PLAN = click.argument("plan", default="")


def _server() -> Server:
    return OdooServer(Settings.from_environment(os.environ))


def _finish(
    work: Callable[[], Outcome], as_json: bool, show: Callable[[dict[str, Any]], None]
) -> None:
    """Run a command, print its answer, and leave with its exit code."""
    try:
        outcome = work()
    except CommandError as error:
        _fail(error, as_json)
    if as_json:
        click.echo(json.dumps(outcome.answer, indent=2, ensure_ascii=False))
    else:
        show(outcome.answer)
    sys.exit(outcome.exit_code)


def _print(work: Callable[[], str], as_json: bool) -> None:
    """The bytes a command answers with, for standard output."""
    try:
        text = work()
    except CommandError as error:
        _fail(error, as_json)
    sys.stdout.buffer.write(text.encode())


def _fail(error: CommandError, as_json: bool) -> NoReturn:
    if as_json:
        told = {"code": error.code, "message": error.message}
        click.echo(json.dumps({"error": told}))
    else:
        click.echo(f"planctl: {error}", err=True)
    sys.exit(FAILED)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="plankit", prog_name="planctl")
def main() -> None:
    """Implementation plans between git and Odoo.

    The server and the user come from PLAN_URL, PLAN_DATABASE, PLAN_LOGIN and
    PLAN_API_KEY. Exit code 0: the same; 1: differences, findings or conflicts;
    2: error.
    """


@main.command("import")
@_DOCUMENT
@click.option(
    "--on-conflict",
    type=click.Choice(["refuse", "ours", "theirs"]),
    default="refuse",
    show_default=True,
    help="Where both changed a value: stop, keep Odoo's, or take the file's.",
)
@click.option("--slug", default="", help="Slug for a document that names none.")
@click.option("--template", is_flag=True, help="Import as a template.")
@_JSON
def import_command(
    document: Path, on_conflict: str, slug: str, template: bool, as_json: bool
) -> None:
    """Bring DOCUMENT into Odoo, merged with what people changed there."""
    settled = "" if on_conflict == "refuse" else on_conflict
    options = ImportOptions(on_conflict=settled, slug=slug, template=template)
    _finish(
        lambda: commands.import_document(_server(), document, options),
        as_json,
        screen.show_import,
    )


@main.command()
@_DOCUMENT
@click.option("--slug", default="", help="Slug for a document that names none.")
@_JSON
def diff(document: Path, slug: str, as_json: bool) -> None:
    """Show what importing DOCUMENT would change. Nothing is written."""
    options = ImportOptions(slug=slug)
    _finish(
        lambda: commands.diff_document(_server(), document, options),
        as_json,
        screen.show_import,
    )


@main.command()
@_PLAN
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="File to write; - for standard output. Default: the file it came from.",
)
@_JSON
def export(plan: str, output: Path | None, as_json: bool) -> None:
    """Write PLAN (a slug; default: this folder's only plan) back to its document."""
    if output is not None and str(output) == "-":
        _print(lambda: commands.export_text(_server(), plan, Path.cwd()), as_json)
        return
    _finish(
        lambda: commands.export_document(_server(), plan, output, Path.cwd()),
        as_json,
        screen.show_export,
    )


@main.command()
@_PLAN
@_JSON
def lint(plan: str, as_json: bool) -> None:
    """Findings of PLAN: a document file (no server needed) or a slug."""
    path = Path(plan)
    if plan and (path.suffix or path.exists()):
        _finish(lambda: commands.lint_file(path), as_json, screen.show_findings)
    _finish(
        lambda: commands.lint_plan(_server(), plan, Path.cwd()),
        as_json,
        screen.show_findings,
    )


@main.command()
@_PLAN
@_JSON
def status(plan: str, as_json: bool) -> None:
    """Where PLAN stands: progress, what can start now, what is blocked."""
    _finish(
        lambda: commands.status_plan(_server(), plan, Path.cwd()),
        as_json,
        screen.show_status,
    )


@main.command()
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option(
    "--heads",
    type=click.Path(path_type=Path),
    multiple=True,
    help="File of published heads; may be given several times.",
)
@_JSON
def verify(bundle: Path, heads: tuple[Path, ...], as_json: bool) -> None:
    """Prove BUNDLE offline, no server needed. The first bad entry comes first."""
    _finish(
        lambda: proofs.verify_bundle(bundle, heads), as_json, screen.show_verification
    )


@main.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write. Default: standard output.",
)
@_JSON
def bundle(output: Path | None, as_json: bool) -> None:
    """Export the sign-offs of your company, for planctl verify. Auditors only."""
    if output is None:
        _print(lambda: proofs.line(proofs.fetch_bundle(_server())), as_json)
        return
    _finish(lambda: proofs.save_bundle(_server(), output), as_json, screen.show_bundle)


@main.command()
@click.option(
    "--append",
    type=click.Path(path_type=Path),
    help="File of heads that gets one more line. Keep it where Odoo cannot write.",
)
@_JSON
def head(append: Path | None, as_json: bool) -> None:
    """Print the head of your company's event chain, or note it in a file."""
    if append is None:
        _print(lambda: proofs.line(proofs.fetch_head(_server())), as_json)
        return
    _finish(lambda: proofs.append_head(_server(), append), as_json, screen.show_head)


main.add_command(agent_command.agent)
main.add_command(agent_command.keygen)

if __name__ == "__main__":
    main()
