# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import GROUP, SignOffCase


@tagged("post_install", "-at_install")
class TestDelegation(SignOffCase):
    """Who signs for whom: given by oneself, scoped, dated, never in a circle."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.away = cls.signer["SRE"]
        cls.deputy = new_test_user(
            cls.env, login="sign-deputy", name="Deputy", groups=GROUP % "approver"
        )
        cls.today = fields.Date.today()

    def day(self, days):
        return self.today + timedelta(days=days)

    def delegate(self, giver=None, taker=None, **values):
        giver, taker = giver or self.away, taker or self.deputy
        return (
            self.env["implementation.delegation"]
            .with_user(giver)
            .create(
                {
                    "delegate_id": taker.id,
                    "date_start": self.day(0),
                    "date_end": self.day(7),
                    "reason": "Holiday",
                    **values,
                }
            )
        )

    def may_sign(self, approval, user=None):
        """Whether the deputy's signature would be taken; nothing is kept."""
        try:
            with self.env.cr.savepoint():
                self.sign(approval, user or self.deputy)
                raise ZeroDivisionError
        except ZeroDivisionError:
            return True
        except AccessError as error:
            self.assertIn("[not_asked]", str(error))
            return False

    def test_deputy_signs_and_both_names_are_shown(self):
        approval = self.ask("SRE")
        self.assertFalse(self.may_sign(approval))
        self.delegate()
        self.assertEqual(self.sign(approval, self.deputy)["status"], "approved")
        signature = approval.signature_ids
        self.assertEqual(signature.user_id, self.deputy)
        self.assertEqual(signature.on_behalf_id, self.away)
        self.assertIn("Deputy", signature.display_name)
        self.assertIn("SRE Person", signature.display_name)

    def test_scope_of_role_plan_and_days(self):
        approval = self.ask("SRE")
        other_plan = self.plans.create({"name": "Another plan"})
        for values, wanted in (
            ({}, True),
            ({"role_id": self.roles["SRE"].id}, True),
            ({"role_id": self.roles["Security"].id}, False),
            ({"plan_id": self.plan.id}, True),
            ({"plan_id": other_plan.id}, False),
            ({"role_id": self.roles["SRE"].id, "plan_id": other_plan.id}, False),
            ({"date_end": self.day(0)}, True),
            ({"date_start": self.day(-9), "date_end": self.day(-1)}, False),
            ({"date_start": self.day(1)}, False),
        ):
            given = self.delegate(**values)
            self.assertEqual(self.may_sign(approval), wanted, values)
            self.assertEqual(
                approval in approval.with_user(self.deputy)._get_my_requests(),
                wanted,
                values,
            )
            given.action_revoke()
            self.assertFalse(self.may_sign(approval), values)

    def test_delegation_is_not_handed_on(self):
        third = new_test_user(self.env, login="sign-third", groups=GROUP % "approver")
        approval = self.ask("SRE")
        self.delegate()
        self.delegate(self.deputy, third)
        self.assertFalse(self.may_sign(approval, third))
        self.assertTrue(self.may_sign(approval))

    def test_nobody_delegates_for_another(self):
        rows = self.env["implementation.delegation"]
        vals = {
            "delegator_id": self.away.id,
            "delegate_id": self.deputy.id,
            "date_end": self.day(1),
            "reason": "forged",
        }
        for user in (self.deputy, self.users["manager"]):
            self.assert_refused(
                "delegation_private", AccessError, rows.with_user(user).create, vals
            )
        context = {"default_delegator_id": self.away.id}
        del vals["delegator_id"]
        given = rows.with_user(self.signer["Security"]).with_context(**context)
        self.assertEqual(given.create(vals).delegator_id, self.signer["Security"])

    def test_who_may_not_sign_may_not_delegate(self):
        for role in ("viewer", "planner", "auditor"):
            with self.assertRaises(AccessError):
                self.delegate(self.users[role])

    def test_deputy_is_an_approver(self):
        for user in (self.users["viewer"], self.employee):
            self.assert_refused(
                "delegate_not_approver", UserError, self.delegate, taker=user
            )

    def test_rules_of_a_delegation(self):
        self.assert_refused(
            "delegation_to_self", AccessError, self.delegate, taker=self.away
        )
        self.assert_refused(
            "delegation_dates",
            UserError,
            self.delegate,
            date_start=self.day(3),
            date_end=self.day(2),
        )

    def test_circle_is_refused_over_any_number_of_people(self):
        third = new_test_user(self.env, login="sign-third", groups=GROUP % "approver")
        self.delegate()
        self.delegate(self.deputy, third)
        for taker in (self.away, self.deputy):
            self.assert_refused(
                "delegation_circle", UserError, self.delegate, third, taker
            )
        # Another week is no circle.
        self.delegate(third, self.away, date_start=self.day(20), date_end=self.day(21))

    def test_given_delegation_stays_as_it_is(self):
        given = self.delegate()
        for user in (self.away, self.users["manager"]):
            own = given.with_user(user)
            with self.assertRaises(UserError):
                own.write({"date_end": self.day(90)})
            with self.assertRaises(UserError):
                own.unlink()
        with self.assertRaises(UserError):
            given.sudo().write({"delegate_id": self.users["approver"].id})
        with self.assertRaises(UserError):
            given.sudo().unlink()

    def test_only_the_giver_or_a_manager_takes_it_back(self):
        given = self.delegate()
        for user in (self.deputy, self.users["approver"], self.users["planner"]):
            self.assert_refused(
                "not_your_delegation", AccessError, given.with_user(user).action_revoke
            )
        given.with_user(self.users["manager"]).action_revoke()
        self.assertTrue(given.revoked_at)

    def test_duties_are_checked_on_both_people(self):
        """Who asked, wrote or signed another role's does not sign by a deputy."""
        approval = self.ask("SRE")
        self.delegate()
        self.plan.owner_id = self.away
        self.assert_refused(
            "author_signs", AccessError, self.sign, approval, self.deputy
        )
        self.plan.owner_id = self.deputy
        self.assert_refused(
            "author_signs", AccessError, self.sign, approval, self.deputy
        )

    def test_quorum_is_not_met_by_one_person_and_their_deputy(self):
        approval = self.ask("SRE", quorum=2)
        self.delegate()
        self.sign(approval)
        self.assert_refused(
            "already_signed", UserError, self.sign, approval, self.deputy
        )

    def test_deputy_of_two_roles_signs_for_one(self):
        self.delegate()
        self.delegate(self.signer["Security"])
        self.sign(self.ask("SRE"), self.deputy)
        self.assert_refused(
            "signed_for_other_role",
            AccessError,
            self.sign,
            self.ask("Security"),
            self.deputy,
        )

    def test_everything_stands_in_the_ledger(self):
        given = self.delegate()
        given.action_revoke()
        given.action_revoke()  # a second time is none
        codes = self.env["implementation.event"].search(
            [("code", "=like", "delegation.%"), ("res_id", "=", given.id)]
        )
        self.assertEqual(
            sorted(codes.mapped("code")), ["delegation.created", "delegation.revoked"]
        )
