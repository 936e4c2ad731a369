# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""kill -9 of agent, server or database at named points: nothing is lost or doubled.

Each point is a call of lease, append_log, heartbeat or complete, before the server
has it or after it has answered. Afterwards every part is started again and the job
ends once, its command ran at most once an order, and no acknowledged line is gone.
"""

import os
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import agent_world
import psycopg2
import pytest
from agent_proxy import Proxy, Trap

from tools import process, settings
from tools.postgres import Server
from tools.server import port_is_free
from tools.testing import live
from tools.testing.databases import CARELESS

LINES = 6
TEXT = (
    "# Kills - Implementation Plan\n\n**Slug**: `agent-kills`\n\n## Phases\n\n"
    "### Phase 1: One\n\n#### Verification\n\n```bash\n# Counts\n"
    f"echo run >> ran; for i in $(seq {LINES}); do echo line $i; sleep 0.15; done\n"
    "```\n"
)
CALLS = [
    ("lease", 1, "before"),
    ("lease", 1, "after"),
    ("append_log", 1, "before"),
    ("append_log", 1, "after"),
    ("append_log", 3, "before"),
    ("append_log", 3, "after"),
    ("heartbeat", 1, "before"),
    ("heartbeat", 1, "after"),
    ("complete", 1, "before"),
    ("complete", 1, "after"),
]
POINTS = [
    (victim, *call) for victim in ("agent", "server", "database") for call in CALLS
]
if os.environ.get("SERIES") == "19.0":
    # each point costs restarts, and the agent is the same: all of them on 18.0
    POINTS = POINTS[7::10]


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """A cluster of its own: others work on the one of the tests."""
    folder = tmp_path_factory.mktemp("kills")
    found = Server(Path(psycopg2.__file__).parents[1], folder / "test", CARELESS)
    yield found
    found.stop()


@pytest.fixture(scope="module")
def server(postgres):
    """A server on it."""
    data = postgres.data.parents[1]
    with live.server(replace(settings.read(os.environ), data_dir=data)) as running:
        yield running


@pytest.fixture(scope="module")
def world(server):
    ids = agent_world.build(server, TEXT)
    # this cluster is careless: what was committed must outlive the killed server
    server.script(
        f'env.cr.execute(\'ALTER DATABASE "{server.database}" '
        "SET synchronous_commit = on'); env.cr.commit()"
    )
    server.instance.stop()
    server.instance.start("tests")
    return ids


@pytest.fixture
def proxy(server):
    found = Proxy(server.port)
    yield found
    found.close()


@pytest.fixture
def box(server, world, proxy, tmp_path):
    return agent_world.AgentBox(
        server,
        tmp_path / "box",
        world["server"],
        url=proxy.url,
        targets=("default",),
        programs=("seq",),
    )


def kill_server(server):
    pid = server.instance.running()
    os.killpg(pid, signal.SIGKILL)
    while server.instance.running() or not port_is_free(server.port):
        time.sleep(0.05)


def kill_database(postgres):
    """The whole cluster at once, as when the machine's memory killer comes."""
    pid = int((postgres.data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGQUIT)
    while process.state(pid) not in ("", "Z") or postgres.ready():
        time.sleep(0.05)


@pytest.mark.parametrize("point", POINTS, ids=["-".join(map(str, p)) for p in POINTS])
def test_a_job_ends_once(server, world, proxy, box, postgres, point):
    victim, *call = point
    check = world["checks"][0]
    before = count_ends(server)
    agent_world.call(server, "operator", "implementation.check", "action_run", [check])
    agent = None

    def spring():
        if victim == "agent":
            os.kill(agent.pid, signal.SIGKILL)
            agent.wait()
        elif victim == "server":
            kill_server(server)
        else:
            kill_database(postgres)

    trap = proxy.trap = Trap(*call, spring)
    agent = box.start("--once" if victim == "agent" else "--grace=5")
    assert trap.sprung.wait(60), box.said()
    revive(server, postgres, victim)
    if victim == "agent":
        agent.wait(60)
        box.run_once()
    job = settle(server, check, box)
    if victim != "agent":
        agent.terminate()
        assert agent.wait(60) == 0, box.said()
    assert count_ends(server) == before + 1
    runs = (box.work / "ran").read_text().split() if (box.work / "ran").exists() else []
    assert len(runs) <= job["token"]
    log = agent_world.log_of(server, job["id"])
    if job["state"] == "succeeded":
        assert log == "".join(f"line {n}\n" for n in range(1, LINES + 1))
        assert len(runs) >= 1
    else:
        assert job["outcome"] in ("error", "lost"), job
        whole = "".join(f"line {n}\n" for n in range(1, LINES + 1))
        assert whole.startswith(log)
    assert not list((box.folder / "state").glob("job-*"))


def revive(server, postgres, victim):
    if victim == "database":
        postgres.start()
    if victim in ("server", "database") and not server.instance.running():
        server.instance.start("tests")


def settle(server, check, box):
    """Until the job is over; a lease that nobody holds is let lapse at once."""
    until = time.monotonic() + 90
    while True:
        try:
            job = agent_world.job_of(server, check)
        except (OSError, AssertionError):
            job = {"state": ""}
        if job["state"] in ("succeeded", "failed", "cancelled", "lost"):
            return job
        if job["state"] == "leased" and not list((box.folder / "state").glob("job-*")):
            lapse(server)
            if not is_alive(box):
                box.run_once()
        assert time.monotonic() < until, (job, box.said())
        time.sleep(0.3)


def is_alive(box):
    marker = str(box.folder / "policy.toml")
    done = subprocess.run(
        ["pgrep", "-f", marker], capture_output=True, text=True, check=False
    )
    return bool(done.stdout.strip())


def lapse(server):
    """What a minute without a heartbeat does."""
    host = server.instance.environment["PGHOST"]
    database = psycopg2.connect(host=host, user="odoo", dbname=server.database)
    with database, database.cursor() as cursor:
        cursor.execute(
            "UPDATE implementation_job SET lease_until = lease_until"
            " - interval '1 hour' WHERE state = 'leased'"
        )
    database.close()


def count_ends(server):
    """Events that say that a job of the plan is over."""
    codes = ["job.succeeded", "job.failed", "job.cancelled", "job.lost"]
    domain = [("code", "in", codes), ("plan_name", "=", "Kills")]
    return server.call("implementation.event", "search_count", domain)
