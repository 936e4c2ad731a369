# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .common import JobCase


class TestOverdue(JobCase):
    def settle(self):
        self.jobs.sudo()._cron_settle_overdue()

    def test_a_job_in_time_stays_with_its_agent(self):
        job, _token = self.running()
        self.settle()
        self.assertEqual(job.state, "leased")

    def test_a_lost_lease_is_offered_again_until_the_attempts_are_used_up(self):
        work = self.new_work()
        job, _token = self.running(work, max_attempts=2)
        self.age(job, lease_until=3600)
        self.settle()
        self.assertEqual((job.state, job.token), ("queued", 1))
        [lease] = self.lease(name="two")
        self.assertEqual(lease["token"], 2)
        self.age(job, lease_until=3600)
        self.settle()
        self.assertEqual((job.state, work.heard), ("lost", "lost "))
        self.assertIn("lease_lapsed", job.data)
        self.assertIn("two", job.message)

    def test_a_beating_heart_without_progress_loses_the_job(self):
        job, token = self.running(progress_timeout=30, max_attempts=1)
        same = {"done": 0.0, "total": 1.0, "text": ""}
        self.age(job, progress_until=3600)
        self.agent_call(job, "heartbeat", token, same)
        self.settle()
        self.assertEqual(job.state, "lost")
        self.assertIn("no_progress", job.data)

    def test_progress_and_output_move_the_deadline(self):
        job, token = self.running(progress_timeout=30, max_attempts=1)
        self.age(job, progress_until=3600)
        moved = {"done": 1.0, "total": 2.0, "text": ""}
        self.agent_call(job, "heartbeat", token, moved)
        self.settle()
        self.assertEqual(job.state, "leased")
        self.age(job, progress_until=3600)
        self.agent_call(job, "append_log", token, self.chunks("still here"))
        self.settle()
        self.assertEqual(job.state, "leased")

    def test_what_no_agent_takes_is_lost_in_the_end(self):
        job = self.enqueue()
        self.age(job, expires_at=48 * 3600)
        self.assertEqual(self.lease(), [])
        self.assertEqual(job.state, "lost")
        self.assertIn("expired", job.data)

    def test_a_job_being_cancelled_is_not_offered_again(self):
        job, _token = self.running()
        job.with_user(self.users["operator"]).action_cancel()
        self.age(job, lease_until=3600)
        self.settle()
        self.assertEqual(job.state, "cancelled")

    def test_the_log_of_another_attempt_begins_anew(self):
        job, token = self.running()
        self.agent_call(job, "append_log", token, self.chunks("first"))
        self.age(job, lease_until=3600)
        [lease] = self.lease()
        self.assertEqual(job.get_log()["chunks"], [])
        self.agent_call(job, "append_log", lease["token"], self.chunks("second"))
        texts = [one["text"] for one in job.get_log()["chunks"]]
        self.assertEqual(texts, ["second"])

    def test_one_that_cannot_be_settled_keeps_no_other_waiting(self):
        broken, _token = self.running(self.new_work("explode"), max_attempts=1)
        other, _token = self.running(max_attempts=1)
        for job in (broken, other):
            self.age(job, lease_until=3600)
        with self.assertLogs("odoo.addons.implementation_runner", "ERROR"):
            self.settle()
        self.assertEqual((broken.state, other.state), ("leased", "lost"))
