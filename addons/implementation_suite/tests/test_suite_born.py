# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from .common import SuiteCase

#: One row of each register, as a person types it into its form.
ROWS = {
    "implementation.component": {"layer": "API", "technology": "FastAPI"},
    "implementation.environment": {"name": "Canary", "url": "canary.shop.example"},
    "implementation.migration": {"version": "001", "name": "base", "breaking": "no"},
    "implementation.trigger": {"text": "Error rate > 1% for 5 minutes"},
    "implementation.test.target": {"test_type": "Unit", "coverage_target": ">= 90%"},
    "implementation.metric": {"name": "latency_p99", "metric_type": "histogram"},
    "implementation.dashboard": {"name": "Service overview"},
    "implementation.risk": {"name": "Data loss", "impact": "high"},
    "implementation.dependency": {"name": "Payment sandbox", "eta": "2027-01-08"},
    "implementation.blocker": {"name": "No cookie text", "impact": "Checkout"},
}
#: The same below a phase.
PHASE_ROWS = {
    "implementation.deliverable": {"name": "Schema on staging"},
    "implementation.check": {"name": "Health", "command": "curl -f x/health"},
}


@tagged("post_install", "-at_install")
class TestSuiteBorn(SuiteCase):
    """A plan that was made in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env(user=cls.planner.id)
        cls.role = env["implementation.role"].create({"name": "Suite developer"})
        cls.plan = env["implementation.plan"].create(
            {"name": "Suite born", "overview": "Made by hand."}
        )
        mine = {"plan_id": cls.plan.id}
        phases = env["implementation.phase"].create(
            [{"name": "Build", "goal": "Ground", **mine}, {"name": "Ship", **mine}]
        )
        cls.tasks = env["project.task"].create(
            [
                {"name": name, "plan_phase_id": phase.id, "plan_role_id": cls.role.id}
                for phase in phases
                for name in ("First task", "Second task")
            ]
        )
        cls.tasks[1].plan_depends_text = "P1.1"
        cls.tasks[3].plan_depends_text = "P1.*"
        cls.tasks[0].plan_status = "done"
        for model, vals in ROWS.items():
            env[model].create({**mine, **vals})
        for model, vals in PHASE_ROWS.items():
            env[model].create({**mine, "phase_id": phases[0].id, **vals})
        env["implementation.checklist.item"].create(
            {**mine, "task_id": cls.tasks[0].id, "name": "Reviewed", "done": True}
        )
        env["implementation.approval"].create({**mine, "role_id": cls.role.id})

    def values(self, plan):
        """Every value of the plan but its slug, rows by their place."""
        found = plan._get_document_plan()
        rows = [
            (
                collection,
                {
                    name: value
                    for name, value in vars(item).items()
                    if name not in ("key", "phase", "task")
                },
            )
            for collection, item in found.walk()
        ]
        return found.title, found.overview, rows

    def test_every_register_has_a_row(self):
        for collection, model in self.plan._get_document_sections():
            self.assertTrue(self.plan._get_document_rows(model), collection)

    def test_exported_document_comes_back_equal(self):
        written = self.plan._write_document()
        self.assertEqual(written.unwritten, ())
        text = written.text
        answer = self.plans.import_markdown(text, {})
        self.assertEqual(answer["plan_id"], self.plan.id)
        self.assertUnchanged(answer)
        self.assertEqual(self.plan.export_markdown(), text)

    def test_exported_document_makes_the_same_plan_elsewhere(self):
        text = self.plan.export_markdown()
        company = self.env["res.company"].create({"name": "Suite Elsewhere"})
        other = new_test_user(
            self.env,
            "suite_elsewhere",
            groups="implementation_base.group_planner",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        plans = self.plans.with_user(other)
        plan = plans.browse(plans.import_markdown(text, {})["plan_id"])
        self.assertEqual(self.values(plan), self.values(self.plan))
        self.assertEqual(plan.export_markdown(), text)
        self.assertUnchanged(plans.import_markdown(text, {}))
