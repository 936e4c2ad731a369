# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import HttpCase, tagged

from .common import GOOD, MigrationCase


@tagged("post_install", "-at_install")
class TestTours(MigrationCase, HttpCase):
    """An operator's way from a script to a database and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator.password = "implementation-operator"
        cls.production.has_database = False

    def tour(self, name):
        self.env.flush_all()
        path = f"/odoo/implementation.migration/{self.first.id}"
        self.start_tour(path, name, login="implementation-operator")
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
