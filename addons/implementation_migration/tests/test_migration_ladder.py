# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

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
        self.assert_objection("already_applied", self.first, "rehearse")
        self.run_it(self.first, "rehearse", self.production)
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

    def test_edited_scripts_are_not_taken_for_those_that_ran(self):
        self.run_it(self.first, "apply")
        self.first.down_sql = "DROP TABLE orders CASCADE"
        self.settle()
        self.signed("Tech Lead")
        self.run_it(self.second, "rehearse")
        self.assert_objection("applied_script_edited", self.first, "rollback")
        self.assert_objection("applied_script_edited", self.second, "apply")
        self.first.down_sql = "DROP TABLE orders"
        self.settle()
        self.signed("Tech Lead")
        self.run_it(self.first, "rollback")

    def test_one_run_at_a_time_on_a_database(self):
        job = self.start(self.first, "apply")
        for action in ("rehearse", "apply", "rollback"):
            self.assert_objection("already_running", self.first, action)
        job.with_user(self.operator).action_cancel()
        self.run_it(self.first, "apply")

    def test_an_environment_of_another_plan_is_no_rung(self):
        """Its own ladder is short: it would be a way around the lower databases."""
        other = self.plan.copy({"name": "Another plan"})
        stranger = other.environment_ids.filtered("has_database")[-1:]
        self.assertTrue(stranger)
        self.assert_objection("other_plan", self.first, "apply", stranger)

    def test_what_is_applied_is_not_deleted(self):
        self.run_it(self.first, "apply")
        for user in (self.users["planner"], self.users["manager"]):
            row = self.first.with_user(user)
            self.assert_refused("migration_applied", UserError, row.unlink)
        self.run_it(self.first, "rollback")
        self.first.with_user(self.users["planner"]).unlink()

    def test_what_is_of_another_company_is_out_of_reach(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        far = self.env["implementation.plan"].create(
            {"name": "Far", "company_id": company.id}
        )
        migration = self.env["implementation.migration"].create(
            {"plan_id": far.id, "name": "secret"}
        )
        starts = self.env["implementation.migration.start"].with_user(self.operator)
        vals = {"migration_id": migration.id}
        self.assert_refused("other_company", AccessError, starts.create, vals)

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


@tagged("post_install", "-at_install")
class TestMigrationChecks(MigrationCase):
    """A check of a migration passes on each rung before the next one."""

    def setUp(self):
        super().setUp()
        self.check.write({"migration_id": self.first.id})
        self.signed("Tech Lead")
        self.run_it(self.first, "rehearse")

    def run_on(self, verdict):
        self.check.with_user(self.operator).action_run()
        job = self.check.job_id
        outcome = {"pass": "succeeded", "fail": "failed"}[verdict]
        lease = next(one for one in self.lease(["staging"]) if one["id"] == job.id)
        result = self.result(outcome=outcome, exit_code=0, data={})
        self.agent_call(job, "complete", lease["token"], result)
        self.env.invalidate_all()

    def assert_checks_below(self):
        with self.assertRaises(UserError) as caught:
            self.start(self.first, "apply", self.production)
        self.assertIn("[checks_below]", str(caught.exception))

    def test_it_has_to_pass_where_it_was_applied(self):
        self.run_it(self.first, "apply")
        self.assert_checks_below()
        self.run_on("fail")
        self.assert_checks_below()
        self.run_on("pass")
        self.run_it(self.first, "apply", self.production)

    def test_a_pass_from_before_it_was_applied_says_nothing(self):
        self.run_on("pass")
        with freeze_time(self.check.evidence_at + timedelta(minutes=1)):
            self.run_it(self.first, "apply")
            self.assert_checks_below()

    def test_a_check_of_another_rung_says_nothing_here(self):
        self.check.environment_id = self.production
        self.settle()
        self.signed("Tech Lead")
        self.run_it(self.first, "apply")
        self.run_it(self.first, "apply", self.production)

    def test_taking_the_check_away_voids_the_signature(self):
        approval = self.plan.approval_ids.filtered(
            lambda one: one.role_id.name == "Tech Lead" and one.status == "approved"
        )
        self.check.with_user(self.users["planner"]).migration_id = False
        self.assert_void(approval)

    def test_a_migration_of_another_plan_is_refused(self):
        other = self.plan.copy({"name": "Another plan"})
        self.assert_refused(
            "link_of_other_plan",
            ValidationError,
            self.check.write,
            {"migration_id": other.migration_ids[:1].id},
        )
