# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from .common import EvidenceCase


class TestDeliverable(EvidenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check.deliverable_id = cls.deliverable

    def test_a_pass_ticks_and_a_fail_unticks(self):
        self.signed("Tech Lead")
        self.run_check()
        self.assertEqual(self.deliverable.state, "accepted")
        self.assertTrue(self.deliverable.is_ticked_by_evidence)
        self.run_check(verdict="fail")
        self.assertEqual(self.deliverable.state, "open")

    def test_all_its_checks_must_pass(self):
        self.check.copy({"name": "Another", "deliverable_id": self.deliverable.id})
        self.signed("Tech Lead")
        self.run_check()
        self.assertEqual(self.deliverable.state, "open")

    def test_stale_evidence_unticks(self):
        self.signed("Tech Lead")
        self.run_check()
        self.check.command = "true"
        self.assertEqual(self.deliverable.state, "open")

    def test_expired_evidence_unticks(self):
        self.signed("Tech Lead")
        row = self.run_check()
        deliverables = self.env["implementation.deliverable"]
        deliverables._cron_follow_evidence()
        self.assertEqual(self.deliverable.state, "accepted")
        with freeze_time(row.expires_at + timedelta(hours=1)):
            self.env.invalidate_all()
            deliverables._cron_follow_evidence()
        self.assertEqual(self.deliverable.state, "open")

    def test_what_a_person_accepted_stays_but_is_named_at_the_gate(self):
        self.deliverable.with_user(self.users["planner"]).action_accept()
        self.signed("Tech Lead")
        self.run_check(verdict="fail")
        self.assertEqual(self.deliverable.state, "accepted")
        findings = self.plan._get_findings(self.phase)
        self.assertIn("deliverable_unproved", [row["code"] for row in findings])

    def test_a_sign_off_that_a_policy_asks_for_is_not_skipped(self):
        self.env["implementation.approval.policy"].create(
            {
                "plan_id": self.plan.id,
                "subject_kind": "deliverable",
                "role_id": self.roles["SRE"].id,
            }
        )
        self.signed("Tech Lead")
        self.run_check()
        self.assertEqual(self.deliverable.state, "open")

    def test_its_moves_are_in_the_ledger(self):
        self.signed("Tech Lead")
        self.run_check()
        event = self.env["implementation.event"].search(
            [("model", "=", self.deliverable._name)], limit=1
        )
        self.assertEqual(event.code, "transition.accept")
        self.assertEqual(event.reason, "By evidence")

    def test_nobody_says_that_evidence_ticked_it(self):
        deliverable = self.deliverable.with_user(self.users["manager"])
        self.assert_refused(
            "private_field",
            AccessError,
            deliverable.write,
            {"is_ticked_by_evidence": True},
        )

    def test_another_deliverable_is_ticked_once_the_check_proves_that(self):
        other = self.deliverable.copy({"name": "Other"})
        self.signed("Tech Lead")
        self.run_check()
        self.check.deliverable_id = other
        self.assertEqual((self.deliverable.state, other.state), ("open", "accepted"))
