# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One signature and one edit, beside any number of signatures elsewhere."""

import gc

from measure import measured, settle
from plans import document

from odoo import sql_db

#: Tables of what one signed request leaves, and what differs from row to row.
MULTIPLIED = {
    "implementation_approval": {},
    "implementation_signature": {"number": "number + n", "digest": "md5(n::text)"},
    "implementation_content": {"digest": "md5(n::text)"},
    "implementation_event": {"number": "number + n"},
}
TASKS = 50
#: Edits are cheap: so many turns a round.
EDITS = 10


def prepare(env):
    """A plan to work on, and another one that is signed once."""
    env.company.implementation_rpc_signing = True
    names = ("SRE", "Security")
    roles = env["implementation.role"]._get_or_create(names)
    signer = env["res.users"].create(
        {
            "name": "Bench Signer",
            "login": "bench-signer",
            **_groups(env, "implementation_base.group_approver"),
        }
    )
    plans = env["implementation.plan"]
    found = {}
    for slug in ("bench-sign", "bench-elsewhere"):
        answer = plans.import_markdown(document(TASKS, slug), {})
        plan = plans.browse(answer["plan_id"])
        env["implementation.environment"].create(
            {"plan_id": plan.id, "name": "Canary", "url": "canary.example.org"}
        )
        request = env["implementation.approval"].create(
            {
                "plan_id": plan.id,
                "role_id": roles["SRE"].id,
                "assigned_user_id": signer.id,
            }
        )
        request.action_request()
        found[slug] = request.with_user(signer)
    env.cr.commit()
    sign(found["bench-elsewhere"])
    env.cr.commit()
    return found


def _groups(env, name):
    """18 and 19 spell a user's groups differently."""
    field = "group_ids" if "group_ids" in env["res.users"]._fields else "groups_id"
    return {field: [(6, 0, [env.ref("base.group_user").id, env.ref(name).id])]}


def sign(request):
    seen = request.sudo()._get_hashes()[request.sudo()]
    values = {"content_hash": seen, "meaning": "Seen", "typed_name": "Bench Signer"}
    return request.sign(values)


def fill(env, request, count):
    """Signatures elsewhere, until the ledger holds ``count``."""
    present = env["implementation.signature"].search_count([])
    for table, changed in MULTIPLIED.items():
        env.cr.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND column_name != 'id'",
            [table],
        )
        columns = [row[0] for row in env.cr.fetchall()]
        values = ", ".join(changed.get(name, f'"{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        env.cr.execute(
            f"INSERT INTO {table} ({names}) SELECT {values}"
            f" FROM (SELECT * FROM {table} WHERE id = %s) one,"
            " generate_series(%s, %s) n",
            [_row(env, table, request), present, count - 1],
        )
    env.cr.execute(
        "UPDATE implementation_event_head SET number ="
        " (SELECT max(number) FROM implementation_event)"
    )
    env.cr.execute(
        "SELECT setval('implementation_signature_number_seq', max(number))"
        " FROM implementation_signature"
    )
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.invalidate_all()


def _row(env, table, request):
    """The row that is multiplied."""
    if table == "implementation_approval":
        return request.id
    if table == "implementation_signature":
        return request.sudo().signature_ids[:1].id
    env.cr.execute(f"SELECT max(id) FROM {table}")
    return env.cr.fetchone()[0]


def cost(env, work, rounds):
    """Queries of a turn whose records are cold, and CPU: the mean of some turns.

    The first turn warms what a server keeps for all requests. Nothing is kept. A
    backend's clock ticks a hundred times a second: one turn alone tells nothing.
    """
    queries, seconds = set(), []
    for _round in range(rounds + 1):
        settle(env)
        env.invalidate_all()
        gc.collect()
        before = sql_db.sql_counter
        with measured(env) as found:
            work()
        queries.add(sql_db.sql_counter - before)
        seconds.append(found.cpu)
        env.cr.rollback()
        env.invalidate_all()
    return min(queries), sum(seconds[1:]) / rounds


def ask_again(env, request):
    """A request that was signed once, as every later one was."""
    asked = request.with_user(env.user)
    if not asked.signature_ids:
        sign(request)
    asked.action_withdraw()
    asked.action_request()
    env.cr.commit()


def run(env, counts, rounds):
    """Costs beside a ledger of each size."""
    env = env(user=2)
    requests = prepare(env)
    request, other = requests["bench-sign"], requests["bench-elsewhere"]
    place = request.sudo().plan_id.environment_ids
    rows = []
    ask_again(env, request)
    for count in counts:
        fill(env, other, count)
        row = {"count": count}
        row["sign"], row["sign_cpu"] = cost(env, lambda: sign(request), rounds)
        sign(request)
        env.cr.commit()
        edits = {
            "void": lambda: place.write({"url": "elsewhere.example.org"}),
            "stand": lambda: request.sudo().plan_id.write({"overview": "Words"}),
        }
        for name, work in edits.items():
            row[name], row[f"{name}_cpu"] = cost(env, work, EDITS * rounds)
        ask_again(env, request)
        rows.append(row)
    return rows
