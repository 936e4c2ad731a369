# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import SHOP, MarkdownCase

TEMPLATE = SHOP.replace("`shop-test`", "`{slug}`").replace(
    "Shop relaunch", "{Project Name}"
)


@tagged("post_install", "-at_install")
class TestTemplate(MarkdownCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        answer = cls.plans.import_markdown(TEMPLATE, {"filename": "tpl.md"})
        cls.template = cls.plans.browse(answer["plan_id"])

    def test_placeholder_slug_makes_a_template(self):
        self.assertTrue(self.template.is_template)
        self.assertEqual(self.template.export_markdown(), TEMPLATE)
        self.assertFalse(self.import_text().is_template)

    def test_template_tasks_stay_out_of_lists(self):
        tasks = self.env["project.task"].search([("plan_id", "=", self.template.id)])
        self.assertFalse(tasks)

    def test_filled_template_is_the_document(self):
        values = {"slug": "shop-test", "Project Name": "Shop relaunch"}
        plan = self.plans.browse(self.template.instantiate_template(values))
        self.assertFalse(plan.is_template)
        self.assertEqual(plan.slug, "shop-test")
        self.assertEqual(plan.export_markdown(), SHOP)
        self.assertEqual(plan.task_count, 4)

    def test_missing_answer_stays_a_placeholder_with_a_finding(self):
        values = {"slug": "half-filled"}
        plan = self.plans.browse(self.template.instantiate_template(values))
        self.assertIn("{Project Name}", plan.export_markdown())
        codes = [found["code"] for found in plan.get_lint()]
        self.assertIn("unresolved_placeholder", codes)

    def test_second_plan_never_merges_into_the_first(self):
        values = {"slug": "shop-test", "Project Name": "Shop relaunch"}
        one = self.template.instantiate_template(values)
        two = self.template.instantiate_template(values)
        self.assertNotEqual(one, two)

    def test_wizard_asks_each_placeholder_and_the_team(self):
        wizard = (
            self.env["implementation.plan.instantiate"]
            .with_user(self.planner)
            .create({"template_id": self.template.id, "date_start": "2026-11-30"})
        )
        names = wizard.answer_ids.mapped("name")
        self.assertEqual(set(names), {"slug", "Project Name"})
        for line in wizard.answer_ids:
            line.value = {"slug": "asked", "Project Name": "Asked"}[line.name]
        roles = wizard.member_ids.mapped("role_id.name")
        self.assertEqual(set(roles), {"Ana", "dba", "dev", "sre"})
        member = wizard.member_ids.filtered(lambda line: line.role_id.name == "dev")
        member.user_id = self.planner
        plan = self.plans.browse(wizard.action_create_plan()["res_id"])
        self.assertEqual(self.task(plan, "P1.2").user_ids, self.planner)
        self.assertEqual(str(plan.phase_ids[0].date_start), "2026-11-30")
