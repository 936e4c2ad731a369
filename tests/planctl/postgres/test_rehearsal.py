# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from planctl.executors.postgres_connection import execute

from .lab import content, migration, run
from .schema import SCHEMA


def test_x(dsn, database, target, roles):
    with target.connect() as c:
        execute(c, SCHEMA)
    import time
    t = time.time()
    one = migration("ALTER TABLE customer ADD COLUMN phone text", "ALTER TABLE customer DROP COLUMN phone")
    result, w = run(dsn(database), content("rehearse", one, previous_smoke="psql -X -c 'select 1'", lock_budget_ms=500))
    print(time.time() - t)
    print(w.text)
    import json
    print(result.outcome, result.message, json.dumps(dict(result.data), indent=1))
    assert 0
