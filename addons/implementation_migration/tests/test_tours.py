# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.scripts_pack import packed

from odoo.tests import HttpCase, tagged

from .common import GOOD, MigrationCase


@tagged("post_install", "-at_install")
class TestTours(MigrationCase, HttpCase):
    """An operator's way from a script to a database and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ("operator", "planner"):
            cls.users[role].password = f"implementation-{role}"
        cls.production.has_database = False

    def tour(self, name, record=None, role="operator"):
        self.env.flush_all()
        record = record or self.first
        path = f"/odoo/{record._name}/{record.id}"
        self.start_tour(path, name, login=f"implementation-{role}")
        self.env.invalidate_all()

    def answer_newest(self, **data):
        self.answer(self.first.run_ids[:1].job_id, **data)

    def test_rehearse_sign_apply_and_roll_back(self):
        self.tour("implementation_migration_unsigned")
        self.assertFalse(self.first.run_ids)
        self.signed("Tech Lead")
        self.tour("implementation_migration_rehearse")
        self.answer_newest(rehearsal=GOOD)
        self.assertEqual(self.first.state, "rehearsed")
        self.tour("implementation_migration_apply")
        self.answer_newest(applied={"state": "applied", "position": 1, "of": 1})
        self.assertEqual(self.first.state, "applied")
        self.tour("implementation_migration_roll_back")
        self.answer_newest(applied={"state": "rolled_back", "position": 0, "of": 1})
        self.assertEqual(self.first.state, "rolled_back")
        self.tour("implementation_migration_rolled_back")

    def test_scripts_of_a_commit_are_read_seen_and_taken(self):
        checkouts = self.env["implementation.migration.checkout"]
        checkout = checkouts.with_user(self.users["planner"]).create(
            {
                "plan_id": self.plan.id,
                "environment_id": self.environment.id,
                "folder": "db/migrations",
            }
        )
        self.tour("implementation_migration_from_git", checkout, "planner")
        [lease] = self.lease(["staging"])
        files = {
            "001_orders.up.sql": b"CREATE TABLE orders (id bigint)",
            "003_stock.up.sql": b"CREATE TABLE stock (id int)",
        }
        data = {"commit": "4f2c" * 10, "files": packed(files), "count": 2}
        result = self.result(exit_code=False, data=data)
        self.agent_call(checkout.job_id, "complete", lease["token"], result)
        self.tour("implementation_migration_take_scripts", checkout, "planner")
        self.assertEqual(len(self.plan.migration_ids), 3)
