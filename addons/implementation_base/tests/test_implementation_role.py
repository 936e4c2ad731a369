# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ImplementationCase


@tagged("post_install", "-at_install")
class TestRole(ImplementationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = cls.env["implementation.role"]
        cls.role = cls.roles.create({"name": "Master Tester"})

    def test_name_is_unique_within_a_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.roles.create({"name": "Master Tester", "company_id": company.id})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.roles.create({"name": "Master Tester"})

    def test_missing_roles_are_made_once(self):
        archived = self.roles.create({"name": "Gone", "active": False})
        planner = self.as_role(self.roles, "planner")
        found = planner._get_or_create(["SRE", "Master Tester", "", "SRE", "Gone"])
        self.assertEqual(list(found), ["SRE", "Master Tester", "Gone"])
        self.assertEqual(found["Master Tester"], self.role)
        self.assertEqual(found["Gone"], archived)
        self.assertEqual(planner._get_or_create(["SRE"]), {"SRE": found["SRE"]})

    def test_roles_are_made_in_one_batch(self):
        names = [f"Role {n}" for n in range(30)]
        with self.assertQueryCount(4):
            self.roles._get_or_create(names)
            self.env.flush_all()

    def test_viewer_reads_planner_edits_manager_deletes(self):
        viewer = self.as_role(self.role, "viewer")
        self.assertEqual(viewer.name, "Master Tester")
        with self.assertRaises(AccessError):
            viewer.write({"name": "x"})
        planner = self.as_role(self.role, "planner")
        planner.write({"description": "Decides."})
        with self.assertRaises(AccessError):
            planner.unlink()
        self.as_role(self.role, "manager").unlink()
        self.assertFalse(self.role.exists())

    def test_other_companies_roles_are_not_seen(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.roles.create({"name": "Theirs", "company_id": company.id})
        self.assertNotIn(theirs, self.as_role(self.roles, "manager").search([]))
        with self.assertRaises(AccessError):
            self.as_role(self.roles, "manager").create(
                {"name": "Smuggled", "company_id": company.id}
            )
