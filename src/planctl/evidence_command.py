# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commands about proofs of work: ``planctl verify-phase`` and ``planctl evidence``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from planctl import evidence, screen
from planctl.evidence import Delivery
from planctl.frame import JSON, finish, server
from plankit.evidence import VERDICTS


@click.command("verify-phase")
@click.argument("code")
@click.argument("plan", default="")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File for the gate proof of a phase that has passed.",
)
@JSON
def verify_phase(code: str, plan: str, output: Path | None, as_json: bool) -> None:
    """Show what keeps the gate of phase CODE (P1) of PLAN (a slug) shut."""
    finish(
        lambda: evidence.verify_phase(server(), code, plan, Path.cwd(), output),
        as_json,
        show_gate,
    )


@click.command("evidence")
@click.argument("plan")
@click.option(
    "--verdict",
    type=click.Choice([key for key, _ in VERDICTS]),
    help="Left out where a number decides.",
)
@click.option(
    "--measured", default="", help="What a deliverable claims, as seen: 93%, 450 ms."
)
@click.option("--seen-for", default="", help="How long it was seen: 24 h.")
@click.option("--deliverable", default="", help="What it proves, by name.")
@click.option("--check", default="", help="Or: a check without a command, by name.")
@click.option("--phase", default="", help="Or: a phase by code; tells names apart.")
@click.option("--commit", default="", help="Of the code that was looked at.")
@click.option("--environment", default="", help="Where it was seen.")
@click.option("--producer", default="", help="Default: the login.")
@click.option("--summary", default="", help="One line for a person.")
@click.option("--produced-at", default="", help="ISO 8601. Default: now.")
@click.option("--expires-at", default="", help="ISO 8601. Default: the plan's own.")
@click.option("--key", default="", help="The same key again changes nothing.")
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    help="A report to keep with it, at most 5 MB.",
)
@JSON
def deliver(
    file: Path | None,
    as_json: bool,
    verdict: str | None,
    measured: str,
    seen_for: str,
    **values: str,
) -> None:
    """Deliver a verdict about PLAN (a slug), as CI does."""
    delivery = Delivery(verdict=verdict or "", **values)
    finish(
        lambda: evidence.deliver(server(), delivery, file, measured, seen_for),
        as_json,
        show_receipt,
    )


def show_gate(answer: dict[str, Any]) -> None:
    """What is open, each with whose it is; then how each check stands."""
    out = screen.console()
    name = f"{answer['phase']} {answer['name']}".strip()
    if answer["open"]:
        out.print(escape(f"{name}: {len(answer['open'])} open"))
    else:
        out.print(escape(f"{name}: nothing is open ({answer['state']})"))
    for row in answer["open"]:
        owner = f" ({row['owner']})" if row["owner"] else ""
        out.print(escape(f"- {row['message']}{owner} [{row['code']}]"))
    for row in answer["checks"]:
        out.print(escape(f"  {row['standing']:8} {row['name']}"))


def show_receipt(answer: dict[str, Any]) -> None:
    out = screen.console()
    text = f"kept as evidence {answer['evidence_id']}: {answer['verdict']}"
    out.print(escape(f"{text}, SHA-256 {answer['digest']}"))
