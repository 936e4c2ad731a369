# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, new_test_user

from odoo.addons.implementation_base.tests.common import ImplementationCase

GROUP = "implementation_base.group_%s"


class SignOffCase(ImplementationCase, TransactionCase):
    """A small plan of a planner, three roles and a person for each.

    ``self.plan`` belongs to ``self.users["planner"]``; ``self.signer["SRE"]`` fills
    that role and holds no right but the approver's.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        planner = cls.users["planner"]
        cls.plans = cls.env["implementation.plan"].with_user(planner)
        cls.plan = cls.plans.create({"name": "Shop relaunch", "slug": "shop-sign"})
        names = ("Tech Lead", "Security", "SRE", "Product Owner")
        cls.roles = cls.env["implementation.role"]._get_or_create(names)
        cls.signer = {}
        for name, role in cls.roles.items():
            login = "sign-" + name.lower().replace(" ", "-")
            user = new_test_user(
                cls.env, login=login, name=f"{name} Person", groups=GROUP % "approver"
            )
            user.password = login
            cls.signer[name] = user
            cls.env["implementation.team.member"].create(
                {"plan_id": cls.plan.id, "role_id": role.id, "user_id": user.id}
            )
        cls._fill(cls.plan)
        cls.env.company.implementation_rpc_signing = True
        cls.env.flush_all()

    @classmethod
    def _fill(cls, plan):
        """Rows of the collections of this addon's lower levels."""
        env = plan.env
        cls.phase = env["implementation.phase"].create(
            {"plan_id": plan.id, "name": "Foundation", "duration_text": "2 weeks"}
        )
        cls.tasks = env["project.task"].create(
            [
                {"name": name, "plan_phase_id": cls.phase.id}
                for name in ("Create schema", "Write API")
            ]
        )
        cls.deliverable = env["implementation.deliverable"].create(
            {"plan_id": plan.id, "phase_id": cls.phase.id, "name": "Schema deployed"}
        )
        cls.check = env["implementation.check"].create(
            {
                "plan_id": plan.id,
                "phase_id": cls.phase.id,
                "name": "Healthy",
                "command": "curl -f http://localhost/health",
            }
        )
        cls.environment = env["implementation.environment"].create(
            {"plan_id": plan.id, "name": "Canary", "traffic_percent": 10}
        )

    def ask(self, role, plan=None, **values):
        """A request to a role, asked by the planner."""
        plan = plan or self.plan
        approval = (
            self.env["implementation.approval"]
            .with_user(self.users["planner"])
            .create({"plan_id": plan.id, "role_id": self.roles[role].id, **values})
        )
        approval.action_request()
        return approval

    def sign(self, approval, user=None, **values):
        """Sign as whoever fills the role, over RPC, seeing what is there now."""
        user = user or self.signer[approval.role_id.name]
        own = approval.with_user(user)
        given = {
            "content_hash": approval._get_hashes()[approval],
            "meaning": "I have reviewed and approve it.",
            "typed_name": user.name,
            **values,
        }
        return own.sign(given)

    def signed(self, role):
        """A request that is approved."""
        approval = self.ask(role)
        self.assertEqual(self.sign(approval)["status"], "approved")
        return approval

    def settle(self):
        """What a commit would do first."""
        self.env.cr.flush()

    def assert_void(self, approval):
        self.settle()
        self.assertEqual(approval.status, "void")
        self.assertFalse(approval.content_hash)

    def assert_stands(self, approval):
        self.settle()
        self.assertEqual(approval.status, "approved")
