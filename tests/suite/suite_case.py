# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What examinations inside Odoo share: the suite's models, and a user a role."""

from suite_files import PREFIX, addons

from odoo.tests import TransactionCase, new_test_user

ROLES = ("viewer", "planner", "approver", "operator", "auditor", "runner", "manager")


class SuiteCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        modules = cls.env["ir.module.module"].search(
            [("name", "=like", f"{PREFIX}%"), ("state", "=", "installed")]
        )
        cls.modules = set(modules.mapped("name")) & set(addons())
        cls.is_whole = cls.modules == set(addons())

    @classmethod
    def new_users(cls):
        """Least-privileged users by role; "employee" has none."""
        users = {
            role: new_test_user(
                cls.env,
                login=f"suite-{role}",
                groups=f"base.group_user,implementation_base.group_{role}",
            )
            for role in ROLES
        }
        users["employee"] = new_test_user(cls.env, login="suite-employee")
        return users

    def models(self):
        """Names of the suite's own models that have rows."""
        return sorted(
            name
            for name, model in self.registry.items()
            if model._original_module in self.modules and not model._abstract
        )

    def assert_none(self, found, message=""):
        """One line a finding, all at once."""
        self.assertFalse(found, "\n".join([message, *map(str, found)]))
