# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import SHOP, MarkdownCase


@tagged("post_install", "-at_install")
class TestRevision(MarkdownCase):
    def test_import_keeps_a_revision_and_the_same_text_none(self):
        plan = self.import_text()
        self.assertEqual(plan.revision_ids.mapped("kind"), ["import"])
        self.plans.import_markdown(SHOP, {})
        self.assertEqual(len(plan.revision_ids), 1)
        self.import_text(SHOP.replace("Write API", "Write the API"))
        newest = plan.revision_ids.sorted("number")[-1]
        self.assertEqual(newest.number, 2)
        self.assertIn("+| P1.2 | Write the API", newest.difference)

    def test_submit_keeps_the_text_that_was_submitted(self):
        plan = self.import_text()
        self.task(plan, "P1.1").plan_status = "done"
        plan.action_submit()
        newest = plan.revision_ids.sorted("number")[-1]
        self.assertEqual(newest.kind, "submit")
        self.assertEqual(newest.text, plan.export_markdown())

    def test_restore_brings_back_every_value_and_loses_none(self):
        plan = self.import_text()
        first = plan.revision_ids
        self.task(plan, "P1.2").name = "Write the API"
        self.task(plan, "P1.3").plan_depends_text = "P1.2"
        edited = plan.export_markdown()
        first.with_user(self.planner).action_restore()
        self.assertEqual(plan.export_markdown(), SHOP)
        kept = plan.revision_ids.filtered(lambda revision: revision.text == edited)
        self.assertTrue(kept)
        kept.with_user(self.planner).action_restore()
        self.assertEqual(plan.export_markdown(), edited)
