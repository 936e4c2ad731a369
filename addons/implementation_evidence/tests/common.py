# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.addons.implementation_approval.tests.common import SignOffCase
from odoo.addons.implementation_runner.tests.common import AgentCase


class EvidenceCase(SignOffCase, AgentCase):
    """The small plan of ``SignOffCase``; the Tech Lead signs, the operator runs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.users["operator"]

    def run_check(self, check=None, verdict="pass", **values):
        """Let the operator run a check and the agent end it with a verdict."""
        check = check or self.check
        check.with_user(self.operator).action_run()
        self.finish(check.job_id, verdict, **values)
        return check.evidence_id

    def finish(self, job, verdict="pass", **values):
        """What an agent says of a job."""
        token = next(
            lease["token"] for lease in self.lease(["canary"]) if lease["id"] == job.id
        )
        outcome, code = {
            "pass": ("succeeded", 0),
            "fail": ("failed", 1),
            "error": ("error", False),
        }[verdict]
        said = self.result(outcome=outcome, exit_code=code, **values)
        self.agent_call(job, "complete", token, said)
        job.invalidate_recordset()
        self.env["implementation.check"].invalidate_model()

    def evidence_of(self, record):
        return self.env["implementation.evidence"].search(
            [("model", "=", record._name), ("res_id", "=", record.id)]
        )
