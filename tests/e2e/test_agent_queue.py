# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many agents at one queue: each job is handed out once, and none is forgotten."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import agent_world
import psycopg2
import pytest

JOB = "implementation.job"
THREADS = 50
JOBS = 2000 if os.environ.get("SERIES") != "19.0" else 400
TEXT = (
    "# Queue - Implementation Plan\n\n**Slug**: `agent-queue`\n\n## Phases\n\n"
    "### Phase 1: One\n\n#### Verification\n\n```bash\n# Trivial\ntrue\n```\n"
)


@pytest.fixture(scope="module")
def jobs(server):
    """Copies of one signed job in the queue; they leave it again."""
    ids = agent_world.build(server, TEXT)
    check = [ids["checks"][0]]
    agent_world.call(server, "operator", "implementation.check", "action_run", check)
    first = agent_world.job_of(server, check[0])["id"]
    host = server.instance.environment["PGHOST"]
    database = psycopg2.connect(host=host, user="odoo", dbname=server.database)
    with database, database.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ')"
            " FROM information_schema.columns"
            " WHERE table_name = 'implementation_job' AND column_name <> 'id'"
        )
        [names] = cursor.fetchone()
        cursor.execute(
            f"INSERT INTO implementation_job ({names}) SELECT {names}"
            " FROM implementation_job, generate_series(2, %s) WHERE id = %s",
            [JOBS, first],
        )
    yield first
    with database, database.cursor() as cursor:
        cursor.execute(
            "UPDATE implementation_job SET state = 'cancelled' WHERE id >= %s", [first]
        )
    database.close()


def test_no_job_is_leased_twice_and_none_is_left(server, jobs):
    def work(number):
        """An agent of its own that takes all it can get."""
        taken = []
        while True:
            found = agent_world.call(
                server, "runner", JOB, "lease", [], 10, f"agent-{number}"
            )
            taken += [(one["id"], one["token"]) for one in found]
            if not found:
                return taken

    with ThreadPoolExecutor(THREADS) as pool:
        taken = [pair for own in pool.map(work, range(THREADS)) for pair in own]
    counted = Counter(taken)
    assert not [pair for pair, times in counted.items() if times > 1]
    assert len(counted) == JOBS
    assert {token for _job, token in counted} == {1}
    left = server.call(JOB, "search_count", [("state", "=", "queued")])
    assert left == 0
    domain = [("id", ">=", jobs), ("state", "=", "leased")]
    assert server.call(JOB, "search_count", domain) == JOBS
