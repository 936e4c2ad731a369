# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import SHOP, MarkdownCase


@tagged("post_install", "-at_install")
class TestImportRights(MarkdownCase):
    def test_planner_without_project_rights_imports_and_archives(self):
        self.assertFalse(self.planner.has_group("project.group_project_manager"))
        plan = self.import_text()
        plan.action_archive()
        self.assertFalse(plan.active)

    def test_reader_exports_and_imports_nothing(self):
        plan = self.import_text()
        plans = plan.with_user(self.viewer)
        self.assertEqual(plans.export_markdown(), SHOP)
        for method in ("import_markdown", "preview_markdown"):
            with self.assertRaises(AccessError):
                getattr(plans.browse(), method)(SHOP, {})

    def test_groups_that_do_not_plan_import_nothing(self):
        for group in ("approver", "operator", "auditor", "runner"):
            user = new_test_user(
                self.env,
                f"md_{group}",
                groups=f"base.group_user,implementation_base.group_{group}",
            )
            with self.assertRaises(AccessError):
                self.plans.with_user(user).import_markdown(SHOP, {})

    def test_slug_of_another_company_makes_a_plan_of_ones_own(self):
        plan = self.import_text()
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "md_stranger",
            groups="implementation_base.group_planner",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        plans = self.env["implementation.plan"].with_user(stranger)
        preview = plans.preview_markdown(SHOP, {})
        self.assertFalse(preview["plan_id"])
        self.assertFalse(preview["changes"])
        answer = plans.import_markdown(SHOP, {})
        self.assertNotEqual(answer["plan_id"], plan.id)
        self.assertEqual(plans.browse(answer["plan_id"]).company_id, company)
        with self.assertRaises(AccessError):
            plan.with_user(stranger).export_markdown()

    def test_id_of_another_company_is_no_way_in(self):
        plan = self.import_text()
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "md_stranger",
            groups="implementation_base.group_planner",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        plans = self.env["implementation.plan"].with_user(stranger)
        answer = plans.import_markdown(SHOP, {"plan_id": plan.id})
        self.assertNotEqual(answer["plan_id"], plan.id)

    def test_nobody_writes_revisions(self):
        revision = self.import_text().revision_ids
        manager = new_test_user(
            self.env, "md_manager", groups="implementation_base.group_manager"
        )
        for user in (self.planner, manager):
            own = revision.with_user(user)
            with self.assertRaises(AccessError):
                own.write({"text": "forged"})
            with self.assertRaises(AccessError):
                own.unlink()
            with self.assertRaises(AccessError):
                own.create({"plan_id": revision.plan_id.id, "number": 9, "sha256": ""})
