# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MigrationCase


@tagged("post_install", "-at_install")
class TestMigrationLadder(MigrationCase):
    def setUp(self):
        super().setUp()
        self.signed("Tech Lead")
        for migration in (self.first, self.second):
            self.run_it(migration, "rehearse")

    def assert_objection(self, code, migration, action, environment=None):
        with self.assertRaises(UserError) as caught:
            self.start(migration, action, environment)
        self.assertIn(f"[{code}]", str(caught.exception))

    def test_lower_versions_come_first(self):
        self.assert_objection("out_of_order", self.second, "apply")
        self.run_it(self.first, "apply")
        self.run_it(self.second, "apply")

    def test_lower_databases_come_first(self):
        self.assert_objection(
            "lower_environment_first", self.first, "apply", self.production
        )
        self.run_it(self.first, "apply")
        self.run_it(self.first, "apply", self.production)

    def test_what_ran_below_must_be_these_very_scripts(self):
        self.run_it(self.first, "apply")
        self.first.down_sql = "DROP TABLE orders CASCADE"
        self.settle()
        self.signed("Tech Lead")
        self.run_it(self.first, "rehearse")
        self.assert_objection(
            "lower_environment_first", self.first, "apply", self.production
        )

    def test_what_is_applied_is_not_applied_again(self):
        self.run_it(self.first, "apply")
        self.assert_objection("already_applied", self.first, "apply")

    def test_only_the_newest_is_rolled_back(self):
        self.assert_objection("not_applied", self.first, "rollback")
        self.run_it(self.first, "apply")
        self.run_it(self.second, "apply")
        self.assert_objection("out_of_order", self.first, "rollback")
        self.run_it(self.second, "rollback")
        self.run_it(self.first, "rollback")

    def test_an_environment_without_a_database_takes_none(self):
        other = self.environment.copy({"name": "Docs", "has_database": False})
        self.assert_objection("no_database", self.first, "apply", other)

    def test_taking_a_rung_out_voids_the_signature(self):
        approval = self.signed("SRE")
        self.environment.with_user(self.users["planner"]).has_database = False
        self.assert_void(approval)

    def test_an_applied_script_that_is_edited_is_found(self):
        self.run_it(self.first, "apply")
        self.first.up_sql = "CREATE TABLE other (id int)"
        codes = [one.code for one in self.plan._get_lint_findings(None)]
        self.assertIn("applied_script_edited", codes)
        codes = [one["code"] for one in self.plan._get_findings(self.plan)]
        self.assertIn("applied_script_edited", codes)
