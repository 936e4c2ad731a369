# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .common import ROLES, ImplementationCase

IMPLIED = {
    "viewer": {"viewer"},
    "planner": {"planner", "viewer"},
    "approver": {"approver", "viewer"},
    "operator": {"operator", "viewer"},
    "auditor": {"auditor", "viewer"},
    "runner": {"runner"},
    "manager": {"manager", "planner", "operator", "viewer"},
}


@tagged("post_install", "-at_install")
class TestGroups(ImplementationCase):
    def held(self, user):
        return {r for r in ROLES if user.has_group(f"implementation_base.group_{r}")}

    def test_roles_imply_what_the_table_says(self):
        for role, user in self.users.items():
            self.assertEqual(self.held(user), IMPLIED[role], role)

    def test_planner_is_project_user_and_no_project_manager(self):
        planner = self.users["planner"]
        self.assertTrue(planner.has_group("project.group_project_user"))
        self.assertFalse(planner.has_group("project.group_project_manager"))

    def test_administrator_is_manager_and_no_approver(self):
        for xmlid in ("base.user_admin", "base.user_root"):
            self.assertEqual(self.held(self.env.ref(xmlid)), IMPLIED["manager"])

    def test_employee_has_no_role(self):
        self.assertEqual(self.held(self.employee), set())

    def test_menu_is_for_viewers(self):
        menu = self.env.ref("implementation_base.implementation_menu_root")
        seen = {
            role: menu.id in menu.with_user(user)._visible_menu_ids()
            for role, user in self.users.items()
            if role != "runner"  # no internal user, so no menus at all
        }
        self.assertEqual(set(seen.values()), {True})
        self.assertNotIn(menu.id, menu.with_user(self.employee)._visible_menu_ids())
