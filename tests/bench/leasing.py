# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Agents at one queue, against the plain SKIP LOCKED of PostgreSQL."""

import threading
import time

from plans import document
from signing import _groups

from odoo.api import Environment
from odoo.modules.registry import Registry

THREADS = 50
_FLOOR = """
UPDATE bench_queue SET taken = TRUE WHERE id IN (
    SELECT id FROM bench_queue WHERE NOT taken ORDER BY id LIMIT %s
    FOR UPDATE SKIP LOCKED) RETURNING id
"""


def prepare(env):
    """A signed check, and the account of an agent; gives check and account."""
    env.company.implementation_rpc_signing = True
    role = env["implementation.role"]._get_or_create(("Tech Lead",))["Tech Lead"]
    lead, runner = env["res.users"].create(
        [
            {
                "name": name,
                "login": f"bench-{name}",
                **_groups(env, f"implementation_base.group_{name}"),
            }
            for name in ("approver", "runner")
        ]
    )
    plans = env["implementation.plan"]
    answer = plans.import_markdown(document(10, "bench-lease"), {})
    plan = plans.browse(answer["plan_id"])
    check = env["implementation.check"].create(
        {"plan_id": plan.id, "name": "Trivial", "command": "true"}
    )
    request = env["implementation.approval"].create(
        {"plan_id": plan.id, "role_id": role.id, "assigned_user_id": lead.id}
    )
    request.action_request()
    env.cr.commit()
    values = {
        "content_hash": request._get_hashes()[request],
        "meaning": "Seen",
        "typed_name": lead.name,
    }
    request.with_user(lead).sign(values)
    env.cr.commit()
    return check, runner


def fill(env, check, count):
    """So many jobs in both queues."""
    check.action_run()
    env.cr.commit()
    env.cr.execute(
        "SELECT string_agg(quote_ident(column_name), ', ')"
        " FROM information_schema.columns"
        " WHERE table_name = 'implementation_job' AND column_name <> 'id'"
    )
    [names] = env.cr.fetchone()
    env.cr.execute(
        f"INSERT INTO implementation_job ({names}) SELECT {names}"
        " FROM (SELECT * FROM implementation_job WHERE state = 'queued' LIMIT 1) one,"
        " generate_series(2, %s)",
        [count],
    )
    env.cr.execute("DROP TABLE IF EXISTS bench_queue")
    env.cr.execute(
        "CREATE TABLE bench_queue AS SELECT id, FALSE AS taken"
        " FROM generate_series(1, %s) id",
        [count],
    )
    env.cr.execute("CREATE INDEX ON bench_queue (id) WHERE NOT taken")
    env.cr.commit()


def together(work):
    """What all threads took, and the seconds until the last one was done."""
    taken, threads = [], []
    for number in range(THREADS):
        thread = threading.Thread(target=lambda n=number: taken.extend(work(n)))
        threads.append(thread)
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, time.perf_counter() - begin


def run(env, counts, capacity):
    """Jobs a second of both queues, for each size."""
    check, runner = prepare(env)
    registry = Registry(env.cr.dbname)

    def lease(number):
        found = []
        while True:
            with registry.cursor() as cr:
                jobs = Environment(cr, runner.id, {})["implementation.job"]
                part = jobs.lease([], capacity, f"bench-{number}")
            if not part:
                return found
            found += [one["id"] for one in part]

    def floor(_number):
        found = []
        while True:
            with registry.cursor() as cr:
                cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
                cr.execute(_FLOOR, [capacity])
                part = [row[0] for row in cr.fetchall()]
            if not part:
                return found
            found += part

    rows = []
    for count in counts:
        fill(env, check, count)
        plain, floor_seconds = together(floor)
        taken, seconds = together(lease)
        row = {"count": count, "doubled": len(taken) - len(set(taken))}
        row["missed"] = count - len(set(taken)) + count - len(set(plain))
        row["floor"] = count / floor_seconds
        row["suite"] = count / seconds
        rows.append(row)
        env.cr.execute("UPDATE implementation_job SET state = 'cancelled'")
        env.cr.commit()
        env.invalidate_all()
    return rows
