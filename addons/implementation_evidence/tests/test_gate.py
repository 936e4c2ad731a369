# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import json

from plankit import ed25519, envelope
from plankit.statement import PAYLOAD_TYPE, statement_faults

from odoo.exceptions import AccessError, UserError

from .common import EvidenceCase


class TestGate(EvidenceCase):
    def settle_all(self):
        """Everything but the check."""
        self.tasks.with_user(self.users["planner"]).write({"plan_status": "done"})
        self.deliverable.with_user(self.users["planner"]).action_accept()
        phase = self.phase.with_user(self.users["planner"])
        phase.action_start()
        phase.action_verify()
        return phase

    def test_a_check_that_does_not_pass_keeps_the_gate_shut(self):
        phase = self.settle_all()
        refusal = self.assert_refused("gate_open", UserError, phase.action_complete)
        self.assertIn("[check_none]", refusal)
        self.signed("Tech Lead")
        self.run_check(verdict="fail")
        refusal = self.assert_refused("gate_open", UserError, phase.action_complete)
        self.assertIn("[check_fail]", refusal)
        self.run_check()
        phase.action_complete()
        self.assertEqual(self.phase.state, "done")

    def test_every_unmet_condition_is_listed_with_its_owner(self):
        codes = {
            finding["code"]: finding for finding in self.plan._get_findings(self.phase)
        }
        self.assertIn("check_none", codes)
        self.assertIn("deliverable_open", codes)
        self.assertEqual(codes["check_none"]["owner"], "operator")
        self.assertEqual(codes["check_none"]["res_id"], self.check.id)
        self.phase.invalidate_recordset()
        self.assertGreaterEqual(self.phase.condition_count, 4)

    def pass_gate(self):
        phase = self.settle_all()
        self.signed("Tech Lead")
        self.run_check()
        phase.action_complete()
        return self.env["implementation.gate.proof"].search(
            [("phase_res_id", "=", self.phase.id)]
        )

    def test_passing_writes_a_proof_that_holds_without_the_server(self):
        proof = self.pass_gate()
        self.assertTrue(proof.is_signed)
        sealed = json.loads(base64.b64decode(proof.file))
        keys = {self.key.keyid: ed25519.checker(self.key.public)}
        value = envelope.opened(sealed, PAYLOAD_TYPE, keys)
        self.assertEqual(statement_faults(value), [])
        kinds = [row["kind"] for row in value["predicate"]["conditions"]]
        self.assertEqual(kinds, ["task", "task", "deliverable", "check"])
        self.assertEqual(value["predicate"]["passed_by"], self.users["planner"].login)

    def test_without_a_key_the_proof_says_that_it_is_not_signed(self):
        phase = self.settle_all()
        self.signed("Tech Lead")
        self.run_check()
        with self.key_file(""):
            phase.action_complete()
        proof = self.env["implementation.gate.proof"].search([], limit=1)
        self.assertFalse(proof.is_signed)
        self.assertEqual(json.loads(proof.envelope)["signatures"], [])

    def test_a_proof_never_changes(self):
        proof = self.pass_gate()
        self.assert_refused("append_only", AccessError, proof.sudo().unlink)
        with self.assertRaises(AccessError):
            proof.with_user(self.users["manager"]).write({"name": "x"})

    def test_the_gate_is_asked_over_rpc(self):
        plan = self.plan.with_user(self.users["viewer"])
        answer = self.call(plan.browse(), "get_gate", plan.ids, "P1")
        self.assertEqual((answer["phase"], answer["proof"]), ("P1", False))
        self.assertIn("check_none", [row["code"] for row in answer["open"]])
        [check] = answer["checks"]
        self.assertEqual((check["name"], check["standing"]), ("Healthy", "none"))
        self.pass_gate()
        answer = self.call(plan.browse(), "get_gate", plan.ids, "P1")
        self.assertEqual((answer["state"], answer["open"]), ("done", []))
        self.assertEqual(answer["proof"]["payloadType"], PAYLOAD_TYPE)
        self.assert_refused("no_phase", UserError, plan.get_gate, "P9")

    def test_only_those_who_read_the_plan_ask_its_gate(self):
        for user in (self.users["runner"], self.employee):
            with self.assertRaises(AccessError):
                self.plan.with_user(user).get_gate("P1")

    def test_checks_of_a_phase_are_run_at_once(self):
        other = self.check.copy({"name": "Another"})
        self.signed("Tech Lead")
        self.phase.with_user(self.operator).action_run_checks()
        self.env.invalidate_all()
        self.assertEqual((self.check | other).job_id.mapped("state"), ["queued"] * 2)
