# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from plankit.statement import gate_statement, statement_faults

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError

from .common import EvidenceCase


class TestClaim(EvidenceCase):
    """A deliverable that states a number is ticked by what was measured."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliverable.name = "Test coverage >= 90%"

    def submit(self, **values):
        rows = self.env["implementation.evidence"].with_user(self.users["runner"])
        vals = {"plan": "shop-sign", "deliverable": self.deliverable.name, **values}
        return self.call(rows, "submit", vals)

    def record(self, user=None, **values):
        wizard = (
            self.env["implementation.evidence.record"]
            .with_user(user or self.operator)
            .create({"deliverable_id": self.deliverable.id, **values})
        )
        return wizard.action_record()

    def test_its_words_are_read(self):
        self.assertEqual(self.deliverable.claim_text, "coverage >= 90 %")
        self.deliverable.name = "Dashboards deployed"
        self.assertFalse(self.deliverable.claim)

    def test_no_person_accepts_it(self):
        deliverable = self.deliverable.with_user(self.users["planner"])
        self.assert_refused("evidence_needed", UserError, deliverable.action_accept)
        self.assertEqual(deliverable.state, "open")

    def test_a_sign_off_is_no_measurement(self):
        self.env["implementation.approval.policy"].create(
            {
                "plan_id": self.plan.id,
                "subject_kind": "deliverable",
                "role_id": self.roles["SRE"].id,
            }
        )
        self.deliverable._request_sign_offs()
        approval = self.deliverable._get_requests()
        self.sign(approval)
        self.assertEqual(approval.status, "approved")
        self.assertEqual(self.deliverable.state, "open")
        self.submit(measured=0.93)
        self.assertEqual(self.deliverable.state, "accepted")

    def test_an_imported_tick_is_a_claim_that_the_gate_names(self):
        self.deliverable._set_state_privately("accepted")
        found = self.plan._get_findings(self.phase)
        self.assertIn("deliverable_unproved", [row["code"] for row in found])
        self.submit(measured=0.93)
        found = self.plan._get_findings(self.phase)
        self.assertNotIn("deliverable_unproved", [row["code"] for row in found])

    def test_the_number_ticks_and_unticks_it(self):
        self.assertEqual(self.submit(measured=0.93)["verdict"], "pass")
        self.assertEqual(self.deliverable.state, "accepted")
        self.assertTrue(self.deliverable.is_ticked_by_evidence)
        self.assertEqual(self.submit(measured=0.89)["verdict"], "fail")
        self.assertEqual(self.deliverable.state, "open")

    def test_a_bare_pass_is_a_claim_about_a_claim(self):
        self.assert_refused("measured_needed", UserError, self.submit, verdict="pass")
        for measured, code in (
            (93, "measured_impossible"),
            (0.5, "measured_contradicts"),
        ):
            self.assert_refused(
                code, UserError, self.submit, verdict="pass", measured=measured
            )
        self.assertEqual(self.deliverable.standing, "none")

    def test_a_number_that_cannot_be_read_is_refused(self):
        for value in ("0.93", True, None, float("nan"), float("inf"), -1, [0.9]):
            with self.subTest(str(value)):
                self.assert_refused(
                    "bad_delivery", ValidationError, self.submit, measured=value
                )

    def test_a_window_has_to_be_seen_whole(self):
        self.deliverable.name = "SLOs met for 24 hours"
        self.assert_refused("window_too_short", UserError, self.submit, verdict="pass")
        self.submit(verdict="pass", measured_seconds=86_400)
        self.assertEqual(self.deliverable.state, "accepted")

    def test_it_is_seen_where_it_is_claimed(self):
        self.deliverable.name = "Error rate below 1% in staging"
        self.assert_refused("wrong_environment", UserError, self.submit, measured=0)
        self.submit(measured=0, environment="Staging")
        self.assertEqual(self.deliverable.state, "accepted")

    def test_another_claim_needs_other_evidence(self):
        self.submit(measured=0.93)
        self.deliverable.name = "Test coverage: at least 90%"
        self.assertEqual(self.deliverable.state, "accepted")
        self.deliverable.name = "Test coverage >= 95%"
        self.assertEqual(self.deliverable.standing, "stale")
        self.assertEqual(self.deliverable.state, "open")

    def test_a_number_for_what_claims_none_is_refused(self):
        self.deliverable.name = "Schema deployed"
        self.assert_refused("no_claim", UserError, self.submit, measured=0.93)

    def test_what_was_seen_last_counts_whatever_comes_later(self):
        self.submit(measured=0.93)
        earlier = fields.Datetime.now() - timedelta(hours=1)
        self.submit(measured=0.5, produced_at=earlier.isoformat())
        self.assertEqual(self.deliverable.standing, "pass")

    def test_no_clock_of_a_producer_makes_evidence_newer(self):
        later = fields.Datetime.now() + timedelta(minutes=4)
        self.submit(measured=0.93, produced_at=later.isoformat())
        self.submit(measured=0.5)
        self.assertEqual(self.deliverable.standing, "fail")

    def test_a_check_that_proves_it_ticks_it(self):
        self.check.deliverable_id = self.deliverable
        self.signed("Tech Lead")
        self.run_check()
        self.assertEqual(self.deliverable.state, "accepted")

    def test_a_check_without_a_command_is_no_measurement(self):
        self.check.write({"deliverable_id": self.deliverable.id, "command": False})
        self.submit(deliverable="", check="Healthy", verdict="pass")
        self.assertEqual(self.check.standing, "pass")
        self.assertEqual(self.deliverable.state, "open")
        self.submit(measured=0.93)
        self.assertEqual(self.deliverable.state, "accepted")

    def test_nobody_writes_what_is_claimed(self):
        deliverable = self.deliverable.with_user(self.users["manager"])
        self.assert_refused(
            "private_field", AccessError, deliverable.write, {"claim": False}
        )

    def test_an_operator_records_what_was_measured(self):
        self.record(measured="93 %", summary="Nightly build", commit="4f2c1a9")
        row = self.deliverable.evidence_id
        self.assertEqual((row.verdict, row.measured), ("pass", "0.93"))
        self.assertEqual(row.producer, self.operator.login)
        self.assertEqual(self.deliverable.state, "accepted")

    def test_a_form_without_a_number_records_none(self):
        for text in ("", "high", "93 elephants"):
            self.assert_refused("bad_number", UserError, self.record, measured=text)
        for text, code in (("450 ms", "wrong_unit"), ("93", "measured_impossible")):
            self.assert_refused(code, UserError, self.record, measured=text)
        self.deliverable.name = "SLOs met for 24 hours"
        self.assert_refused("bad_number", UserError, self.record, seen_for="93%")
        self.assertEqual(self.deliverable.standing, "none")

    def test_hours_of_the_form_are_the_window(self):
        self.deliverable.name = "SLOs met for 24 hours"
        self.record(seen_for="24 h")
        self.assertEqual(self.deliverable.state, "accepted")

    def test_what_is_of_no_plan_or_of_a_template_is_not_recorded(self):
        records = self.env["implementation.evidence.record"].with_user(self.operator)
        self.assert_refused("no_plan", UserError, records.create({}).action_record)
        self.plan.is_template = True
        self.assert_refused("no_plan", UserError, self.record, measured="93%")

    def test_only_operators_record(self):
        for role in ("planner", "approver", "runner"):
            with self.assertRaises(AccessError):
                self.record(self.users[role], measured="93%")

    def test_a_command_is_proved_by_no_form(self):
        wizard = (
            self.env["implementation.evidence.record"]
            .with_user(self.operator)
            .create({"check_id": self.check.id})
        )
        self.assert_refused("run_needed", UserError, wizard.action_record)
        self.check.command = False
        wizard.action_record()
        self.assertEqual(self.check.standing, "pass")

    def test_a_gate_proof_holds_what_was_measured(self):
        self.submit(measured=0.93)
        condition = self.deliverable._get_gate_condition()
        self.assertEqual(condition["claim"], "coverage >= 90 %")
        self.assertEqual(condition["evidence"]["measured"], "0.93")
        value = gate_statement(self.phase._get_gate_values())
        faults = [fault.message for fault in statement_faults(value)]
        self.assertFalse([one for one in faults if self.deliverable.name in one])
        self.submit(measured=0.5)
        value = gate_statement(self.phase._get_gate_values())
        faults = [fault.message for fault in statement_faults(value)]
        self.assertTrue([one for one in faults if self.deliverable.name in one])
