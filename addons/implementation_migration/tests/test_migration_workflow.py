# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MigrationCase


@tagged("post_install", "-at_install")
class TestMigrationWorkflow(MigrationCase):
    def test_only_operators_have_migrations_run(self):
        self.signed("Tech Lead")
        for role in ("viewer", "planner", "approver", "auditor"):
            migration = self.first.with_user(self.users[role])
            self.assert_refused(
                "role_required",
                AccessError,
                migration._start,
                "rehearse",
                self.environment,
            )
            with self.assertRaises(AccessError):
                migration.env["implementation.migration.start"].create(
                    {"migration_id": migration.id}
                )

    def test_nothing_runs_that_nobody_signed(self):
        for action in ("lint", "rehearse", "apply", "rollback", "reconcile"):
            with self.subTest(action):
                with self.assertRaises(UserError) as caught:
                    self.start(self.first, action)
                self.assertIn("[not_signed]", str(caught.exception))
        self.assertFalse(self.first.run_ids)

    def test_the_agent_gets_the_scripts_in_their_order(self):
        self.signed("Tech Lead")
        job = self.start(self.second, "rehearse")
        content = self.answer(job, rehearsal={})
        self.assertEqual(content["action"], "rehearse")
        self.assertEqual(content["migration"]["checksum"], self.second.checksum)
        self.assertEqual(content["migration"]["breaking"], "no")
        [before] = content["before"]
        self.assertEqual((before["version"], before["up"]), ("001", self.first.up_sql))
        self.assertEqual(content["lock_budget_ms"], 1000)

    def test_from_planned_to_applied_and_back(self):
        self.signed("Tech Lead")
        self.run_it(self.first, "rehearse")
        self.assertEqual(self.first.state, "rehearsed")
        self.run_it(self.first, "apply")
        self.assertEqual(self.first.state, "rehearsed")  # production has it not yet
        self.run_it(self.first, "apply", self.production)
        self.assertEqual(self.first.state, "applied")
        self.assertEqual(self.first.state_ids.mapped("state"), ["applied"] * 2)
        self.run_it(self.first, "rollback", self.production)
        self.assertEqual(self.first.state, "rolled_back")
        self.assertEqual(
            self.first.state_ids.mapped("state"), ["applied", "rolled_back"]
        )

    def test_its_own_sign_off_approves_what_was_rehearsed(self):
        self.env["implementation.approval.policy"].create(
            {
                "plan_id": self.plan.id,
                "subject_kind": "migration",
                "role_id": self.roles["Security"].id,
            }
        )
        self.signed("Tech Lead")
        self.run_it(self.first, "rehearse")
        with self.assertRaises(UserError) as caught:
            self.start(self.first, "apply")
        self.assertIn("[sign_off_needed]", str(caught.exception))
        self.first.with_user(self.users["planner"]).action_request_sign_off()
        [request] = self.first.sign_off_ids
        self.sign(request)
        self.assertEqual(self.first.state, "approved")
        self.run_it(self.first, "apply")

    def test_an_edit_takes_everything_back(self):
        self.signed("Tech Lead")
        self.run_it(self.first, "rehearse")
        self.assertEqual(self.first.rollback_level, "R3")
        self.first.with_user(self.users["planner"]).up_sql = "DROP SCHEMA public"
        self.settle()
        self.assertEqual(self.first.state, "planned")
        self.assertEqual(
            (self.first.rollback_level, self.first.downtime_level), ("R0", "Z0")
        )
        self.assertEqual(self.first.standing, "stale")
        with self.assertRaises(UserError) as caught:
            self.start(self.first, "apply")
        for code in ("not_signed", "rollback_unproved", "downtime_unproved"):
            self.assertIn(f"[{code}]", str(caught.exception))

    def test_an_edit_after_the_request_is_not_run(self):
        self.signed("Tech Lead")
        job = self.start(self.first, "rehearse")
        self.first.up_sql = "DROP SCHEMA public"
        self.settle()
        self.assertEqual(self.lease(["staging"]), [])
        self.assertEqual(job.state, "cancelled")
        self.assertIn("not_signed", job.data)

    def test_reasons_stand_in_for_proofs_and_are_signed(self):
        planner = self.users["planner"]
        self.first.with_user(planner).irreversible_reason = "Archived elsewhere"
        self.first.with_user(planner).downtime_reason = "Sunday night"
        approval = self.signed("Tech Lead")
        self.run_it(self.first, "rehearse", rehearsal={"rollback_level": "R0"})
        self.run_it(self.first, "apply")
        self.first.irreversible_reason = "Another reason"
        self.assert_void(approval)

    def test_what_cannot_be_taken_back_is_applied_for_its_reasons(self):
        """Without a down its rehearsal fails; it climbs the ladder all the same."""
        self.first.write(
            {
                "down_sql": False,
                "irreversible_reason": "Archived elsewhere",
                "downtime_reason": "Sunday night",
            }
        )
        self.signed("Tech Lead")
        self.run_it(self.first, "rehearse", outcome="failed", rehearsal={})
        self.assertEqual(self.first.state, "planned")
        self.run_it(self.first, "apply")
        self.run_it(self.first, "apply", self.production)
        self.assertEqual(self.first.state, "applied")

    def test_nobody_moves_it_by_hand(self):
        for role in ("planner", "operator", "manager"):
            own = self.first.with_user(self.users[role])
            for vals in ({"state": "applied"}, {"report": "{}"}, {"proved_at": False}):
                with self.assertRaises(AccessError):
                    own.write(vals)
        vals = {"state": "applied"}
        self.assert_refused(
            "migration_private", AccessError, self.first.sudo().write, vals
        )
        for model in ("state", "run"):
            rows = self.env[f"implementation.migration.{model}"]
            with self.assertRaises(AccessError):
                rows.with_user(self.users["manager"]).create({})

    def test_the_wizard_says_what_stands_against_it(self):
        wizard = (
            self.env["implementation.migration.start"]
            .with_user(self.operator)
            .create({"migration_id": self.second.id, "action": "apply"})
        )
        self.assertEqual(wizard.environment_id, self.environment)
        self.assertIn("first 001", wizard.objection_text)
        self.assertIn("Nobody has signed", wizard.objection_text)

    def test_a_failed_run_fails_it(self):
        self.signed("Tech Lead")
        self.run_it(self.first, "rehearse")
        applied = {"state": "partial", "position": 1, "of": 3}
        self.run_it(self.first, "apply", outcome="failed", applied=applied)
        self.assertEqual(self.first.state, "failed")
        [row] = self.first.state_ids
        self.assertEqual((row.state, row.position, row.total), ("partial", 1, 3))
        self.run_it(self.first, "rollback")
        self.assertEqual(self.first.state_ids.state, "rolled_back")
