# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from access_table import ACCESS, IMPLIED, OPERATIONS, allowed
from suite_case import SuiteCase

from odoo.tests import tagged

#: Models with a company that no company rule guards, each with its reason.
WITHOUT_COMPANY_RULE = {}


@tagged("post_install", "-at_install")
class TestAccess(SuiteCase):
    def test_every_model_has_a_row_of_the_table(self):
        self.assert_none(set(self.models()) - set(ACCESS), "not in access_table.py:")
        if self.is_whole:
            self.assert_none(set(ACCESS) - set(self.models()), "no such model:")

    def test_every_role_may_what_the_table_says_and_no_more(self):
        users = self.new_users()
        self.assertEqual(set(users), set(IMPLIED))
        wrong = [
            f"{role} {operation} {model}: {not may}, the table says {may}"
            for model in self.models()
            for role, user in users.items()
            for operation, letter in OPERATIONS.items()
            for may in [letter in allowed(model, role)]
            if self.env[model].with_user(user).has_access(operation) != may
        ]
        self.assert_none(wrong)

    def test_every_model_has_access_rows_for_groups_only(self):
        rows = self.env["ir.model.access"].search(
            [("model_id.model", "in", self.models())]
        )
        found = set(rows.mapped("model_id.model"))
        self.assert_none(set(self.models()) - found, "without an access row:")
        open_rows = rows.filtered(lambda row: not row.group_id)
        self.assert_none(open_rows.mapped("name"), "rows for everyone:")

    def test_every_model_with_a_company_has_a_company_rule(self):
        rules = self.env["ir.rule"].search([("global", "=", True)])
        guarded = {
            rule.model_id.model
            for rule in rules
            if "company_ids" in (rule.domain_force or "")
        }
        kept = [
            model
            for model in self.models()
            if "company_id" in self.env[model]._fields
            and not self.env[model]._transient
            and model not in guarded
            and model not in WITHOUT_COMPANY_RULE
        ]
        self.assert_none(kept, "with a company and without a rule:")

    def test_every_record_of_a_plan_has_its_company(self):
        bare = [
            model
            for model in self.models()
            if "plan_id" in self.env[model]._fields
            and not self.env[model]._transient
            and "company_id" not in self.env[model]._fields
        ]
        self.assert_none(bare, "with a plan and without a company:")
