# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers as readable tables in a terminal; plain text when it is none."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

_MARKS = {"create": "+", "update": "~", "delete": "-", "move": "↕"}
_STYLES = {"error": "red", "warning": "yellow", "info": "dim"}


def console() -> Console:
    return Console(highlight=False, soft_wrap=True)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def show_import(answer: dict[str, Any]) -> None:
    """Changes, conflicts and totals of an import or its dry run."""
    out = console()
    for change in answer.get("changes", []):
        mark = _MARKS.get(change["kind"], "~")
        line = f"{mark} {change['label']}"
        if change["kind"] == "update":
            line += f" {change['field']}: {change['old']} → {change['new']}"
        out.print(escape(line))
    _show_conflicts(out, answer["conflicts"])
    for void in answer.get("voids", []):
        out.print(f"[yellow]![/yellow] {escape(void['message'])}")
    totals = ", ".join(
        f"{answer[name]} {name}"
        for name in ("created", "updated", "deleted", "unchanged")
    )
    out.print(f"{escape(str(answer['slug']))}: {totals}")
    _show_summary(out, answer["findings"])


def _show_conflicts(out: Console, conflicts: list[dict[str, Any]]) -> None:
    if not conflicts:
        return
    table = _table("Conflict", "Field", "Last common", "In Odoo", "In the file")
    for conflict in conflicts:
        cells = [conflict[name] for name in ("ref", "field", "base", "ours", "theirs")]
        table.add_row(*(escape(str(cell)) for cell in cells))
    out.print(table)
    out.print(
        "Nothing was written. Settle it with --on-conflict ours or theirs, "
        "or edit one side."
    )


def _show_summary(out: Console, findings: list[dict[str, Any]]) -> None:
    counts = Counter(finding["severity"] for finding in findings)
    if counts:
        words = ", ".join(f"{n} {severity}" for severity, n in sorted(counts.items()))
        out.print(f"Findings: {words} (planctl lint shows them)")


def show_export(answer: dict[str, Any]) -> None:
    """One line: the file, and whether it changed."""
    words = "written" if answer["changed"] else "already up to date"
    console().print(escape(f"{answer['file']} {words}"))


def show_findings(answer: dict[str, Any]) -> None:
    """Findings by line, each with its way out."""
    out = console()
    if not answer["findings"]:
        out.print("No findings.")
        return
    table = _table("Line", "Severity", "Code", "Finding", "Way out")
    for finding in answer["findings"]:
        severity = finding["severity"]
        style = _STYLES.get(severity, "")
        table.add_row(
            str(finding["line"] or ""),
            f"[{style}]{severity}[/{style}]" if style else severity,
            escape(finding["code"]),
            escape(finding["message"]),
            escape(finding["hint"]),
        )
    out.print(table)


def show_status(answer: dict[str, Any]) -> None:
    """Progress in one line, then what can start and what is blocked."""
    out = console()
    out.print(
        f"[bold]{escape(answer['name'])}[/bold] {escape(answer['version'] or '')} · "
        f"{escape(answer['state'])} · {answer['progress']:.0f} % · "
        f"{answer['done_task_count']} of {answer['task_count']} tasks done"
    )
    table = _table("Ref", "Task", "Owner", "Status", "")
    for task in answer["open"]:
        note = "blocked" if task["is_blocked"] else "can start"
        if not task["is_blocked"] and task["status"] != "not_started":
            note = ""
        cells = (task["ref"], task["name"], task["owner"], task["status"], note)
        table.add_row(*(escape(cell) for cell in cells))
    out.print(table if answer["open"] else "No open tasks.")


def show_verification(answer: dict[str, Any]) -> None:
    """The first bad entry first, then the others and what was checked."""
    out = console()
    for line in answer["lines"]:
        out.print(escape(line))


def show_bundle(answer: dict[str, Any]) -> None:
    """One line: the file, and how much it proves."""
    console().print(
        escape(
            f"{answer['file']} written: {answer['events']} events, "
            f"{answer['signatures']} signatures"
        )
    )


def show_head(answer: dict[str, Any]) -> None:
    """One line: the file, and the last event it notes."""
    words = "notes" if answer["changed"] else "already notes"
    console().print(
        escape(f"{answer['file']} {words} event {answer['head']['number']}")
    )
