# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError

from .common import JobCase


class TestJob(JobCase):
    def test_nobody_makes_edits_or_deletes_a_job(self):
        job = self.enqueue()
        for role in self.users:
            own = job.with_user(self.users[role])
            with self.subTest(role):
                for vals in ({"state": "succeeded"}, {"token": 7}, {"name": "x"}):
                    with self.assertRaises(AccessError):
                        own.write(vals)
                with self.assertRaises(AccessError):
                    own.unlink()
                with self.assertRaises(AccessError):
                    own.create({"name": "x", "plan_id": self.plan.id, "kind": "shell"})

    def test_even_the_superuser_moves_no_state_by_hand(self):
        job = self.enqueue().sudo()
        self.assert_refused("job_private", AccessError, job.write, {"state": "lost"})
        self.assert_refused("job_private", AccessError, job.write, {"content": "{}"})

    def test_a_log_is_written_by_agents_alone(self):
        job, token = self.running()
        self.agent_call(job, "append_log", token, self.chunks("a"))
        chunk = self.env["implementation.job.chunk"].search([("job_id", "=", job.id)])
        for method, arguments in [("write", [{"text": "b"}]), ("unlink", [])]:
            self.assert_refused(
                "append_only", AccessError, getattr(chunk.sudo(), method), *arguments
            )

    def test_only_operators_cancel_and_retry(self):
        job = self.enqueue()
        for role in ("viewer", "planner", "approver", "auditor"):
            own = job.with_user(self.users[role])
            self.assert_refused("role_required", AccessError, own.action_cancel)
            self.assert_refused("role_required", AccessError, own.action_retry)
        job.with_user(self.users["operator"]).action_cancel()
        self.assertEqual(job.state, "cancelled")

    def test_an_ended_job_is_cancelled_no_more_and_a_waiting_one_not_retried(self):
        job = self.enqueue().with_user(self.users["operator"])
        self.assert_refused("transition_refused", UserError, job.action_retry)
        job.action_cancel()
        self.assert_refused("transition_refused", UserError, job.action_cancel)

    def test_a_retry_is_asked_anew_with_a_higher_token(self):
        work = self.new_work()
        job, token = self.running(work)
        said = self.result(outcome="failed", exit_code=1)
        self.agent_call(job, "complete", token, said)
        work.command = "other"
        job.with_user(self.users["operator"]).action_retry()
        self.assertEqual(
            (job.state, job.attempts, job.has_exit_code), ("queued", 0, False)
        )
        [lease] = self.lease()
        self.assertEqual(lease["token"], token + 1)
        self.assertEqual(self.opened(lease)["content"], {"command": "other"})

    def test_a_retry_needs_what_the_job_was_for(self):
        work = self.new_work()
        job = self.enqueue(work).with_user(self.users["operator"])
        job.action_cancel()
        work.unlink()
        self.assert_refused("record_gone", UserError, job.action_retry)

    def test_what_may_not_run_is_not_even_queued(self):
        work = self.new_work(is_signed=False)
        self.assert_refused("not_signed", UserError, self.enqueue, work)
        self.assertFalse(self.jobs.search([("res_id", "=", work.id)]))

    def test_a_plan_that_agents_worked_for_stays(self):
        self.enqueue()
        plan = self.plan.with_user(self.users["manager"])
        self.assert_refused("plan_has_jobs", UserError, plan.unlink)
        plan.action_archive()
        self.assertFalse(plan.active)
        self.assertEqual(plan.job_count, 1)

    def test_other_companies_see_neither_jobs_nor_logs(self):
        job, token = self.running()
        self.agent_call(job, "append_log", token, self.chunks("a"))
        company = self.env["res.company"].create({"name": "Elsewhere"})
        viewer = self.users["viewer"]
        viewer.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        env = self.env(user=viewer, context={"allowed_company_ids": company.ids})
        for model in ("job", "job.chunk", "agent"):
            self.assertFalse(env[f"implementation.{model}"].search([]), model)
        with self.assertRaises(AccessError):
            env[job._name].browse(job.id).get_log()

    def test_the_queue_is_asked_without_a_query_a_job(self):
        for _count in range(3):
            self.enqueue()
        self.lease(capacity=1)
        jobs = self.jobs.with_user(self.users["viewer"]).search([])
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            jobs.mapped("progress")
            jobs.mapped("agent_id.is_alive")
