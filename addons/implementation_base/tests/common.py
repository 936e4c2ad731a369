# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, new_test_user

from ..compat import ODOO19

if ODOO19:
    from odoo.service.model import call_kw
else:
    from odoo.api import call_kw

ROLES = ("viewer", "planner", "approver", "operator", "auditor", "runner", "manager")


def add_fake_models(case, *definitions):
    """Add models to the registry for one test class.

    odoo-test-helper does the same and fails at import on 19 (series-compat 8.2).
    Import the definitions inside ``setUpClass``, not at module level.
    """
    registry, cr = case.registry, case.env.cr
    names = [definition._name for definition in definitions]
    if ODOO19:
        from odoo.orm.model_classes import add_to_registry

        for definition in definitions:
            add_to_registry(registry, definition)
        registry._setup_models__(cr, names)
    else:
        for definition in definitions:
            definition._build_model(registry, cr)
        registry.setup_models(cr)
    registry.init_models(cr, names, {"models_to_check": True})
    for name in names:
        case.addClassCleanup(registry.__delitem__, name)


def add_access(env, model, *roles):
    """Full rights on a fake model for some roles."""
    env["ir.model.access"].create(
        [
            {
                "name": f"{model} {role}",
                "model_id": env["ir.model"]._get_id(model),
                "group_id": env.ref(f"implementation_base.group_{role}").id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
                "perm_unlink": True,
            }
            for role in roles
        ]
    )


class ImplementationCase(TransactionCase):
    """One user a role, ``self.users["planner"]``, and no more rights than it gives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env,
                login=f"implementation-{role}",
                name=f"{role.title()} Person",
                groups=f"implementation_base.group_{role}",
            )
            for role in ROLES
        }
        cls.employee = new_test_user(cls.env, login="implementation-employee")

    def as_role(self, record, role):
        return record.with_user(self.users[role])

    def call(self, model, method, *args, **kwargs):
        """The call as the web client and RPC send it."""
        return call_kw(model, method, list(args), kwargs)

    def assert_refused(self, code, error, method, *args, **kwargs):
        """The call raises, and its message starts with the stable code."""
        with self.assertRaises(error) as caught, self.env.cr.savepoint():
            method(*args, **kwargs)
        self.assertTrue(
            str(caught.exception).startswith(f"[{code}] "), caught.exception
        )
        return str(caught.exception)
