# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SHOP, MarkdownCase


@tagged("post_install", "-at_install")
class TestImportWizard(MarkdownCase):
    def wizard(self, text, **vals):
        return (
            self.env["implementation.plan.import"]
            .with_user(self.planner)
            .create(
                {
                    "file": base64.b64encode(text.encode()),
                    "filename": "plan.md",
                    **vals,
                }
            )
        )

    def test_dry_run_then_apply(self):
        wizard = self.wizard(SHOP)
        wizard.action_preview()
        self.assertEqual(wizard.state, "preview")
        self.assertFalse(self.plans.search([("slug", "=", "shop-test")]))
        action = wizard.action_apply()
        plan = self.plans.browse(action["res_id"])
        self.assertEqual(plan.export_markdown(), SHOP)

    def test_upload_keeps_carriage_returns_and_byte_order_mark(self):
        text = "\ufeff" + SHOP.replace("\n", "\r\n")
        wizard = self.wizard(text)
        wizard.action_preview()
        plan = self.plans.browse(wizard.action_apply()["res_id"])
        self.assertEqual(plan.export_markdown(), text)

    def test_open_conflict_keeps_the_import_out(self):
        plan = self.import_text()
        self.task(plan, "P1.1").plan_status = "in_progress"
        text = SHOP.replace("| dba | - | Not Started |", "| dba | - | In Review |")
        wizard = self.wizard(text)
        wizard.action_preview()
        with self.assertRaisesRegex(UserError, r"\[open_conflict\] P1\.1"):
            wizard.action_apply()
        wizard.conflict_ids.take = "theirs"
        wizard.action_apply()
        self.assertEqual(self.task(plan, "P1.1").plan_status, "in_review")

    def test_plan_changed_after_the_dry_run_asks_again(self):
        plan = self.import_text()
        text = SHOP.replace("| dba | - | Not Started |", "| dba | - | In Review |")
        wizard = self.wizard(text)
        wizard.action_preview()
        self.assertFalse(wizard.conflict_ids)
        self.task(plan, "P1.1").plan_status = "in_progress"
        wizard.action_apply()
        self.assertEqual(len(wizard.conflict_ids), 1)
        self.assertEqual(self.task(plan, "P1.1").plan_status, "in_progress")

    def test_nothing_to_import_says_so(self):
        wizard = self.env["implementation.plan.import"].create({})
        with self.assertRaisesRegex(UserError, r"\[no_document\]"):
            wizard.action_preview()
