# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from .common import EvidenceCase


class TestCheck(EvidenceCase):
    def test_nobody_runs_what_nobody_signed(self):
        check = self.check.with_user(self.operator)
        self.assert_refused("not_signed", UserError, check.action_run)
        self.signed("SRE")  # who signs the rollout does not sign commands
        self.assert_refused("not_signed", UserError, check.action_run)
        self.signed("Tech Lead")
        check.action_run()
        self.assertEqual(self.check.job_id.state, "queued")

    def test_only_operators_have_commands_run(self):
        self.signed("Tech Lead")
        for role in ("viewer", "planner", "approver", "auditor", "runner"):
            check = self.check.with_user(self.users[role])
            self.assert_refused("role_required", AccessError, check.action_run)

    def test_the_agent_gets_the_command_and_who_signed_it(self):
        approval = self.signed("Tech Lead")
        self.check.with_user(self.operator).action_run()
        [lease] = self.lease(["canary"])
        order = self.opened(lease)
        self.assertEqual(order["content"], {"command": self.check.command})
        [entry] = order["signed"]
        self.assertEqual(entry["role"], "Tech Lead")
        self.assertEqual(entry["user"], self.signer["Tech Lead"].login)
        self.assertEqual(entry["content_hash"], approval.content_hash)

    def test_an_edit_after_the_request_is_not_run(self):
        self.signed("Tech Lead")
        self.check.with_user(self.operator).action_run()
        job = self.check.job_id
        self.check.with_user(self.users["planner"]).command = "rm -rf /"
        self.settle()
        self.assertEqual(self.lease(["canary"]), [])
        self.assertEqual(job.state, "cancelled")
        self.assertIn("not_signed", job.data)
        self.assertEqual(self.check.standing, "none")

    def test_a_signed_edit_after_the_request_is_asked_for_anew(self):
        """What was requested is not what was signed since: the operator looks again."""
        self.signed("Tech Lead")
        self.check.with_user(self.operator).action_run()
        job = self.check.job_id
        self.check.command = "curl -f http://localhost/other"
        self.settle()
        self.signed("Tech Lead")
        self.assertEqual(self.lease(["canary"]), [])
        self.assertIn("content_changed", job.data)

    def test_only_a_pass_proves(self):
        self.signed("Tech Lead")
        for verdict in ("pass", "fail", "pass", "error"):
            with self.subTest(verdict):
                row = self.run_check(verdict=verdict)
                self.assertEqual(row.verdict, verdict)
                self.assertEqual(self.check.standing, verdict)
        self.assertEqual(len(self.evidence_of(self.check)), 4)

    def test_a_run_keeps_where_it_comes_from(self):
        self.signed("Tech Lead")
        row = self.run_check(data={"commit": "abc123"})
        self.assertEqual(
            (row.exit_code, row.duration, row.commit), ("0", 1.5, "abc123")
        )
        self.assertEqual((row.producer, row.environment), ("one", "Canary"))
        self.assertEqual(row.environment_id, self.environment)
        self.assertEqual(row.plan_revision, self.plan.revision)
        self.assertEqual(row.log_digest, row.job_id.log_digest)
        self.assertEqual(row.user_id, self.users["runner"])

    def test_a_proof_expires(self):
        self.signed("Tech Lead")
        self.plan.evidence_hours = 24
        row = self.run_check()
        self.assertEqual(row.expires_at - row.produced_at, timedelta(hours=24))
        with freeze_time(row.expires_at - timedelta(seconds=1)):
            self.check.invalidate_recordset()
            self.assertEqual(self.check.standing, "pass")
        with freeze_time(row.expires_at):
            self.check.invalidate_recordset()
            self.assertEqual(self.check.standing, "expired")

    def test_an_edited_command_is_not_proved_any_more(self):
        self.signed("Tech Lead")
        self.run_check()
        command = self.check.command
        self.check.command = "true"
        self.assertEqual(self.check.standing, "stale")
        self.check.command = command
        self.assertEqual(self.check.standing, "pass")

    def test_a_cancelled_job_says_nothing(self):
        self.signed("Tech Lead")
        self.run_check()
        self.check.with_user(self.operator).action_run()
        self.check.job_id.with_user(self.operator).action_cancel()
        self.assertEqual(self.check.standing, "pass")

    def test_a_lost_job_is_an_error(self):
        self.signed("Tech Lead")
        self.check.with_user(self.operator).action_run()
        job = self.check.job_id
        self.age(job, expires_at=48 * 3600)
        self.jobs.sudo()._cron_settle_overdue()
        self.check.invalidate_recordset()
        self.assertEqual((job.state, self.check.standing), ("lost", "error"))

    def test_a_check_that_runs_is_watched_not_run_twice(self):
        self.signed("Tech Lead")
        check = self.check.with_user(self.operator)
        first, again = check.action_run(), check.action_run()
        self.assertEqual(first["res_id"], again["res_id"])
        self.assertEqual(first["res_id"], self.check.job_id.id)

    def test_a_check_without_a_command_is_not_run(self):
        check = self.check.copy({"command": "  "}).with_user(self.operator)
        self.assert_refused("no_command", UserError, check.action_run)

    def test_it_runs_where_it_says(self):
        other = self.environment.copy({"name": "Production"})
        self.check.environment_id = other
        self.signed("Tech Lead")
        self.check.with_user(self.operator).action_run()
        self.assertEqual(self.check.job_id.target, "production")

    def test_many_checks_are_read_at_once(self):
        checks = self.check
        for number in range(20):
            checks |= self.check.copy({"name": f"Check {number}"})
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            checks.mapped("standing")
            checks.mapped("job_id")

    def test_what_it_names_is_of_its_own_plan(self):
        other = self.plans.create({"name": "Other", "slug": "other-checks"})
        place = self.environment.create({"plan_id": other.id, "name": "Elsewhere"})
        self.assert_refused(
            "link_of_other_plan",
            ValidationError,
            self.check.write,
            {"environment_id": place.id},
        )

    def test_a_copied_plan_names_nothing_of_the_old_one(self):
        self.check.environment_id = self.environment
        self.check.deliverable_id = self.deliverable
        copied = self.plan.copy()
        self.assertFalse(copied.check_ids.environment_id)
        self.assertEqual(copied.check_ids.deliverable_id, copied.deliverable_ids)
        self.assertEqual(copied.check_ids.standing, "none")

    def test_environments_of_other_companies_are_out_of_reach(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        far = self.env["implementation.plan"].create(
            {"name": "Far", "company_id": company.id}
        )
        stranger = self.env["implementation.environment"].create(
            {"plan_id": far.id, "name": "Secret"}
        )
        check = self.check.with_user(self.users["planner"])
        self.assert_refused(
            "other_company", AccessError, check.write, {"environment_id": stranger.id}
        )

    def test_time_is_utc_whatever_the_zone(self):
        self.operator.tz = "Pacific/Auckland"
        self.signed("Tech Lead")
        row = self.run_check()
        self.assertLess(abs(row.produced_at - datetime.utcnow()), timedelta(minutes=5))

    def test_many_commands_are_asked_for_in_as_many_queries_as_few(self):
        vals = {"plan_id": self.plan.id, "phase_id": self.phase.id}
        checks = self.env["implementation.check"].create(
            [{**vals, "name": f"c{n}", "command": f"true {n}"} for n in range(24)]
        )
        self.settle()
        self.signed("Tech Lead")
        self.env.flush_all()
        counts = []
        for own in (checks[:2], checks[2:4], checks[4:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            own.with_user(self.operator).action_run()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2, counts)

    def test_a_request_and_a_query_are_run_as_such(self):
        self.check.write(
            {
                "run_kind": "http",
                "command": "GET https://staging.example.com/health",
                "expected": "200",
            }
        )
        query = self.check.copy(
            {"name": "No orphans", "run_kind": "sql", "command": "SELECT 0"}
        )
        query.expected = "0"
        self.settle()
        self.signed("Tech Lead")
        (self.check | query).with_user(self.operator).action_run()
        orders = {
            lease["kind"]: self.opened(lease)["content"]
            for lease in self.lease(["canary"], 2)
        }
        self.assertEqual(orders["http"]["url"], "https://staging.example.com/health")
        self.assertEqual(orders["http"]["expect_status"], 200)
        self.assertEqual(orders["sql"], {"query": "SELECT 0", "expect": "0"})

    def test_what_is_expected_is_signed_and_proved(self):
        self.check.write({"run_kind": "sql", "command": "SELECT 0", "expected": "0"})
        self.settle()
        approval = self.signed("Tech Lead")
        row = self.run_check()
        self.assertEqual(self.check.standing, "pass")
        self.assertEqual(row.content_hash, self.check._get_evidence_hash())
        self.check.with_user(self.users["planner"]).expected = "1"
        self.assert_void(approval)
        self.assertEqual(self.check.standing, "stale")

    def test_what_is_no_request_is_not_asked_of_an_agent(self):
        self.check.write({"run_kind": "http", "command": "curl example.com"})
        self.settle()
        self.signed("Tech Lead")
        check = self.check.with_user(self.operator)
        self.assert_refused("bad_request", UserError, check.action_run)
