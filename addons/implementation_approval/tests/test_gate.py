# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SignOffCase


@tagged("post_install", "-at_install")
class TestGate(SignOffCase):
    """No phase passes without the roles that its gate asks for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ("SRE", "Security"):
            cls.env["implementation.approval.policy"].create(
                {
                    "subject_kind": "phase",
                    "role_id": cls.roles[role].id,
                    "plan_id": cls.plan.id,
                }
            )
        cls.check.unlink()  # whether checks pass is the evidence's
        cls.tasks.plan_status = "done"
        cls.gate = cls.phase.with_user(cls.users["planner"])
        cls.deliverable.with_user(cls.users["planner"]).action_accept()
        cls.gate.action_start()

    def requests(self):
        return self.gate.sign_off_ids

    def verified(self):
        self.gate.action_verify()
        return self.requests()

    def test_verifying_asks_and_the_last_signature_opens_the_gate(self):
        asked = self.verified()
        self.assertEqual(set(asked.mapped("role_id.name")), {"SRE", "Security"})
        self.assertTrue(all(asked.mapped("is_requested")))
        for approval in asked:
            said = self.assert_refused(
                "gate_open", UserError, self.gate.action_complete
            )
            self.assertIn(approval.role_id.name, said)
            self.sign(approval)
        self.gate.action_complete()
        self.assertEqual(self.gate.state, "done")

    def test_gate_names_who_is_missing(self):
        first, second = self.verified()
        self.sign(first)
        found = [f for f in self.plan._get_findings(self.phase)]
        self.assertEqual([f["code"] for f in found], ["sign_off_missing"])
        self.assertEqual(found[0]["res_id"], second.id)
        self.assertEqual(found[0]["owner"], self.signer[second.role_id.name].name)
        self.phase.invalidate_recordset()
        self.assertIn(second.role_id.name, self.phase.gate_text)

    def test_edit_of_the_phase_shuts_the_gate_again(self):
        asked = self.verified()
        for approval in asked:
            self.sign(approval)
        check = self.env["implementation.check"].create(
            {"phase_id": self.phase.id, "name": "Fine", "command": "true"}
        )
        for approval in asked:
            self.sign(approval)
        for row, vals in (
            (self.phase, {"goal": "Another goal"}),
            (self.tasks[0], {"name": "Create another schema"}),
            (check, {"command": "false"}),
            (self.deliverable, {"name": "Schema and data deployed"}),
        ):
            with self.subTest(row=row):
                row.write(vals)
                self.assertEqual(set(asked.mapped("status")), {"void"})
                self.assert_refused("gate_open", UserError, self.gate.action_complete)
                for approval in asked:
                    self.sign(approval)
        check.unlink()
        for approval in asked:
            self.sign(approval)
        self.gate.action_complete()

    def test_edit_elsewhere_leaves_the_gate_open(self):
        asked = self.verified()
        for approval in asked:
            self.sign(approval)
        self.environment.url = "https://canary.example.org"
        self.plan.overview = "Other words"
        self.assertEqual(set(asked.mapped("status")), {"approved"})
        self.gate.action_complete()

    def test_status_and_tick_are_no_edit_of_the_gate(self):
        asked = self.verified()
        for approval in asked:
            self.sign(approval)
        self.tasks[0].plan_status = "in_progress"
        self.deliverable.with_user(self.users["planner"]).action_reopen()
        self.assertEqual(set(asked.mapped("status")), {"approved"})
        said = self.assert_refused("gate_open", UserError, self.gate.action_complete)
        self.assertNotIn("has not signed", said)

    def test_rejected_gate_stays_shut_until_it_is_asked_anew(self):
        first, second = self.verified()
        first.with_user(self.signer[first.role_id.name]).reject({"comment": "Slow"})
        self.sign(second)
        self.assert_refused("gate_open", UserError, self.gate.action_complete)
        self.gate.action_request_sign_off()
        self.assertEqual((first.status, first.round), ("pending", 2))
        self.sign(first)
        self.gate.action_complete()

    def test_withdrawn_request_does_not_open_the_gate(self):
        asked = self.verified()
        asked.with_user(self.users["planner"]).action_withdraw()
        self.assert_refused("gate_open", UserError, self.gate.action_complete)

    def test_nobody_passes_the_gate_by_rights(self):
        self.verified()
        for user in (self.users["manager"], self.env.user):
            phase = self.phase.with_user(user)
            with self.assertRaises(UserError):
                phase.action_complete()
            with self.assertRaises(AccessError):
                phase.write({"state": "done"})

    def test_sign_off_of_another_phase_opens_nothing(self):
        other = self.env["implementation.phase"].create(
            {"plan_id": self.plan.id, "name": "Another"}
        )
        other.with_user(self.users["planner"]).action_start()
        other.with_user(self.users["planner"]).action_verify()
        for approval in other.sign_off_ids:
            self.sign(approval)
        self.verified()
        self.assert_refused("gate_open", UserError, self.gate.action_complete)
