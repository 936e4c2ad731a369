# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import hashlib

from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.implementation_evidence.tools import delivery

from .common import EvidenceCase


class TestSubmit(EvidenceCase):
    def submit(self, user=None, **values):
        rows = self.env["implementation.evidence"]
        rows = rows.with_user(user or self.users["runner"])
        vals = {"plan": "shop-sign", "verdict": "pass", **values}
        return self.call(rows, "submit", vals)

    def test_ci_delivers_a_verdict_with_its_file(self):
        content = b"<testsuite/>"
        answer = self.submit(
            deliverable="Schema deployed",
            commit="abc",
            summary="12 tests",
            file_name="report.xml",
            file_base64=base64.b64encode(content).decode(),
        )
        row = self.env["implementation.evidence"].browse(answer["evidence_id"])
        self.assertEqual((row.verdict, row.commit), ("pass", "abc"))
        self.assertEqual(base64.b64decode(row.file), content)
        self.assertEqual(row.file_sha256, hashlib.sha256(content).hexdigest())
        self.assertEqual(row.digest, answer["digest"])
        self.assertEqual(row.producer, self.users["runner"].login)
        self.assertTrue(row.expires_at)

    def test_it_ticks_what_it_proves(self):
        self.submit(deliverable="Schema deployed")
        self.assertEqual(self.deliverable.state, "accepted")
        self.submit(deliverable="Schema deployed", verdict="fail")
        self.assertEqual(self.deliverable.state, "open")

    def test_the_same_delivery_comes_once(self):
        first = self.submit(phase="P1", key="build-7")
        again = self.submit(phase="P1", key="build-7", verdict="fail")
        self.assertEqual(first, again)
        self.assertEqual(len(self.evidence_of(self.phase)), 1)

    def test_only_machines_and_operators_deliver(self):
        for role in ("viewer", "planner", "approver", "auditor"):
            self.assert_refused(
                "role_required", AccessError, self.submit, self.users[role]
            )
        self.submit(self.operator)

    def test_a_command_is_proved_by_its_run_alone(self):
        self.assert_refused("run_needed", UserError, self.submit, check="Healthy")
        self.check.command = False
        self.submit(check="Healthy")
        self.assertEqual(self.check.standing, "pass")

    def test_a_verdict_on_a_check_is_of_where_that_runs(self):
        self.check.write({"command": False, "environment_id": self.environment.id})
        self.submit(check="Healthy")
        self.assertEqual(self.check.standing, "pass")
        self.submit(check="Healthy", environment="Elsewhere")
        self.assertEqual(self.check.standing, "stale")

    def test_what_it_is_about_must_be_one(self):
        self.assert_refused("no_subject", UserError, self.submit, deliverable="Nothing")
        self.deliverable.copy({"name": self.deliverable.name})
        self.assert_refused(
            "no_subject", UserError, self.submit, deliverable="Schema deployed"
        )

    def test_other_companies_plans_are_not_there(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["implementation.plan"].create(
            {"name": "Far", "slug": "far", "company_id": company.id}
        )
        self.assert_refused("no_plan", UserError, self.submit, plan="far")
        self.assert_refused("no_plan", UserError, self.submit, plan="nowhere")

    def test_what_is_not_readable_is_refused(self):
        for values in (
            {"verdict": "passed"},
            {"verdict": ["pass"]},
            {"plan": ""},
            {"more": 1},
            {"summary": 7},
            {"summary": "x" * 4001},
            {"commit": "a\0b"},
            {"produced_at": "yesterday"},
            {"produced_at": "2999-01-01T00:00:00Z"},
            {"expires_at": 7},
            {"file_base64": "%%%"},
        ):
            with self.subTest(str(values)[:40]):
                self.assert_refused(
                    "bad_delivery", ValidationError, self.submit, **values
                )

    def test_a_large_file_is_refused(self):
        text = "A" * (delivery.LARGEST_FILE * 4 // 3 + 8)
        self.assert_refused(
            "file_too_large", ValidationError, self.submit, file_base64=text
        )

    def test_a_verdict_counts_no_longer_than_the_plan_says(self):
        self.plan.evidence_hours = 1
        answer = self.submit(
            produced_at="2026-01-01T12:00:00Z", expires_at="2099-01-01T00:00:00Z"
        )
        row = self.env["implementation.evidence"].browse(answer["evidence_id"])
        self.assertEqual(str(row.expires_at), "2026-01-01 13:00:00")
        answer = self.submit(
            produced_at="2026-01-01T12:00:00Z", expires_at="2026-01-01T12:10:00Z"
        )
        row = self.env["implementation.evidence"].browse(answer["evidence_id"])
        self.assertEqual(str(row.expires_at), "2026-01-01 12:10:00")

    def test_times_are_kept_in_utc(self):
        answer = self.submit(produced_at="2026-01-01T12:00:00+02:00")
        row = self.env["implementation.evidence"].browse(answer["evidence_id"])
        self.assertEqual(str(row.produced_at), "2026-01-01 10:00:00")
        self.assertEqual(row.model, "implementation.plan")
