# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A developer's day: import, edit in Odoo, export, and git shows one cell."""

import json
import os
import subprocess
import sys

import pytest

PLAN = """# Shop relaunch - Implementation Plan

**Slug**: `{slug}`
**Version**: 1.0.0

## Phases

### Phase 1: Foundation

**Goal**: Ground to stand on

#### Tasks

| ID | Task | Owner | Dependencies | Status | Notes |
|:---|------|-------|--------------|--------|-------|
| P1.1 | Create schema | dba | - | Not Started | keep me |
| P1.2 | Write API\t| dev | P1.1 | Not Started |  |

#### Deliverables

- [ ] Schema on staging
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def planctl(server, folder, *arguments, code=0):
    """Run the command as a user would and hold its exit code against ``code``."""
    environ = {**os.environ, **server.environment}
    done = subprocess.run(
        [sys.executable, "-m", "planctl.cli", *map(str, arguments)],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def write(folder, slug, newline="\n"):
    path = folder / "plan.md"
    text = PLAN.replace("{slug}", slug).replace("\n", newline)
    path.write_bytes(text.encode())
    return path


def set_status(server, plan_id, ref, status):
    tasks = server.call(
        "project.task", "search", [("plan_id", "=", plan_id), ("plan_ref", "=", ref)]
    )
    server.call("project.task", "write", tasks, {"plan_status": status})


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_one_status_edited_in_odoo_is_one_cell_in_the_file(server, folder, newline):
    slug = f"cell-{len(newline)}"
    path = write(folder, slug, newline)
    before = path.read_bytes()
    answer = json.loads(planctl(server, folder, "import", "plan.md", "--json"))
    planctl(server, folder, "export")
    assert path.read_bytes() == before
    set_status(server, answer["plan_id"], "P1.1", "done")
    planctl(server, folder, "export")
    after = path.read_bytes()
    wanted = before.replace(b"dba | - | Not Started", b"dba | - | Done")
    assert after == wanted


def test_second_import_changes_nothing(server, folder):
    write(folder, "twice")
    planctl(server, folder, "import", "plan.md")
    planctl(server, folder, "diff", "plan.md")
    answer = json.loads(planctl(server, folder, "import", "plan.md", "--json"))
    assert (answer["created"], answer["updated"], answer["deleted"]) == (0, 0, 0)


def test_both_sides_edited_merge_and_the_same_value_is_a_conflict(server, folder):
    path = write(folder, "merge")
    imported = planctl(server, folder, "import", "plan.md", "--json")
    plan_id = json.loads(imported)["plan_id"]
    set_status(server, plan_id, "P1.1", "in_progress")
    path.write_text(path.read_text().replace("Write API\t", "Write the API\t"))
    planctl(server, folder, "diff", "plan.md", code=1)
    planctl(server, folder, "import", "plan.md")
    planctl(server, folder, "export")
    text = path.read_text()
    assert "Write the API" in text
    assert "dba | - | In Progress" in text
    set_status(server, plan_id, "P1.1", "done")
    path.write_text(text.replace("dba | - | In Progress", "dba | - | Blocked"))
    refused = json.loads(planctl(server, folder, "import", "plan.md", "--json", code=1))
    assert [c["field"] for c in refused["conflicts"]] == ["status"]
    planctl(server, folder, "import", "plan.md", "--on-conflict", "ours")
    planctl(server, folder, "export")
    assert "dba | - | Done" in path.read_text()


def test_status_and_lint_of_a_plan(server, folder):
    write(folder, "status")
    planctl(server, folder, "import", "plan.md")
    assert "can start" in planctl(server, folder, "status")
    assert "missing_verification" in planctl(server, folder, "lint", "status", code=1)


def test_wrong_key_and_unknown_plan_are_errors_with_a_way_out(server, folder):
    assert "planctl import" in planctl(server, folder, "status", "nowhere", code=2)
