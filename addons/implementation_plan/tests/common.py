# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import Phase, Plan, Task

from odoo.tests import TransactionCase, new_test_user

from ..document import DocumentContext

GROUP = "implementation_base.group_"
PHASES = (Phase(key="P1", code="P1", name="One"),)


class PlanCase(TransactionCase):
    """Plans made as a planner would, and people of every right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner = cls.new_user("planner")
        cls.env = cls.env(user=cls.planner)
        cls.plans = cls.env["implementation.plan"]
        cls.tasks = cls.env["project.task"]

    @classmethod
    def new_user(cls, job, **values):
        """A user of one job; ``base.group_user`` comes with each but the runner."""
        groups = f"base.group_user,{GROUP}{job}" if job else "base.group_user"
        login = values.pop("login", f"plan_test_{job or 'nobody'}")
        env = cls.env(user=1) if cls.env.uid != 1 else cls.env
        return new_test_user(env, login=login, groups=groups, **values)

    @classmethod
    def new_plan(cls, name="Lighthouse upkeep", **values):
        return cls.plans.create({"name": name, **values})

    @classmethod
    def new_phase(cls, plan, name="Foundation", **values):
        return plan.env["implementation.phase"].create(
            {"plan_id": plan.id, "name": name, **values}
        )

    @classmethod
    def new_task(cls, phase, name="A task", **values):
        return phase.env["project.task"].create(
            {"plan_phase_id": phase.id, "name": name, **values}
        )

    @classmethod
    def import_tasks(cls, plan, items, phases=PHASES):
        """Tasks of a document in a plan, as an import makes them."""
        target = Plan(phases=tuple(phases), tasks=tuple(items))
        context = DocumentContext(plan, target)
        plan.env["implementation.phase"]._document_create(plan, phases, context)
        return plan.env["project.task"]._document_create(plan, items, context)


def chain_items(count, status="not_started"):
    """Tasks of which each waits for the one before."""
    return [
        Task(
            key=f"P1.{row}",
            ref=f"P1.{row}",
            title=f"Task {row}",
            phase="P1",
            depends=f"P1.{row - 1}" if row > 1 else "",
            status=status,
        )
        for row in range(1, count + 1)
    ]


def star_items(count):
    """One task and many that wait for it alone."""
    return [
        Task(
            key=f"P1.{row}",
            ref=f"P1.{row}",
            title=f"Task {row}",
            phase="P1",
            depends="P1.1" if row > 1 else "",
        )
        for row in range(1, count + 2)
    ]


def graph_items(count):
    """Tasks with two predecessors each among the fifty before, the same every time."""
    return [
        Task(
            key=f"P1.{row}",
            ref=f"P1.{row}",
            title=f"Task {row}",
            phase="P1",
            depends=", ".join(f"P1.{other}" for other in _two_before(row)),
            status="done" if row % 7 == 0 else "not_started",
        )
        for row in range(1, count + 1)
    ]


def _two_before(row):
    reach = min(row - 1, 50)
    if not reach:
        return []
    return sorted({row - 1 - (row * 7) % reach, row - 1 - (row * 13) % reach})
