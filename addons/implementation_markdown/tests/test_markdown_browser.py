# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, new_test_user, tagged

from .common import SHOP

LOGIN = "markdown_tour"
PLANS = "/odoo/implementation-plans"


@tagged("post_install", "-at_install")
class TestMarkdownBrowser(HttpCase):
    def setUp(self):
        super().setUp()
        self.user = new_test_user(
            self.env,
            login=LOGIN,
            name="Tour Planner",
            groups="implementation_base.group_planner",
        )
        self.plans = self.env["implementation.plan"].with_user(self.user)

    def new_plan(self, text):
        answer = self.plans.import_markdown(text, {"slug": "tour"})
        return self.plans.browse(answer["plan_id"])

    def task(self, plan, ref):
        return plan.task_ids.filtered(lambda task: task.plan_ref == ref)

    def test_import_with_conflict_is_settled_side_by_side(self):
        plan = self.new_plan(SHOP)
        task = self.task(plan, "P1.1")
        task.plan_status = "in_progress"
        self.start_tour(
            f"{PLANS}/{plan.id}", "implementation_markdown_import", login=LOGIN
        )
        self.assertEqual(task.plan_status, "in_review")
        self.assertEqual(self.task(plan, "P1.2").name, "Write the API")

    def test_new_plan_from_template_has_answers_team_and_start(self):
        text = SHOP.replace("Shop relaunch", "{Project Name}")
        template = self.new_plan(text.replace("`shop-test`", "`{slug}`"))
        self.assertTrue(template.is_template)
        self.start_tour(
            f"{PLANS}/{template.id}", "implementation_markdown_template", login=LOGIN
        )
        plan = self.plans.search([("slug", "=", "tour-shop")])
        self.assertEqual(plan.name, "Tour shop")
        self.assertEqual(self.task(plan, "P1.2").user_ids, self.user)
        self.assertEqual(str(plan.date_start), "2026-11-30")
        self.assertEqual(str(plan.phase_ids[0].date_start), "2026-11-30")
