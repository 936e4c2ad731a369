# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Import of N tasks with 2N dependencies against the floor of the ORM.

The floor is one ``create`` of the batch without mail, states given, links and followers
by one INSERT each, the native searches a task left out: what cannot be avoided.
"""

from unittest.mock import patch

from measure import measured, settle
from plans import document, edges, ref

from odoo.tools import SQL

#: What the native create does a task at a time.
NATIVE_EACH = ("message_subscribe", "_inverse_personal_stage_type_id")
#: What a default or a compute would search for each task.
SEARCHED = ("personal_stage_type_id", "stage_id", "partner_id", "milestone_id")
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "mail_create_nosubscribe": True,
}


def floor(env, count):
    """Cost of the floor, rolled back after."""
    project = env["project.project"].create(
        {
            "name": "Floor",
            "allow_task_dependencies": True,
            "privacy_visibility": "employees",
        }
    )
    # As in a new request: a list of the project's tasks in the cache would grow by one
    # with each task, and its cost with their square.
    settle(env)
    env.invalidate_all()
    others = edges(count)
    tasks = env["project.task"].with_context(**QUIET)
    # 19.0 searches nothing for a related one, but would write it back.
    searched = [name for name in SEARCHED if not tasks._fields[name].related]
    cut = dict.fromkeys(NATIVE_EACH, _nothing)
    with patch.multiple(type(tasks), **cut), measured(env) as cost:
        created = tasks.create(
            [
                {
                    "name": f"Task {place}",
                    "project_id": project.id,
                    "state": "04_waiting_normal" if others[place] else "01_in_progress",
                    "company_id": project.company_id.id,
                    **dict.fromkeys(searched, False),
                }
                for place in range(count)
            ]
        )
        ids = created.ids
        pairs = [
            (ids[place], ids[other])
            for place, found in enumerate(others)
            for other in found
        ]
        env.cr.execute(
            SQL(
                "INSERT INTO task_dependencies_rel (task_id, depends_on_id) VALUES %s",
                SQL(", ").join(SQL("(%s, %s)", *pair) for pair in pairs),
            )
        )
        env["mail.followers"].sudo()._insert_followers(
            "project.task", ids, env.user.partner_id.ids, check_existing=False
        )
    env.cr.rollback()
    env.invalidate_all()
    return cost


def _nothing(*_arguments, **_options):
    """What the native create does a task at a time, cut."""
    return True


def suite(env, count):
    """Cost of one import, after its result was held against an oracle."""
    text = document(count, f"bench-{count}")
    with measured(env) as cost:
        answer = env["implementation.plan"].import_markdown(text, {})
    check(env, answer, count, text)
    env.cr.rollback()
    env.invalidate_all()
    return cost


def check(env, answer, count, text):
    """A task waits if and only if a predecessor is open; the text comes back."""
    plan = env["implementation.plan"].browse(answer["plan_id"])
    found = {task.plan_ref: task for task in plan.task_ids}
    assert len(found) == count, f"{len(found)} of {count} tasks"
    for place, others in enumerate(edges(count)):
        task = found[ref(place)]
        assert set(task.depend_on_ids.mapped("plan_ref")) == set(map(ref, others))
        wanted = "04_waiting_normal" if others else "01_in_progress"
        assert task.state == wanted, f"{task.plan_ref} is {task.state}"
    assert plan.export_markdown() == text
    again = env["implementation.plan"].import_markdown(text, {})
    assert not again["created"] + again["updated"] + again["deleted"]


def run(env, counts, rounds):
    """Floor and suite in turn, by count: medians of the figures and of the ratios."""
    env = env(user=2)
    suite(env, 20)
    floor(env, 20)  # both warm
    rows = []
    for count in counts:
        turns = [
            (floor(env, count), suite(env, count))
            for _ in range(rounds_of(count, rounds))
        ]
        floors, suites = zip(*turns, strict=True)
        ratios = sorted(mine.cpu / native.cpu for native, mine in turns)
        rows.append(
            {
                "count": count,
                "floor_queries": median(floors, "queries"),
                "suite_queries": median(suites, "queries"),
                "floor_cpu": median(floors, "cpu"),
                "suite_cpu": median(suites, "cpu"),
                "ratio": ratios[len(ratios) // 2],
            }
        )
    return rows


def rounds_of(count, rounds):
    """More of the short ones: the system counts a backend's time in hundredths."""
    if count > 1000:
        return 1
    return rounds if count > 100 else 4 * rounds


def median(costs, name):
    """The middle of one figure over several runs."""
    return sorted(getattr(cost, name) for cost in costs)[len(costs) // 2]
