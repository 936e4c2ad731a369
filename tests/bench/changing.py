# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One status change in plans of any size and shape, in queries."""

from measure import measured, settle
from plans import document


def chain(count, slug):
    """A plan in which each task waits for the one before."""
    lines = document(count, slug).split("\n")
    previous = "-"
    for at, line in enumerate(lines):
        cells = line.split(" | ")
        if len(cells) == 5 and cells[0].startswith("| P"):
            cells[3], previous = previous, cells[0][2:]
            lines[at] = " | ".join(cells)
    return "\n".join(lines)


def star(count, slug):
    """A plan in which all wait for the first."""
    lines = document(count + 1, slug).split("\n")
    for at, line in enumerate(lines):
        cells = line.split(" | ")
        if len(cells) == 5 and cells[0].startswith("| P") and cells[0] != "| P1.1":
            cells[3] = "P1.1"
            lines[at] = " | ".join(cells)
    return "\n".join(lines)


def close_first(env, text):
    """Queries of closing the plan's first task, tracked, as a user's request would."""
    answer = env["implementation.plan"].import_markdown(text, {})
    first = env["project.task"].search(
        [("plan_id", "=", answer["plan_id"]), ("plan_ref", "=", "P1.1")]
    )
    settle_cold(env)
    with measured(env) as cost:
        first.write({"plan_status": "done"})
    freed = env["project.task"].search_count(
        [("plan_id", "=", answer["plan_id"]), ("state", "=", "01_in_progress")]
    )
    env.cr.rollback()
    env.invalidate_all()
    return cost.queries, freed


def native(env):
    """Queries of a native write of one field on a task of a plain project."""
    project = env["project.project"].create({"name": "Native"})
    task = env["project.task"].create({"name": "Task", "project_id": project.id})
    settle_cold(env)
    with measured(env) as cost:
        task.write({"date_deadline": "2030-01-01 12:00:00"})
    env.cr.rollback()
    env.invalidate_all()
    return cost.queries


def settle_cold(env):
    """As a new request finds it: nothing in the cache."""
    settle(env)
    env.invalidate_all()


def run(env, counts, star_count):
    """Queries by shape and size, beside the native write of one field."""
    env = env(user=2)
    close_first(env, document(20, "bench-warm"))
    native(env)
    rows = [{"shape": "native write of one field", "queries": native(env)}]
    for shape in (document, chain):
        for count in counts:
            queries, freed = close_first(env, shape(count, f"bench-{count}"))
            name = "chain" if shape is chain else "random"
            rows.append(
                {"shape": f"{name} {count}", "queries": queries, "freed": freed}
            )
    queries, freed = close_first(env, star(star_count, "bench-star"))
    rows.append({"shape": f"star {star_count}", "queries": queries, "freed": freed})
    return rows
