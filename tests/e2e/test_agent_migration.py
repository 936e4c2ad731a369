# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A migration from its scripts to production and back, by a real agent."""

import uuid

import agent_world
import psycopg2
import pytest

MIGRATION = "implementation.migration"
TEXT = (
    "# Moves - Implementation Plan\n\n**Slug**: `agent-moves`\n\n## Phases\n\n"
    "### Phase 1: One\n\n#### Verification\n\n```bash\n# Fine\ntrue\n```\n\n"
    "## Migration Strategy\n\n### Planned Migrations\n\n"
    "| Version | Name | Description | Breaking |\n|---|---|---|---|\n"
    "| 001 | add_note | A note on each order | No |\n"
)
UP = "ALTER TABLE orders ADD COLUMN note text;\n"
DOWN = "ALTER TABLE orders DROP COLUMN note;\n"
SCRIPTS = """
plan = env["implementation.plan"].search([("slug", "=", "agent-moves")])
planner = env["res.users"].search([("login", "=", "agent_planner")])
places = env(user=planner.id)["implementation.environment"].create([
    dict(plan_id=plan.id, name=name, sequence=number, has_database=True)
    for number, name in enumerate(("Staging", "Production"), 1)])
row = plan.migration_ids.with_user(planner)
row.write(dict(up_sql={up!r}, down_sql={down!r}))
env.cr.commit()
env["implementation.approval"].search([])
env.cr.commit()
lead = env["res.users"].search([("login", "=", "agent_lead")])
approval = env["implementation.approval"].search(
    [("plan_id", "=", plan.id), ("role_id.name", "=", "Tech Lead")])
assert approval.status == "void", approval.status
approval.with_user(lead).sign(dict(
    content_hash=approval._get_hashes()[approval],
    meaning="I approve", typed_name=lead.name))
env.cr.commit()
print("IDS", row.id, *places.ids)
"""


@pytest.fixture(scope="module")
def databases(server):
    """Two databases of an application, with rows; gone afterwards."""
    environment = server.instance.environment
    host, user = environment["PGHOST"], environment["PGUSER"]
    names = [f"moves_{uuid.uuid4().hex[:8]}" for _count in range(2)]
    control = psycopg2.connect(host=host, user=user, dbname="postgres")
    control.autocommit = True
    cursor = control.cursor()
    for name in names:
        cursor.execute(f"CREATE DATABASE {name}")
        with psycopg2.connect(host=host, user=user, dbname=name) as made:
            made.cursor().execute(
                "CREATE TABLE orders (id bigserial PRIMARY KEY, total int NOT NULL);"
                "INSERT INTO orders (total) SELECT n FROM generate_series(1, 50) n"
            )
        made.close()
    yield [f"host={host} user={user} dbname={name}" for name in names]
    for name in names:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    control.close()


@pytest.fixture(scope="module")
def world(server):
    ids = agent_world.build(server, TEXT)
    printed = server.script(SCRIPTS.format(up=UP, down=DOWN))
    row, staging, production = map(int, printed.rpartition("IDS")[2].split()[:3])
    return {**ids, "row": row, "staging": staging, "production": production}


@pytest.fixture
def box(server, world, databases, tmp_path):
    found = agent_world.AgentBox(
        server,
        tmp_path / "box",
        world["server"],
        targets=("staging", "production"),
        secrets={"STAGING_DSN": databases[0], "PRODUCTION_DSN": databases[1]},
        programs=(str(agent_world.squawk()),),
    )
    programs = server.instance.options["pg_path"]
    for name in ("staging", "production"):
        found.targets_more[name] = {
            "dsn_env": f"{name.upper()}_DSN",
            "bin": str(programs),
            "secrets": [],
        }
    found.write_policy()
    return found


def start(server, world, box, action, place):
    """An operator starts it in the wizard, an agent does it; gives the job."""
    vals = {
        "migration_id": world["row"],
        "action": action,
        "environment_id": world[place],
    }
    wizard = "implementation.migration.start"
    made = agent_world.call(server, "operator", wizard, "create", [vals])
    shown = agent_world.call(server, "operator", wizard, "action_confirm", made)
    box.run_once()
    fields = ["state", "outcome", "message", "data"]
    [job] = server.call("implementation.job", "read", [shown["res_id"]], fields)
    return job


def read(server, world):
    fields = ["state", "rollback_level", "downtime_level", "standing"]
    return server.call(MIGRATION, "read", [world["row"]], fields)[0]


def columns(dsn):
    with psycopg2.connect(dsn) as database:
        cursor = database.cursor()
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = 'orders' ORDER BY ordinal_position"
        )
        found = [row[0] for row in cursor.fetchall()]
    database.close()
    return found


def test_rehearsed_applied_and_taken_back(server, world, box, databases):
    staging, production = databases
    job = start(server, world, box, "rehearse", "staging")
    assert job["state"] == "succeeded", (job, agent_world.log_of(server, job["id"]))
    found = read(server, world)
    assert found["rollback_level"] == "R3", job["data"]
    assert found["downtime_level"] in ("Z2", "Z3"), job["data"]
    assert (found["state"], found["standing"]) == ("rehearsed", "pass")
    assert columns(staging) == ["id", "total"]
    with pytest.raises(AssertionError, match="lower_environment_first"):
        start(server, world, box, "apply", "production")
    for place in ("staging", "production"):
        job = start(server, world, box, "apply", place)
        assert job["state"] == "succeeded", job
    assert columns(staging) == columns(production) == ["id", "total", "note"]
    assert read(server, world)["state"] == "applied"
    job = start(server, world, box, "reconcile", "production")
    assert '"state":"applied"' in job["data"]
    job = start(server, world, box, "rollback", "production")
    assert job["state"] == "succeeded", job
    assert columns(production) == ["id", "total"]
    assert read(server, world)["state"] == "rolled_back"


def test_an_edited_script_reaches_no_database(server, world, box, databases):
    before = columns(databases[0])
    agent_world.call(
        server,
        "planner",
        MIGRATION,
        "write",
        [world["row"]],
        {"up_sql": "DROP TABLE orders;"},
    )
    with pytest.raises(AssertionError, match="not_signed"):
        start(server, world, box, "rehearse", "staging")
    found = read(server, world)
    assert (found["rollback_level"], found["downtime_level"]) == ("R0", "Z0")
    assert columns(databases[0]) == before
