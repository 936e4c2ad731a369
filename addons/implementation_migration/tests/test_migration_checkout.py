# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.scripts_pack import packed

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MigrationCase

COMMIT = "4f2c" * 10
FILES = {
    "001_orders.up.sql": b"CREATE TABLE orders (id bigint)",
    "001_orders.down.sql": b"DROP TABLE orders",
    "003_stock.up.sql": b"CREATE TABLE stock (id int)",
}


@tagged("post_install", "-at_install")
class TestMigrationCheckout(MigrationCase):
    """Scripts of a commit are seen first and taken then."""

    def checkout(self, user=None, **values):
        given = {
            "plan_id": self.plan.id,
            "environment_id": self.environment.id,
            "folder": "db/migrations/",
            **values,
        }
        checkouts = self.env["implementation.migration.checkout"]
        return checkouts.with_user(user or self.users["planner"]).create(given)

    def answered(self, outcome="succeeded", **data):
        checkout = self.checkout()
        checkout.action_read()
        lease = next(
            one for one in self.lease(["staging"]) if one["id"] == checkout.job_id.id
        )
        given = {"commit": COMMIT, "files": packed(FILES), "count": 3, **data}
        result = self.result(outcome=outcome, exit_code=False, data=given)
        self.agent_call(checkout.job_id, "complete", lease["token"], result)
        self.env.invalidate_all()
        return checkout, self.opened(lease)

    def test_an_agent_is_asked_for_a_folder_and_for_nothing_signed(self):
        _checkout, order = self.answered()
        self.assertEqual(order["kind"], "git-scripts")
        self.assertEqual(order["content"], {"folder": "db/migrations", "ref": "HEAD"})
        self.assertEqual(order["signed"], [])

    def test_what_was_read_is_shown_first_and_taken_then(self):
        checkout, _order = self.answered()
        self.assertEqual((checkout.commit, checkout.file_count), (COMMIT, 3))
        action = checkout.action_preview()
        upload = self.env[action["res_model"]].browse(action["res_id"])
        upload = upload.with_user(self.users["planner"])
        kinds = [(line.version, line.kind) for line in upload.line_ids]
        self.assertEqual(kinds, [("001", "changed"), ("003", "new")])
        self.assertEqual(len(self.plan.migration_ids), 2)
        upload.action_apply()
        self.assertEqual(self.first.up_sql, "CREATE TABLE orders (id bigint)")
        self.assertEqual(len(self.plan.migration_ids), 3)
        event = self.env["implementation.event"].search(
            [("code", "=", "scripts.taken")], limit=1
        )
        self.assertIn(COMMIT[:12], event.message)

    def test_what_was_not_read_changes_nothing(self):
        checkout = self.checkout()
        self.assert_refused("not_read", UserError, checkout.action_preview)
        checkout, _order = self.answered("error", files="")
        self.assert_refused("not_read", UserError, checkout.action_preview)

    def test_what_is_no_folder_is_said(self):
        checkout, _order = self.answered(files="!")
        self.assertIn("cannot be unpacked", checkout.problem)
        self.assertFalse(checkout.file_count)

    def test_another_folder_is_another_reading(self):
        checkout, _order = self.answered()
        checkout.ref = "v2"
        self.assertFalse(checkout.file_count)
        self.assert_refused("not_read", UserError, checkout.action_preview)

    def test_an_answer_to_an_older_question_is_not_taken(self):
        checkout = self.checkout()
        checkout.action_read()
        job = checkout.job_id
        lease = next(one for one in self.lease(["staging"]) if one["id"] == job.id)
        checkout.folder = "db/other"
        data = {"commit": COMMIT, "files": packed(FILES), "count": 3}
        result = self.result(exit_code=False, data=data)
        self.agent_call(job, "complete", lease["token"], result)
        self.env.invalidate_all()
        self.assertFalse(checkout.file_count)

    def test_what_is_no_commit_is_not_shown_as_one(self):
        checkout, _order = self.answered(commit="tip of main")
        self.assertEqual((checkout.commit, checkout.file_count), ("?", 3))

    def test_only_planners_have_scripts_read(self):
        for role in ("viewer", "approver", "operator", "auditor", "runner"):
            with self.assertRaises(AccessError):
                self.checkout(self.users[role])

    def test_nobody_writes_what_an_agent_says(self):
        checkout = self.checkout(self.users["manager"])
        for vals in ({"commit": "1"}, {"files": packed(FILES)}, {"job_id": 1}):
            self.assert_refused("private_field", AccessError, checkout.write, vals)

    def test_what_is_of_others_is_out_of_reach(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        far = self.env["implementation.plan"].create(
            {"name": "Far", "company_id": company.id}
        )
        self.assert_refused("other_company", AccessError, self.checkout, plan_id=far.id)
        other = self.plan.copy({"name": "Another plan"})
        checkout = self.checkout(plan_id=other.id)
        self.assert_refused("other_plan", UserError, checkout.action_read)
        checkout, _order = self.answered()
        uploads = self.env["implementation.migration.upload"]
        upload = uploads.with_user(self.users["planner"]).create(
            {"plan_id": other.id, "checkout_id": checkout.id}
        )
        self.assert_refused("other_plan", UserError, upload.action_preview)
