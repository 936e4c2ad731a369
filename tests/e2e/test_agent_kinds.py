# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Requests and queries of a plan, by a real agent, on real servers."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import agent_world
import pytest

CHECK = "implementation.check"
TEXT = (
    "# Kinds - Implementation Plan\n\n**Slug**: `agent-kinds`\n\n## Phases\n\n"
    "### Phase 1: One\n\n#### Verification\n\n```bash\n"
    "# Healthy\nGET {url}/health\n# Elsewhere\nGET {other}/health\n"
    "# Tables\nSELECT count(*) FROM pg_class WHERE relname = 'pg_class'\n"
    "# Writes\nCREATE TABLE written (id int)\n```\n\n"
    "## Environments\n\n| Environment | URL | Purpose | Auto-Deploy |\n"
    "|---|---|---|---|\n| Staging | s.example.com | Test | No |\n"
)
SCRIPT = """
plan = env["implementation.plan"].search([("slug", "=", "agent-kinds")])
checks = plan.check_ids.sorted("sequence")
kinds = [("http", "healthy"), ("http", ""), ("sql", "1"), ("sql", "")]
planner = env["res.users"].search([("login", "=", "agent_planner")])
for check, (kind, expected) in zip(checks.with_user(planner), kinds):
    check.write(dict(run_kind=kind, expected=expected))
env.cr.commit()
approval = env["implementation.approval"].search(
    [("plan_id", "=", plan.id), ("role_id.name", "=", "Tech Lead")])
assert approval.status == "void", approval.status
lead = env["res.users"].search([("login", "=", "agent_lead")])
env.company.implementation_rpc_signing = True
approval.with_user(lead).sign(dict(
    content_hash=approval._get_hashes()[approval],
    meaning="I approve", typed_name=lead.name))
env.company.implementation_rpc_signing = False
env.cr.commit()
"""


class Health(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"healthy\n")

    def log_message(self, *_words):
        pass


@pytest.fixture(scope="module")
def webs():
    """Two servers of which the policy names the first."""
    found = [HTTPServer(("127.0.0.1", 0), Health) for _count in range(2)]
    for web in found:
        threading.Thread(target=web.serve_forever, daemon=True).start()
    yield [f"http://127.0.0.1:{web.server_port}" for web in found]
    for web in found:
        web.shutdown()


@pytest.fixture(scope="module")
def world(server, webs):
    ids = agent_world.build(server, TEXT.format(url=webs[0], other=webs[1]))
    server.script(SCRIPT)
    return ids


@pytest.fixture
def box(server, world, webs, tmp_path):
    environment = server.instance.environment
    dsn = f"host={environment['PGHOST']} user={environment['PGUSER']} dbname=postgres"
    found = agent_world.AgentBox(
        server,
        tmp_path / "box",
        world["server"],
        secrets={"DSN": dsn},
        targets_more={"staging": {"dsn_env": "DSN"}},
    )
    found.write_policy(urls=[f"{webs[0]}/"])
    return found


def test_requests_and_queries_prove_what_they_say(server, world, box):
    agent_world.call(server, "operator", CHECK, "action_run", world["checks"])
    said = box.run_once()
    jobs = [agent_world.job_of(server, check) for check in world["checks"]]
    assert [job["outcome"] for job in jobs] == [
        "succeeded",
        "refused",
        "succeeded",
        "error",
    ], said
    assert "url_not_allowed" in jobs[1]["data"]
    assert "sql_error" in jobs[3]["data"]
    rows = server.call(CHECK, "read", world["checks"], ["standing"])
    standing = {row["id"]: row["standing"] for row in rows}
    assert [standing[check] for check in world["checks"]] == [
        "pass",
        "error",
        "pass",
        "error",
    ]
