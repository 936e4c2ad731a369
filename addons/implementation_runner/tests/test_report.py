# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import JobCase


class TestReport(JobCase):
    def assert_lost(self, job, *arguments, **options):
        self.assert_refused(
            "lease_lost", UserError, self.agent_call, job, *arguments, **options
        )

    def test_a_heartbeat_holds_the_job_and_shows_progress(self):
        job, token = self.running()
        self.age(job, lease_until=50)
        before = job.lease_until
        answer = self.agent_call(
            job, "heartbeat", token, {"done": 2.0, "total": 8.0, "text": "locks"}
        )
        self.assertEqual((answer["state"], answer["cancel"]), ("leased", False))
        self.assertGreater(job.lease_until, before)
        self.assertEqual((job.progress, job.progress_text), (25, "locks"))

    def test_only_the_holder_reports(self):
        job, token = self.running()
        calls = [
            ("heartbeat", token, False),
            ("append_log", token, self.chunks("a")),
            ("complete", token, self.result()),
        ]
        for method, _token, value in calls:
            with self.subTest(method):
                for wrong in (token + 1, token - 1, 0, -1, True, str(token), False):
                    self.assert_lost(job, method, wrong, value)
                self.assert_lost(job, method, token, value, user=self.other_runner)
                self.assert_refused(
                    "role_required",
                    AccessError,
                    self.agent_call,
                    job,
                    method,
                    token,
                    value,
                    user=self.users["manager"],
                )
        self.assertEqual((job.state, job.log_count), ("leased", 0))

    def test_a_job_that_is_not_there_is_told_like_a_lost_one(self):
        missing = self.jobs.browse(2**30)
        self.assert_lost(missing, "heartbeat", 1)

    def test_an_old_agent_can_no_longer_report(self):
        job, token = self.running()
        self.age(job, lease_until=3600)
        [again] = self.lease(name="two", user=self.other_runner)
        self.assertEqual((again["id"], again["token"]), (job.id, token + 1))
        self.assert_lost(job, "append_log", token, self.chunks("x"))
        self.assert_lost(job, "complete", token, self.result())
        answer = self.agent_call(
            job, "complete", token + 1, self.result(), user=self.other_runner
        )
        self.assertEqual(answer, {"state": "succeeded"})

    def test_the_log_is_kept_in_order_and_resending_doubles_nothing(self):
        job, token = self.running()
        self.assertEqual(
            self.agent_call(job, "append_log", token, self.chunks("a", "b")),
            {"next": 2},
        )
        self.assertEqual(
            self.agent_call(job, "append_log", token, self.chunks("a", "b", "c")),
            {"next": 3},
        )
        found = job.with_user(self.users["viewer"]).get_log()
        self.assertEqual([one["text"] for one in found["chunks"]], ["a", "b", "c"])
        self.assertEqual(found["next"], 3)
        self.assertEqual(job.get_log(2)["chunks"][0]["text"], "c")

    def test_gaps_and_other_texts_are_refused(self):
        job, token = self.running()
        self.agent_call(job, "append_log", token, self.chunks("a"))
        append = (self.agent_call, job, "append_log", token)
        self.assert_refused(
            "log_gap", ValidationError, *append, self.chunks("c", first=2)
        )
        self.assert_refused("log_conflict", ValidationError, *append, self.chunks("z"))
        self.assert_refused(
            "log_conflict", ValidationError, *append, self.chunks("z", "b")
        )
        self.assertEqual(job.log_count, 1)

    def test_an_endless_log_is_refused(self):
        job, token = self.running(output_limit=10)
        self.agent_call(job, "append_log", token, self.chunks("x" * 16_000))
        self.assert_refused(
            "log_too_long",
            ValidationError,
            self.agent_call,
            job,
            "append_log",
            token,
            self.chunks("y" * 11, first=1),
        )

    def test_a_job_ends_once_with_its_whole_log(self):
        work = self.new_work()
        job, token = self.running(work)
        complete = (self.agent_call, job, "complete", token)
        self.assert_refused("log_gap", ValidationError, *complete, self.result("a"))
        self.agent_call(job, "append_log", token, self.chunks("a"))
        self.assert_refused("log_gap", ValidationError, *complete, self.result())
        self.assert_refused(
            "log_conflict", ValidationError, *complete, self.result("b")
        )
        said = self.result("a", exit_code=3, outcome="failed", data={"rows": 2})
        self.assertEqual(
            self.agent_call(job, "complete", token, said), {"state": "failed"}
        )
        self.assertEqual(
            self.agent_call(job, "complete", token, said), {"state": "failed"}
        )
        self.assertEqual(work.heard, "failed ")
        self.assertEqual((job.exit_code, job.has_exit_code), (3, True))
        self.assertEqual((job.data, job.log_digest), ('{"rows":2}', said["digest"]))
        self.assert_refused(
            "lease_lost", UserError, *complete, self.result("a", outcome="succeeded")
        )
        self.assertEqual(job.state, "failed")

    def test_each_outcome_leads_to_its_state(self):
        for outcome, state in [
            ("succeeded", "succeeded"),
            ("failed", "failed"),
            ("error", "failed"),
            ("refused", "failed"),
            ("cancelled", "cancelled"),
        ]:
            with self.subTest(outcome):
                job, token = self.running()
                said = self.result(outcome=outcome, exit_code=False)
                self.agent_call(job, "complete", token, said)
                self.assertEqual((job.state, job.outcome), (state, outcome))
                self.assertFalse(job.has_exit_code)

    def test_the_end_is_in_the_ledger(self):
        job, token = self.running()
        self.agent_call(job, "complete", token, self.result())
        events = self.env["implementation.event"].search(
            [("model", "=", job._name), ("res_id", "=", job.id)], order="id"
        )
        self.assertEqual(events.mapped("code"), ["job.queued", "job.succeeded"])
        self.assertEqual(events[-1].user_id, self.users["runner"])
        self.assertIn(job.log_digest, events[-1].data)

    def test_the_agents_own_code_is_in_the_ledger(self):
        job, token = self.running()
        said = self.result(outcome="refused", data={"code": "target_not_allowed"})
        self.agent_call(job, "complete", token, said)
        event = self.env["implementation.event"].search(
            [("model", "=", job._name), ("code", "=", "job.failed")], limit=1
        )
        self.assertIn("target_not_allowed", event.data)

    def test_a_running_job_is_cancelled_by_its_agent(self):
        job, token = self.running()
        job.with_user(self.users["operator"]).action_cancel()
        self.assertEqual(job.state, "leased")
        self.assertTrue(self.agent_call(job, "heartbeat", token)["cancel"])
        self.agent_call(job, "complete", token, self.result(outcome="cancelled"))
        self.assertEqual((job.state, job.cancel_requested), ("cancelled", False))

    def test_an_archived_agent_reports_nothing(self):
        job, token = self.running()
        job.agent_id.with_user(self.users["operator"]).action_archive()
        self.assert_refused(
            "agent_archived", AccessError, self.agent_call, job, "heartbeat", token
        )
