# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real agent runs the reference document's own checks, and nothing unsigned."""

import os
import re
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import agent_world
import pytest

CHECK = "implementation.check"
REFERENCE = Path(__file__).parents[1] / "data" / "reference" / "plan.md"


class Health(BaseHTTPRequestHandler):
    """The application whose health is checked."""

    def do_GET(self):
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()
        self.wfile.write(b"healthy\n")

    def log_message(self, *_words):
        pass


@pytest.fixture(scope="module")
def health():
    web = HTTPServer(("127.0.0.1", 0), Health)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{web.server_port}"
    web.shutdown()


@pytest.fixture(scope="module")
def database_url(server):
    """A PostgreSQL of the tests, named by a secret."""
    environment = server.instance.environment
    host = environment["PGHOST"].replace("/", "%2F")
    return f"postgresql://{environment['PGUSER']}@{host}:5432/postgres"


@pytest.fixture(scope="module")
def world(server, health):
    text = REFERENCE.read_text()
    text = text.replace("https://api.staging.{domain}/health", f"{health}/health")
    text = re.sub(r"\*\*Slug\*\*: `[^`]*`", "**Slug**: `agent-reference`", text)
    text = text.replace("{", "").replace("}", "")
    return agent_world.build(server, text)


@pytest.fixture
def box(server, world, tmp_path, database_url):
    psql = Path(server.instance.options["pg_path"]) / "psql"
    environment = server.call(
        "implementation.environment", "read", world["environments"], ["job_target"]
    )
    return agent_world.AgentBox(
        server,
        tmp_path / "box",
        world["server"],
        targets=tuple(row["job_target"] for row in environment),
        secrets={"DATABASE_URL": database_url},
        programs=("curl", str(psql)),
    )


def run(server, check):
    agent_world.call(server, "operator", CHECK, "action_run", [check])


def standing(server, check):
    return server.call(CHECK, "read", [check], ["standing"])[0]["standing"]


def test_the_reference_documents_own_checks(server, world, box):
    """curl and psql answer for real; gh, which is not there, is an error."""
    health, database, ci = world["checks"][:3]
    agent_world.call(
        server,
        "operator",
        "implementation.phase",
        "action_run_checks",
        [world["phase"]],
    )
    box.run_once("--capacity", "3")
    assert standing(server, health) == "pass", box.said()
    assert standing(server, database) == "pass", box.said()
    assert standing(server, ci) == "error"
    assert "healthy" in agent_world.log_of(server, job(server, health)["id"])
    assert "1 row" in agent_world.log_of(server, job(server, database)["id"])
    assert '"command_missing"' in job(server, ci)["data"]
    assert "not found" in agent_world.log_of(server, job(server, ci)["id"])


def job(server, check):
    return agent_world.job_of(server, check)


def test_a_policy_that_does_not_allow_it_runs_nothing(server, world, box):
    check = world["checks"][0]
    box.commands = ("psql .*",)
    box.write_policy()
    run(server, check)
    box.run_once()
    found = job(server, check)
    assert (found["state"], found["outcome"]) == ("failed", "refused")
    assert "command_not_allowed" in found["data"]
    assert standing(server, check) == "error"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"min_signed": 2}, "not_signed"),
        ({"revoked": True}, "revoked_key"),
    ],
)
def test_what_the_agents_own_rules_forbid(server, world, box, change, code):
    check = world["checks"][0]
    if change.get("revoked"):
        key = re.search(r'"(\w{16})" = ', (box.folder / "policy.toml").read_text())
        change = {"revoked": [key.group(1)]}
    box.write_policy(**change)
    run(server, check)
    box.run_once()
    assert code in job(server, check)["data"]


def test_an_agent_of_another_server_refuses(server, world, box):
    check = world["checks"][0]
    box.uuid = "another-database"
    box.write_policy()
    run(server, check)
    box.run_once()
    assert "foreign_job" in job(server, check)["data"]


def test_secrets_are_nowhere_but_with_the_agent(server, world, tmp_path):
    """Not in the database, the log, an error, the journal or the process list."""
    secret = agent_world.SECRET
    text = (
        "# Leak - Implementation Plan\n\n**Slug**: `agent-leak`\n\n## Phases\n\n"
        "### Phase 1: One\n\n#### Verification\n\n```bash\n# Leaks\n"
        "echo start $DATABASE_URL; printf %s $DATABASE_URL | base64 -w0; "
        'printf %s "${DATABASE_URL:0:9}"; sleep 0.4; printf %s "${DATABASE_URL:9}"; '
        'echo "$DATABASE_URL" >&2; sleep 1.5; $DATABASE_URL\n```\n'
    )
    ids = agent_world.build(server, text)
    box = agent_world.AgentBox(
        server,
        tmp_path / "box",
        ids["server"],
        targets=("default",),
        programs=("base64",),
    )
    run(server, ids["checks"][0])
    process = box.start("--once")
    seen = []
    while process.poll() is None:
        seen += [text for text in commands() if secret in text]
        kept = "".join(
            path.read_text(errors="replace")
            for path in (box.folder / "state").glob("job-*")
        )
        assert secret not in kept
        time.sleep(0.05)
    assert not seen
    assert process.returncode == 0, box.said()
    found = job(server, ids["checks"][0])
    log = agent_world.log_of(server, found["id"])
    assert "start •••" in log
    assert secret not in log + box.said() + str(found)
    assert secret not in dump(server)


def commands():
    """What ``ps`` would show of every process."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                yield (folder / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue


def dump(server):
    """The whole database as text."""
    program = Path(server.instance.options["pg_path"]) / "pg_dump"
    done = subprocess.run(
        [program, "--data-only", server.database],
        capture_output=True,
        check=True,
        env={**os.environ, **server.instance.environment},
    )
    return done.stdout.decode(errors="replace")


def test_sigterm_ends_the_agent_and_its_commands(server, tmp_path):
    text = (
        "# Slow - Implementation Plan\n\n**Slug**: `agent-slow`\n\n## Phases\n\n"
        "### Phase 1: One\n\n#### Verification\n\n```bash\n# Slow\n"
        "echo begun; sleep 300 & sleep 301\n```\n"
    )
    ids = agent_world.build(server, text)
    box = agent_world.AgentBox(
        server, tmp_path / "box", ids["server"], targets=("default",)
    )
    run(server, ids["checks"][0])
    process = box.start("--grace", "0.5")
    wait_for(lambda: job(server, ids["checks"][0])["log_count"])
    process.terminate()
    assert process.wait(30) == 0
    found = job(server, ids["checks"][0])
    assert (found["state"], found["outcome"]) == ("cancelled", "cancelled")
    assert not [text for text in commands() if "sleep\x00300" in text or "301" in text]
    assert not list((box.folder / "state").glob("job-*"))


def test_a_person_cancels_what_runs(server, tmp_path):
    text = (
        "# Long - Implementation Plan\n\n**Slug**: `agent-long`\n\n## Phases\n\n"
        "### Phase 1: One\n\n#### Verification\n\n```bash\n# Long\n"
        "echo begun; sleep 302\n```\n"
    )
    ids = agent_world.build(server, text)
    box = agent_world.AgentBox(
        server, tmp_path / "box", ids["server"], targets=("default",)
    )
    run(server, ids["checks"][0])
    process = box.start("--once")
    wait_for(lambda: job(server, ids["checks"][0])["log_count"])
    found = job(server, ids["checks"][0])
    agent_world.call(
        server, "operator", "implementation.job", "action_cancel", [found["id"]]
    )
    assert process.wait(60) == 0
    assert job(server, ids["checks"][0])["state"] == "cancelled"
    assert not [text for text in commands() if "sleep\x00302" in text]


def wait_for(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.2)
