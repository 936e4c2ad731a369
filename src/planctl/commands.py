# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The commands. Each returns a value; only ``cli`` prints."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from planctl.errors import CommandError
from planctl.rpc import Server
from planctl.workspace import Entry, Workspace, digest, write_atomically
from plankit import lint as rules
from plankit import markdown
from plankit.errors import INFO, DocumentRefused

PLAN = "implementation.plan"

#: Exit codes: the same, differences or findings, error.
SAME, DIFFERENT, FAILED = 0, 1, 2


@dataclass(frozen=True)
class Outcome:
    """``answer`` is the JSON, ``exit_code`` what the shell gets."""

    answer: dict[str, Any]
    exit_code: int = SAME


@dataclass(frozen=True)
class ImportOptions:
    """Options of an import; empty ones are left to the server."""

    on_conflict: str = ""
    slug: str = ""
    template: bool = False
    extra: dict[str, str] = field(default_factory=dict)


def read_document(path: Path) -> str:
    """The document's text, exactly; ``CommandError`` when it is none."""
    try:
        return markdown.decode(path.read_bytes())
    except OSError as error:
        raise CommandError("no_file", f"{path}: {error.strerror}.") from error
    except DocumentRefused as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: DocumentRefused) -> CommandError:
    place = f"{path}:{error.line}" if error.line else str(path)
    return CommandError(error.code, f"{place}: {error.message}")


def _send(
    server: Server, path: Path, options: ImportOptions, method: str
) -> tuple[dict[str, Any], str]:
    text = read_document(path)
    known = Workspace(path.parent).entry(path.name)
    asked: dict[str, Any] = {"filename": path.name}
    if known:
        asked |= {"slug": known.slug, "base_sha256": known.base_sha256}
    asked |= {
        name: value
        for name, value in asdict(options).items()
        if value and name != "extra"
    }
    answer: dict[str, Any] = server.call(PLAN, method, text, asked)
    return answer, text


def _changes(answer: dict[str, Any]) -> int:
    return sum(int(answer[name]) for name in ("created", "updated", "deleted"))


def import_document(server: Server, path: Path, options: ImportOptions) -> Outcome:
    """Bring a document into Odoo. Exit 1 when conflicts kept it out."""
    answer, text = _send(server, path, options, "import_markdown")
    if answer["conflicts"] and not options.on_conflict:
        return Outcome(answer, DIFFERENT)
    Workspace(path.parent).remember(Entry(path.name, answer["slug"], digest(text)))
    return Outcome(answer)


def diff_document(server: Server, path: Path, options: ImportOptions) -> Outcome:
    """What an import would do; nothing is written. Exit 1 when it is not nothing."""
    answer, _text = _send(server, path, options, "preview_markdown")
    same = not _changes(answer) and not answer["conflicts"]
    return Outcome(answer, SAME if same else DIFFERENT)


def find_plan(server: Server, slug: str, folder: Path) -> dict[str, Any]:
    """Id and slug of the plan asked for, or of the only one this folder knows."""
    if not slug:
        known = Workspace(folder).entries()
        if len(known) != 1:
            names = ", ".join(entry.slug for entry in known) or "none"
            raise CommandError(
                "which_plan", f"Name a plan. This folder knows: {names}."
            )
        slug = known[0].slug
    found: list[dict[str, Any]] = server.call(
        PLAN, "search_read", [("slug", "=", slug)], ["slug"], 0, 1
    )
    if not found:
        raise CommandError(
            "no_plan",
            f"No plan {slug} that you may see. "
            "Import it first: planctl import plan.md.",
        )
    return found[0]


def export_document(
    server: Server, slug: str, output: Path | None, folder: Path
) -> Outcome:
    """Write a plan back to its file, or to ``output``."""
    plan = find_plan(server, slug, folder)
    text: str = server.call(PLAN, "export_markdown", [plan["id"]])
    workspace = Workspace(output.parent if output else folder)
    if output is None:
        known = [e for e in workspace.entries() if e.slug == plan["slug"]]
        output = folder / (known[0].file if known else f"{plan['slug']}.md")
    data = text.encode()
    changed = not output.exists() or output.read_bytes() != data
    if changed:
        write_atomically(output, data)
    workspace.remember(Entry(output.name, plan["slug"], digest(text)))
    answer = {
        "plan_id": plan["id"],
        "slug": plan["slug"],
        "file": str(output),
        "changed": changed,
        "sha256": digest(text),
    }
    return Outcome(answer)


def export_text(server: Server, slug: str, folder: Path) -> str:
    """The document itself, for standard output."""
    plan = find_plan(server, slug, folder)
    text: str = server.call(PLAN, "export_markdown", [plan["id"]])
    return text


def lint_file(path: Path) -> Outcome:
    """Findings of a file, without a server."""
    text = read_document(path)
    try:
        document = markdown.read(text)
    except DocumentRefused as error:
        raise _refused(path, error) from error
    return _findings([asdict(f) for f in rules.lint(document.plan, document)])


def lint_plan(server: Server, slug: str, folder: Path) -> Outcome:
    """Findings of a plan as it stands in Odoo."""
    plan = find_plan(server, slug, folder)
    return _findings(server.call(PLAN, "get_lint", [plan["id"]]))


def _findings(findings: list[dict[str, Any]]) -> Outcome:
    serious = any(finding["severity"] != INFO for finding in findings)
    return Outcome({"findings": findings}, DIFFERENT if serious else SAME)


_STATUS_FIELDS = [
    "name",
    "slug",
    "version",
    "state",
    "progress",
    "task_count",
    "done_task_count",
]


def status_plan(server: Server, slug: str, folder: Path) -> Outcome:
    """Where a plan stands: counts, what can start now, what is blocked."""
    plan_id = find_plan(server, slug, folder)["id"]
    answer: dict[str, Any] = server.call(PLAN, "read", [plan_id], _STATUS_FIELDS)[0]
    tasks: list[dict[str, Any]] = server.call(
        "project.task",
        "search_read",
        [("plan_id", "=", plan_id), ("plan_status", "not in", ["done", "cancelled"])],
        ["plan_ref", "name", "plan_status", "is_blocked", "plan_role_id"],
    )
    rows = [
        {
            "ref": task["plan_ref"] or "",
            "name": task["name"],
            "status": task["plan_status"],
            "owner": task["plan_role_id"][1] if task["plan_role_id"] else "",
            "is_blocked": task["is_blocked"],
        }
        for task in tasks
    ]
    answer["open"] = rows
    return Outcome(answer)
