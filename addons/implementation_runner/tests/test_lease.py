# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

from plankit import ed25519
from plankit.canonical import digest
from plankit.envelope import EnvelopeRefused, instant_text, read_order

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from .common import JobCase


class TestLease(JobCase):
    def test_only_an_agents_account_takes_jobs(self):
        self.enqueue()
        for role in set(self.users) - {"runner"}:
            with self.subTest(role):
                self.assert_refused(
                    "role_required", AccessError, self.lease, user=self.users[role]
                )

    def test_a_job_is_handed_out_once(self):
        job = self.enqueue()
        [lease] = self.lease()
        self.assertEqual((lease["id"], lease["token"]), (job.id, 1))
        self.assertEqual((job.state, job.attempts), ("leased", 1))
        self.assertEqual(job.agent_id.user_id, self.users["runner"])
        self.assertEqual(self.lease(name="two"), [])

    def test_the_oldest_come_first_and_no_more_than_there_is_room_for(self):
        jobs = [self.enqueue() for _count in range(3)]
        first, second = self.lease(capacity=2), self.lease(capacity=2)
        found = [one["id"] for one in (*first, *second)]
        self.assertEqual(found, [job.id for job in jobs])
        self.assertEqual(len(second), 1)

    def test_an_agent_needs_all_labels_of_the_job(self):
        self.environment.job_labels = "db staging"
        job = self.enqueue(environment=self.environment)
        self.assertEqual(job.labels, "db, staging")
        self.assertEqual(self.lease(["staging"]), [])
        self.assertEqual(self.lease(["DB", "staging", "gpu"])[0]["id"], job.id)

    def test_the_envelope_says_who_is_to_run_what_where(self):
        job = self.enqueue(environment=self.environment, timeout=7)
        [lease] = self.lease()
        value = self.opened(lease)
        now = datetime.now(timezone.utc)
        server = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        order = read_order(value, server=server, agent="one", now=now)
        self.assertEqual((order.job, order.token, order.kind), (job.id, 1, "shell"))
        self.assertEqual((order.target, order.timeout), ("staging", 7))
        self.assertEqual(order.content, {"command": "true"})
        self.assertEqual(order.content_hash, digest({"command": "true"}))
        self.assertEqual(order.signed, ({"role": "SRE"},))
        self.assertLess(order.expires_at, now + timedelta(minutes=16))
        with self.assertRaises(EnvelopeRefused):
            read_order(value, server=server, agent="two", now=now)

    def test_the_envelope_ends_with_the_job(self):
        self.enqueue(expires_at=datetime.now() + timedelta(minutes=2))
        [lease] = self.lease()
        until = self.opened(lease)["expires_at"]
        self.assertLess(until, instant_text(datetime.now() + timedelta(minutes=3)))

    def test_what_was_edited_since_is_not_run(self):
        work = self.new_work()
        job = self.enqueue(work)
        work.command = "rm -rf /"
        self.assertEqual(self.lease(), [])
        self.assertEqual(job.state, "cancelled")
        self.assertIn("content_changed", job.data)
        self.assertEqual(work.heard, "cancelled ")

    def test_what_is_not_signed_any_more_is_not_run(self):
        work = self.new_work()
        job = self.enqueue(work)
        work.is_signed = False
        self.assertEqual(self.lease(), [])
        self.assertEqual(
            (job.state, job.message),
            ("cancelled", "[not_signed] Nobody has signed it."),
        )

    def test_what_is_gone_is_not_run(self):
        work = self.new_work()
        job = self.enqueue(work)
        work.unlink()
        self.assertEqual(self.lease(), [])
        self.assertEqual(job.state, "cancelled")
        self.assertIn("record_gone", job.data)

    def test_a_hook_that_breaks_keeps_no_other_job_waiting(self):
        work = self.new_work()
        self.enqueue(work)
        other = self.enqueue()
        work.write({"command": "explode"})
        with self.assertLogs("odoo.addons.implementation_runner", "ERROR"):
            leases = self.lease()
        self.assertEqual([one["id"] for one in leases], [other.id])

    def test_nothing_is_handed_out_without_a_key(self):
        job = self.enqueue()
        with self.key_file(""):
            self.assert_refused("no_job_key", UserError, self.lease)
        with self.key_file("/nowhere/job.pem"):
            self.assert_refused("no_job_key", UserError, self.lease)
        self.assertEqual(job.state, "queued")

    def test_a_key_that_others_may_read_signs_nothing(self):
        self.enqueue()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "open.pem")
            ed25519.create(path)
            path.chmod(0o644)
            with self.key_file(str(path)):
                self.assert_refused("no_job_key", UserError, self.lease)

    def test_an_archived_agent_gets_nothing(self):
        self.enqueue()
        self.lease(capacity=1)
        agent = self.env["implementation.agent"].search([("name", "=", "one")])
        agent.with_user(self.users["operator"]).action_archive()
        self.enqueue()
        self.assert_refused("agent_archived", AccessError, self.lease)
        self.assertEqual(len(self.lease(name="two")), 1)

    def test_jobs_of_other_companies_are_out_of_reach(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            login="implementation-far-runner",
            groups="implementation_base.group_runner",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.enqueue()
        self.assertEqual(self.lease(user=stranger), [])
        self.assertEqual(len(self.lease()), 1)

    def test_what_no_agent_sends_is_refused(self):
        for code, arguments in [
            ("bad_labels", ("staging", 1, "one")),
            ("bad_labels", ([1], 1, "one")),
            ("bad_labels", (["x"] * 51, 1, "one")),
            ("bad_capacity", ([], 0, "one")),
            ("bad_capacity", ([], True, "one")),
            ("bad_capacity", ([], 21, "one")),
            ("bad_name", ([], 1, 7)),
            ("bad_name", ([], 1, "a\0b")),
        ]:
            with self.subTest(arguments=arguments):
                jobs = self.jobs.with_user(self.users["runner"])
                self.assert_refused(
                    code, ValidationError, self.call, jobs, "lease", *arguments
                )
