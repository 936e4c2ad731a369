# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import HttpCase, tagged

from .common import EvidenceCase


@tagged("post_install", "-at_install")
class TestTours(EvidenceCase, HttpCase):
    """What an operator and a planner see; the agent's calls come between."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ("operator", "planner"):
            cls.users[role].password = f"implementation-{role}"

    def tour(self, path, name, role):
        self.start_tour(path, name, login=f"implementation-{role}")
        self.env.invalidate_all()

    def open_phase(self, name, role):
        self.tour(f"/odoo/implementation.phase/{self.phase.id}", name, role)

    def test_operator_runs_a_check_and_watches_its_log(self):
        self.signed("Tech Lead")
        self.open_phase("implementation_run_checks", "operator")
        job = self.check.job_id
        self.assertEqual(job.state, "queued")
        [lease] = self.lease(["canary"])
        chunks = self.chunks("HTTP 200\n", "slow answer\n")
        chunks[1]["stream"] = "stderr"
        self.agent_call(job, "append_log", lease["token"], chunks)
        progress = {"done": 1.0, "total": 2.0, "text": "half of it"}
        self.agent_call(job, "heartbeat", lease["token"], progress)
        self.env.flush_all()
        self.tour("/odoo/implementation-jobs", "implementation_watch_log", "operator")

    def test_operator_records_what_was_measured(self):
        self.deliverable.name = "Test coverage >= 90%"
        self.env.flush_all()
        path = f"/odoo/implementation.deliverable/{self.deliverable.id}"
        self.tour(path, "implementation_record_evidence", "operator")
        self.assertEqual(self.deliverable.evidence_id.measured, "0.93")

    def test_a_gate_refuses_until_its_check_passes(self):
        planner = self.users["planner"]
        self.signed("Tech Lead")
        self.tasks.with_user(planner).write({"plan_status": "done"})
        self.deliverable.with_user(planner).action_accept()
        phase = self.phase.with_user(planner)
        phase.action_start()
        phase.action_verify()
        self.env.flush_all()
        self.open_phase("implementation_gate_refused", "planner")
        self.assertEqual(self.phase.state, "verifying")
        self.run_check()
        self.env.flush_all()
        self.open_phase("implementation_gate_passed", "planner")
        self.assertEqual(self.phase.state, "done")
