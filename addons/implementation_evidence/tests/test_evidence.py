# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.canonical import digest

from odoo.exceptions import AccessError, UserError

from .common import EvidenceCase


class TestEvidence(EvidenceCase):
    def test_evidence_never_changes(self):
        self.signed("Tech Lead")
        row = self.run_check()
        for role in ("viewer", "manager", "auditor"):
            own = row.with_user(self.users[role])
            with self.assertRaises(AccessError):
                own.write({"verdict": "pass"})
            with self.assertRaises(AccessError):
                own.unlink()
            with self.assertRaises(AccessError):
                own.create({"verdict": "pass"})
        self.assert_refused(
            "append_only", AccessError, row.sudo().write, {"verdict": "pass"}
        )

    def test_the_digest_is_of_what_can_be_read_again(self):
        self.signed("Tech Lead")
        row = self.run_check()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(digest(row._get_content()), row.digest)
        event = self.env["implementation.event"].search(
            [("code", "=", "evidence.pass")], limit=1
        )
        self.assertIn(row.digest, event.data)

    def test_a_plan_with_evidence_stays(self):
        self.env["implementation.evidence"]._record(
            self.phase,
            {
                "kind": "verdict",
                "verdict": "fail",
                "produced_at": "2026-01-01 00:00:00",
                "producer": "ci",
            },
        )
        plan = self.plan.with_user(self.users["manager"])
        self.assert_refused("plan_has_evidence", UserError, plan.unlink)

    def test_a_plan_with_a_gate_proof_alone_stays(self):
        self.env["implementation.gate.proof"]._record(self.phase)
        plan = self.plan.with_user(self.users["manager"])
        self.assert_refused("plan_has_evidence", UserError, plan.unlink)

    def test_an_environment_with_evidence_may_go(self):
        self.signed("Tech Lead")
        row = self.run_check()
        self.check.environment_id = False
        self.environment.unlink()
        row.invalidate_recordset()
        self.assertEqual((row.environment, bool(row.environment_id)), ("Canary", False))
