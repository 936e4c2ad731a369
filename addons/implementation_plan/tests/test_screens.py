# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A list costs the same number of queries for few rows and for a screen full."""

from odoo.tests import tagged

from .common import PlanCase
from .test_performance import count_queries

#: Rows of a screen, and few.
MANY, FEW = 80, 8
LISTS = {
    "implementation.plan": ("list", "kanban"),
    "implementation.phase": ("list", "kanban"),
    "project.task": ("list", "kanban"),
}


@tagged("post_install", "-at_install")
class TestScreens(PlanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.plans.create([{"name": f"Plan {row}"} for row in range(MANY)])
        phases = cls.env["implementation.phase"].create(
            [{"name": "One", "plan_id": plan.id} for plan in cls.own]
        )
        tasks = cls.tasks.create(
            [
                {"name": name, "plan_phase_id": phase.id, "user_ids": cls.planner.ids}
                for phase in phases
                for name in ("First", "Second")
            ]
        )
        roles = cls.env["implementation.role"].create({"name": "test mason"})
        tasks[1::2].write({"plan_depends_text": "P1.1", "plan_role_id": roles.id})
        rows = [{"plan_id": phase.plan_id.id, "phase_id": phase.id} for phase in phases]
        cls.env["implementation.deliverable"].create(
            [{**row, "name": "A lamp"} for row in rows]
        )
        cls.env["implementation.blocker"].create(
            [
                {"plan_id": task.plan_id.id, "name": "Fog", "task_ids": task.ids}
                for task in tasks[::2]
            ]
        )

    def read_screen(self, model, kind, limit):
        """What the browser asks for: the rows of the view with their x2many."""
        records = self.env[model]
        view = {
            "implementation.plan": f"implementation_plan_view_{kind}",
            "implementation.phase": f"implementation_phase_view_{kind}",
            "project.task": f"project_task_view_{kind}",
        }[model]
        view_id = self.env.ref(f"implementation_plan.{view}").id
        fields = records.get_view(view_id, kind)["models"][model]
        named = {"fields": {"display_name": {}}}
        spec = {
            name: named if records._fields[name].relational else {} for name in fields
        }
        field = "id" if model == "implementation.plan" else "plan_id"
        domain = [(field, "in", self.own.ids)]
        found = records.web_search_read(domain, spec, limit=limit)
        self.assertEqual(len(found["records"]), limit)

    def test_queries_of_a_screen_do_not_grow_with_its_rows(self):
        for model, kinds in LISTS.items():
            for kind in kinds:
                with self.subTest(model=model, kind=kind):
                    counts = [
                        count_queries(
                            self.env,
                            lambda limit=limit, m=model, k=kind: self.read_screen(
                                m, k, limit
                            ),
                        )
                        for limit in (FEW, FEW, MANY)
                    ]
                    self.assertLessEqual(counts[2], counts[1])

    def test_phase_rows_say_their_gate(self):
        phases = self.own.phase_ids
        self.assertEqual(set(phases.mapped("open_condition_count")), {4})
        self.assertEqual(set(phases.mapped("gate")), {"4 of 4 conditions open"})
