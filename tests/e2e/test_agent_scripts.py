# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Scripts of a commit reach a plan by an agent; a measured claim ticks itself."""

import json
import os
import subprocess
import sys

import agent_world
import pytest

CHECKOUT, UPLOAD = (
    "implementation.migration.checkout",
    "implementation.migration.upload",
)
TEXT = (
    "# Scripts - Implementation Plan\n\n**Slug**: `agent-scripts`\n\n## Phases\n\n"
    "### Phase 1: One\n\n#### Deliverables\n\n- [ ] Test coverage >= 90%\n\n"
    "#### Verification\n\n```bash\n# Fine\ntrue\n```\n\n"
    "## Environments\n\n| Environment | URL | Purpose | Auto-Deploy |\n"
    "|---|---|---|---|\n| Staging | s.example.com | Test | No |\n"
)
UP = "CREATE TABLE orders (id bigint);\n"


def git(folder, *words):
    name = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    return subprocess.run(
        ["git", "-C", str(folder), *name, *words],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


@pytest.fixture(scope="module")
def world(server):
    return agent_world.build(server, TEXT)


@pytest.fixture
def box(server, world, tmp_path):
    found = agent_world.AgentBox(
        server,
        tmp_path / "box",
        world["server"],
        targets_more={"staging": {"scripts": ["db/migrations"]}},
    )
    scripts = found.work / "db" / "migrations"
    scripts.mkdir(parents=True)
    (scripts / "001_orders.up.sql").write_text(UP)
    (scripts / "001_orders.down.sql").write_text("DROP TABLE orders;\n")
    git(found.work, "init", "-q", "-b", "main")
    git(found.work, "add", ".")
    git(found.work, "commit", "-q", "-m", "first")
    return found


def ask(server, world, folder):
    """A planner has a folder read; gives the record and how its job ended."""
    (environment,) = world["environments"]
    vals = {"plan_id": world["plan"], "environment_id": environment, "folder": folder}
    checkout = agent_world.call(server, "planner", CHECKOUT, "create", [vals])[0]
    agent_world.call(server, "planner", CHECKOUT, "action_read", [checkout])
    return checkout


def read(server, checkout):
    names = ["commit", "file_count", "job_state", "job_message"]
    return agent_world.call(server, "planner", CHECKOUT, "read", [checkout], names)[0]


def test_scripts_of_a_commit_are_seen_and_taken(server, world, box):
    checkout = ask(server, world, "db/migrations")
    (box.work / "db/migrations/001_orders.up.sql").write_text("nobody committed this")
    said = box.run_once()
    found = read(server, checkout)
    assert found["job_state"] == "succeeded", (found, said)
    assert (found["commit"], found["file_count"]) == (
        git(box.work, "rev-parse", "HEAD"),
        2,
    )
    action = agent_world.call(server, "planner", CHECKOUT, "action_preview", [checkout])
    lines = agent_world.call(
        server,
        "planner",
        f"{UPLOAD}.line",
        "search_read",
        [("upload_id", "=", action["res_id"])],
        ["version", "kind"],
    )
    assert [(one["version"], one["kind"]) for one in lines] == [("001", "new")]
    agent_world.call(server, "planner", UPLOAD, "action_apply", [action["res_id"]])
    rows = agent_world.call(
        server,
        "planner",
        "implementation.migration",
        "search_read",
        [("plan_id", "=", world["plan"])],
        ["version", "up_sql", "state"],
    )
    assert [(one["version"], one["up_sql"]) for one in rows] == [("001", UP)]


def test_a_folder_that_the_policy_does_not_name_is_refused(server, world, box):
    checkout = ask(server, world, "secrets")
    box.run_once()
    found = read(server, checkout)
    assert found["job_state"] == "failed"
    assert "policy" in found["job_message"]
    assert not found["file_count"]


def planctl(server, *words):
    environ = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PLAN_")},
        "PLAN_URL": server.url,
        "PLAN_DATABASE": server.database,
        "PLAN_LOGIN": "agent_runner",
        "PLAN_API_KEY": agent_world.PASSWORD,
    }
    return subprocess.run(
        [sys.executable, "-m", "planctl.cli", *words],
        check=False,
        capture_output=True,
        text=True,
        env=environ,
    )


@pytest.mark.parametrize(
    ("measured", "verdict", "state"),
    [("93%", "pass", "accepted"), ("80%", "fail", "open")],
)
def test_what_ci_measures_ticks_and_unticks_a_claim(
    server, world, measured, verdict, state
):
    words = ("--deliverable", "Test coverage >= 90%", "--measured", measured)
    done = planctl(server, "evidence", "agent-scripts", *words, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == verdict
    rows = agent_world.call(
        server,
        "planner",
        "implementation.deliverable",
        "search_read",
        [("plan_id", "=", world["plan"])],
        ["state"],
    )
    assert [one["state"] for one in rows] == [state]


def test_a_bare_pass_ticks_no_claim(server, world):
    words = ("--deliverable", "Test coverage >= 90%", "--verdict", "pass")
    done = planctl(server, "evidence", "agent-scripts", *words)
    assert done.returncode == 2
    assert "measured_needed" in done.stderr + done.stdout
