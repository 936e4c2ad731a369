# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``planctl``: implementation plans between git and Odoo.

Exit code 0: the same. 1: differences, findings or conflicts. 2: an error.
"""

from __future__ import annotations

from pathlib import Path

import click

from planctl import agent_command, commands, evidence_command, proofs, screen
from planctl.commands import ImportOptions
from planctl.frame import JSON, finish, print_text, server

_DOCUMENT = click.argument("document", type=click.Path(path_type=Path))
_PLAN = click.argument("plan", default="")


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
@JSON
def import_command(
    document: Path, on_conflict: str, slug: str, template: bool, as_json: bool
) -> None:
    """Bring DOCUMENT into Odoo, merged with what people changed there."""
    settled = "" if on_conflict == "refuse" else on_conflict
    options = ImportOptions(on_conflict=settled, slug=slug, template=template)
    finish(
        lambda: commands.import_document(server(), document, options),
        as_json,
        screen.show_import,
    )


@main.command()
@_DOCUMENT
@click.option("--slug", default="", help="Slug for a document that names none.")
@JSON
def diff(document: Path, slug: str, as_json: bool) -> None:
    """Show what importing DOCUMENT would change. Nothing is written."""
    options = ImportOptions(slug=slug)
    finish(
        lambda: commands.diff_document(server(), document, options),
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
@JSON
def export(plan: str, output: Path | None, as_json: bool) -> None:
    """Write PLAN (a slug; default: this folder's only plan) back to its document."""
    if output is not None and str(output) == "-":
        print_text(lambda: commands.export_text(server(), plan, Path.cwd()), as_json)
        return
    finish(
        lambda: commands.export_document(server(), plan, output, Path.cwd()),
        as_json,
        screen.show_export,
    )


@main.command()
@_PLAN
@JSON
def lint(plan: str, as_json: bool) -> None:
    """Findings of PLAN: a document file (no server needed) or a slug."""
    path = Path(plan)
    if plan and (path.suffix or path.exists()):
        finish(lambda: commands.lint_file(path), as_json, screen.show_findings)
    finish(
        lambda: commands.lint_plan(server(), plan, Path.cwd()),
        as_json,
        screen.show_findings,
    )


@main.command()
@_PLAN
@JSON
def status(plan: str, as_json: bool) -> None:
    """Where PLAN stands: progress, what can start now, what is blocked."""
    finish(
        lambda: commands.status_plan(server(), plan, Path.cwd()),
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
@click.option(
    "--key",
    "keys",
    multiple=True,
    help="For a gate proof: the server's public key, or a file with it.",
)
@JSON
def verify(
    bundle: Path, heads: tuple[Path, ...], keys: tuple[str, ...], as_json: bool
) -> None:
    """Prove BUNDLE (of sign-offs, or of a gate) offline, no server needed.

    The first bad entry comes first. Exit code 2 also where a gate's signature could
    not be checked.
    """
    finish(
        lambda: proofs.verify_file(bundle, heads, keys),
        as_json,
        screen.show_verification,
    )


@main.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write. Default: standard output.",
)
@JSON
def bundle(output: Path | None, as_json: bool) -> None:
    """Export the sign-offs of your company, for planctl verify. Auditors only."""
    if output is None:
        print_text(lambda: proofs.line(proofs.fetch_bundle(server())), as_json)
        return
    finish(lambda: proofs.save_bundle(server(), output), as_json, screen.show_bundle)


@main.command()
@click.option(
    "--append",
    type=click.Path(path_type=Path),
    help="File of heads that gets one more line. Keep it where Odoo cannot write.",
)
@JSON
def head(append: Path | None, as_json: bool) -> None:
    """Print the head of your company's event chain, or note it in a file."""
    if append is None:
        print_text(lambda: proofs.line(proofs.fetch_head(server())), as_json)
        return
    finish(lambda: proofs.append_head(server(), append), as_json, screen.show_head)


main.add_command(evidence_command.verify_phase)
main.add_command(evidence_command.deliver)
main.add_command(agent_command.agent)
main.add_command(agent_command.keygen)

if __name__ == "__main__":
    main()
