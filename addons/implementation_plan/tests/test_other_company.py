# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PlanCase


@tagged("post_install", "-at_install")
class TestOtherCompany(PlanCase):
    """Nothing of another company can be named, and no refusal tells its name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env(user=1)["res.company"].create({"name": "Elsewhere"})
        stranger = cls.new_user(
            "planner",
            login="plan_test_stranger",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        cls.company = company
        cls.plan = cls.new_plan()
        cls.task = cls.new_task(cls.new_phase(cls.plan))
        env = cls.env(user=stranger)
        cls.theirs = env["implementation.plan"].create({"name": "Secret"})
        cls.their_phase = cls.new_phase(cls.theirs, "Secret phase")
        cls.their_task = cls.new_task(cls.their_phase, "Secret task")
        cls.their_role = env["implementation.role"].create({"name": "Secret role"})

    def assert_refused(self, call):
        with self.assertRaises(AccessError) as caught:
            call()
        self.assertNotIn("Secret", str(caught.exception))

    def test_links_to_another_company_are_refused(self):
        role = self.their_role.id
        members = self.env["implementation.team.member"]
        blockers = self.env["implementation.blocker"]
        phase = {"plan_phase_id": self.their_phase.id}
        member = {"plan_id": self.plan.id, "role_id": role, "user_id": self.env.uid}
        row = {"plan_id": self.plan.id, "name": "x"}
        tasks = {"task_ids": [(4, self.their_task.id)]}
        self.assert_refused(lambda: self.plan.write({"owner_role_id": role}))
        self.assert_refused(lambda: self.task.write({"plan_role_id": role}))
        self.assert_refused(lambda: self.task.write(phase))
        self.assert_refused(lambda: members.create(member))
        self.assert_refused(lambda: blockers.create({**row, "role_id": role}))
        self.assert_refused(lambda: blockers.create({**row, **tasks}))
        default = blockers.with_context(default_role_id=role)
        self.assert_refused(lambda: default.create(row))

    def test_dependencies_reach_no_task_of_another_company(self):
        link = [(4, self.their_task.id)]
        self.assert_refused(lambda: self.task.write({"dependent_ids": link}))
        self.assert_refused(lambda: self.task.write({"depend_on_ids": link}))
        decide = self.env["project.task.decide"]
        vals = {"task_ids": link, "decision": "override", "reason": "x"}
        self.assert_refused(lambda: decide.create(vals))

    def test_unique_names_tell_nothing_of_another_company(self):
        """The answer is the same whether the name is taken there or not."""
        roles, plans = self.env["implementation.role"], self.plans
        company_id = self.company.id
        for name, slug in (("Secret role", "secret"), ("Free", "free")):
            vals = {"name": name, "company_id": company_id}
            with self.assertRaisesRegex(AccessError, "other_company"):
                roles.create(vals)
            with self.assertRaisesRegex(AccessError, "other_company"):
                plans.create({**vals, "slug": slug})
            with self.assertRaisesRegex(AccessError, "other_company"):
                plans.with_context(default_company_id=company_id).create(
                    {"name": name, "slug": slug}
                )
            with self.assertRaisesRegex(AccessError, "other_company"):
                roles.create({"name": name}).write({"company_id": company_id})
