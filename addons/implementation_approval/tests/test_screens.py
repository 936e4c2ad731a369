# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .common import SignOffCase


@tagged("post_install", "-at_install")
class TestScreens(SignOffCase):
    """What a screen says of a sign-off is what holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["implementation.approval.policy"].create(
            {
                "subject_kind": "task",
                "role_id": cls.roles["SRE"].id,
                "plan_id": cls.plan.id,
            }
        )
        cls.task = cls.tasks[0].with_user(cls.users["planner"])

    def assert_state(self, state, words):
        self.settle()
        self.assertEqual(self.task.sign_off_state, state)
        self.assertIn(words, self.task.sign_off_text)

    def test_task_says_who_is_to_be_asked_then_who_is_missing_then_who_signed(self):
        self.assert_state("needed", "SRE: to be asked")
        self.task.action_set_in_review()
        self.assert_state("pending", "SRE Person")
        self.sign(self.task.sign_off_ids)
        self.assert_state("approved", "Signed by")
        self.task.name = "Create the schema"
        self.assert_state("void", "SRE Person")
        self.task.sign_off_ids.with_user(self.signer["SRE"]).reject(
            {"comment": "The name says nothing."}
        )
        self.assert_state("rejected", "ask again")

    def test_task_without_policy_says_nothing(self):
        self.policy.active = False
        self.assertEqual(self.task.sign_off_state, "none")
        self.assertFalse(self.task.sign_off_text)

    def test_signer_alone_is_led_to_the_page(self):
        self.task.action_set_in_review()
        request = self.task.sign_off_ids
        own = self.task.with_user(self.signer["SRE"])
        self.assertTrue(own.can_sign_off)
        self.assertEqual(own.action_open_sign_off()["url"], request._get_page_path())
        self.assertFalse(self.task.can_sign_off)
        self.assertFalse(self.task.action_open_sign_off())

    def test_what_waits_is_found_by_whoever_must_sign(self):
        request = self.ask("SRE")
        domain = [("can_sign", "=", True)]
        found = self.env["implementation.approval"]
        self.assertIn(request, found.with_user(self.signer["SRE"]).search(domain))
        self.assertNotIn(
            request, found.with_user(self.signer["Security"]).search(domain)
        )
        plans = self.env["implementation.plan"].with_user(self.signer["SRE"])
        self.assertEqual(plans.search([("is_waiting_on_me", "=", True)]), self.plan)

    def test_override_is_a_debt_until_it_is_reviewed(self):
        self.policy.active = False
        first, second = self.tasks
        second.depend_on_ids = first
        second.with_user(self.users["planner"])._override_block("The customer waits")
        self.assertEqual(self.plan.debt_count, 1)
        review = self.plan.override_ids
        self.assertIn("The customer waits", review.facts_text)
        signer = self.signer["Product Owner"]
        self.sign(review, user=signer)
        self.assertEqual(self.plan.debt_count, 0)

    def test_long_list_asks_no_more_than_a_short_one(self):
        for role in self.roles:
            self.ask(role)
        self.settle()
        every = self.plan.approval_ids
        self.count(every)  # who is in which group is remembered from here on
        short = self.count(every[:1])
        self.assertLessEqual(self.count(every), short)

    def count(self, rows):
        """Queries of what a list of requests shows."""
        self.env.invalidate_all()
        rows = rows.with_prefetch(rows.ids).with_user(self.users["planner"])
        before = self.env.cr.sql_log_count
        for name in ("missing_text", "scope_text", "can_sign", "is_overdue"):
            rows.mapped(name)
        return self.env.cr.sql_log_count - before
