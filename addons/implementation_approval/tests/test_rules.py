# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import GROUP, SignOffCase

EVERY_GROUP = "viewer planner approver operator auditor manager"


@tagged("post_install", "-at_install")
class TestRules(SignOffCase):
    """Who may sign what, when, and how often."""

    def another(self, role, login="sign-second"):
        """One more person of a role."""
        user = new_test_user(
            self.env, login=login, name=login.title(), groups=GROUP % "approver"
        )
        self.env["implementation.team.member"].create(
            {
                "plan_id": self.plan.id,
                "role_id": self.roles[role].id,
                "user_id": user.id,
            }
        )
        return user

    def powerful(self, login="sign-powerful"):
        """A user with every group of the suite and of the server."""
        groups = ",".join(GROUP % name for name in EVERY_GROUP.split())
        groups += ",base.group_system,project.group_project_manager"
        return new_test_user(self.env, login=login, name="All Mighty", groups=groups)

    def refused(self, code, approval, user=None, error=AccessError, **values):
        before = self.state_of(approval)
        said = self.assert_refused(code, error, self.sign, approval, user, **values)
        self.assertEqual(self.state_of(approval), before)
        return said

    def state_of(self, approval):
        self.env.cr.flush()
        approval.invalidate_recordset()
        events = self.env["implementation.event"].search_count([])
        row = (approval.status, approval.round, approval.user_id, approval.content_hash)
        return (*row, approval.signature_ids, events)

    # Who

    def test_least_privileged_signs_and_most_privileged_does_not(self):
        approval = self.ask("SRE")
        self.refused("not_asked", approval, self.powerful())
        self.assert_refused(
            "not_asked", AccessError, self.sign, approval.sudo(), self.env.user
        )
        self.assertEqual(self.sign(approval)["status"], "approved")

    def test_portal_user_who_is_named_signs_without_reading_the_plan(self):
        portal = new_test_user(
            self.env, login="sign-portal", groups="base.group_portal"
        )
        approval = self.ask("SRE", assigned_user_id=portal.id)
        with self.assertRaises(AccessError):
            self.plan.with_user(portal).read(["name"])
        self.assertEqual(self.sign(approval, portal)["status"], "approved")
        self.assertEqual(approval.user_id, portal)

    def test_named_person_signs_instead_of_the_team(self):
        named = new_test_user(self.env, login="sign-named", groups=GROUP % "approver")
        approval = self.ask("SRE", assigned_user_id=named.id)
        self.refused("not_asked", approval)
        self.assertEqual(self.sign(approval, named)["status"], "approved")

    def test_member_of_the_team_without_the_role_signs_nothing(self):
        user = new_test_user(self.env, login="sign-viewer", groups=GROUP % "viewer")
        approval = self.ask("SRE", assigned_user_id=user.id)
        self.refused("not_asked", approval, user)

    def test_nobody_appoints_themself(self):
        user = self.powerful()
        members = self.env["implementation.team.member"].with_user(user)
        own = members.create(
            {
                "plan_id": self.plan.id,
                "role_id": self.roles["SRE"].id,
                "user_id": user.id,
                "appointed_by_id": self.env.uid,
            }
        )
        request = self.ask("SRE")
        self.refused("not_asked", request, user)
        own.write({"appointed_by_id": self.env.uid})
        self.refused("not_asked", request, user)
        own.unlink()
        other = members.search([("user_id", "=", self.signer["SRE"].id)])
        other.user_id = user
        self.refused("not_asked", request, user)
        approval = self.ask("Security")
        approval.with_user(user).assigned_user_id = user
        self.refused("own_request", approval, user)

    def test_nobody_signs_what_they_asked_for(self):
        user = self.powerful()
        approval = (
            self.env["implementation.approval"]
            .with_user(user)
            .create(
                {
                    "plan_id": self.plan.id,
                    "role_id": self.roles["SRE"].id,
                    "assigned_user_id": user.id,
                }
            )
        )
        approval.action_request()
        self.refused("own_request", approval, user)

    def test_author_of_what_the_role_signs_does_not_sign(self):
        user = self.powerful()
        approval = self.ask("SRE", assigned_user_id=user.id)
        self.environment.with_user(user).purpose = "Ring one"
        self.refused("author_signs", approval, user)

    def test_author_of_something_else_signs(self):
        user = self.powerful()
        approval = self.ask("SRE", assigned_user_id=user.id)
        self.tasks[0].with_user(user).name = "Create the schema"
        self.assertEqual(self.sign(approval, user)["status"], "approved")

    def test_author_before_the_last_signature_signs_again(self):
        """What a colleague has signed since is no more one's own word alone."""
        approval = self.signed("SRE")
        self.environment.purpose = "Ring one"
        self.assertEqual(approval.status, "void")
        self.assertEqual(self.sign(approval)["status"], "approved")

    def test_owner_of_the_plan_does_not_sign(self):
        approval = self.ask("SRE")
        self.plan.owner_id = self.signer["SRE"]
        self.refused("author_signs", approval)

    def test_one_person_counts_once_for_a_plan(self):
        first = self.signed("SRE")
        second = self.ask("Security", assigned_user_id=first.user_id.id)
        self.refused("signed_for_other_role", second, first.user_id)

    # When

    def test_nothing_is_signed_before_it_is_asked_for(self):
        approval = self.env["implementation.approval"].create(
            {"plan_id": self.plan.id, "role_id": self.roles["SRE"].id}
        )
        self.refused("not_requested", approval, error=UserError)

    def test_nothing_is_signed_twice(self):
        approval = self.signed("SRE")
        self.refused("not_pending", approval, error=UserError)

    def test_rejected_and_withdrawn_requests_are_not_signed(self):
        approval = self.ask("SRE")
        approval.with_user(self.signer["SRE"]).reject({"comment": "No canary"})
        self.assertEqual(approval.status, "rejected")
        self.refused("not_pending", approval, error=UserError)
        approval.with_user(self.users["planner"]).action_withdraw()
        self.refused("not_pending", approval, error=UserError)

    def test_void_request_is_signed_anew_in_a_new_round(self):
        approval = self.signed("SRE")
        self.environment.url = "https://canary.example.org"
        self.assertEqual((approval.status, approval.round), ("void", 2))
        self.assertEqual(self.sign(approval)["status"], "approved")
        self.assertEqual(sorted(approval.signature_ids.mapped("round")), [1, 2])

    def test_lower_order_comes_first(self):
        later = self.ask("SRE", step=2)
        first = self.ask("Security", step=1)
        self.refused("not_your_turn", later, error=UserError)
        self.sign(first)
        self.assertEqual(self.sign(later)["status"], "approved")

    def test_equal_order_is_any_order(self):
        later, first = self.ask("SRE", step=1), self.ask("Security", step=1)
        self.sign(later)
        self.assertEqual(self.sign(first)["status"], "approved")

    # How many

    def test_quorum_needs_as_many_people(self):
        second = self.another("SRE")
        approval = self.ask("SRE", quorum=2)
        self.assertEqual(self.sign(approval)["status"], "pending")
        self.assertTrue(approval.content_hash)
        self.refused("already_signed", approval, error=UserError)
        self.assertEqual(self.sign(approval, second)["status"], "approved")

    def test_edit_between_two_signatures_voids_the_first(self):
        second = self.another("SRE")
        approval = self.ask("SRE", quorum=2)
        self.sign(approval)
        self.environment.url = "https://canary.example.org"
        self.assertEqual(approval.status, "void")
        self.assertEqual(self.sign(approval, second)["status"], "pending")
        self.assertEqual(self.sign(approval)["status"], "approved")

    def test_quorum_of_the_policy_is_not_lowered(self):
        policy = self.env["implementation.approval.policy"].create(
            {"subject_kind": "plan", "role_id": self.roles["SRE"].id, "quorum": 2}
        )
        self.plan.with_user(self.users["planner"]).action_submit()
        approval = self.plan.approval_ids.filtered("policy_id")
        self.assertEqual(approval.policy_id, policy)
        approval.with_user(self.users["planner"]).quorum = 1
        self.assertEqual(self.sign(approval)["status"], "pending")

    def test_withdrawn_signature_counts_for_nothing(self):
        second = self.another("SRE")
        approval = self.ask("SRE", quorum=2)
        self.sign(approval)
        planner = approval.with_user(self.users["planner"])
        planner.action_withdraw()
        planner.action_request()
        self.assertEqual(self.sign(approval, second)["status"], "pending")

    # What a person says

    def test_meaning_and_name_are_required(self):
        approval = self.ask("SRE")
        self.refused("meaning_required", approval, error=UserError, meaning=" ")
        for name in ("", "Somebody Else", "SRE"):
            self.refused("name_mismatch", approval, error=UserError, typed_name=name)
        self.assertEqual(
            self.sign(approval, typed_name="  sre   PERSON ")["status"], "approved"
        )

    def test_rejection_needs_a_reason(self):
        approval = self.ask("SRE").with_user(self.signer["SRE"])
        for values in (None, {}, {"comment": "  "}, {"comment": 7}, "no"):
            self.assert_refused("comment_required", UserError, approval.reject, values)

    def test_only_who_is_asked_rejects(self):
        approval = self.ask("SRE")
        for user in (self.signer["Security"], self.users["planner"], self.powerful()):
            self.assert_refused(
                "not_asked",
                AccessError,
                approval.with_user(user).reject,
                {"comment": "no"},
            )

    def test_rpc_signing_is_off_unless_the_company_says_so(self):
        approval = self.ask("SRE")
        self.env.company.implementation_rpc_signing = False
        self.refused("rpc_signing_off", approval)

    def test_password_is_checked_where_it_is_sent(self):
        approval = self.ask("SRE")
        self.refused("reauthentication_failed", approval, password="wrong")

    # Asking, taking back, deleting

    def test_only_a_planner_asks_reminds_and_withdraws(self):
        approval = self.ask("SRE")
        for user in (self.signer["SRE"], self.users["viewer"], self.users["operator"]):
            own = approval.with_user(user)
            for method in (own.action_request, own.action_remind, own.action_withdraw):
                self.assert_refused("role_required", AccessError, method)

    def test_settled_values_of_a_signature_stay(self):
        approval = self.signed("SRE").with_user(self.users["planner"])
        for vals in (
            {"role_id": self.roles["Security"].id},
            {"assigned_user_id": self.users["approver"].id},
            {"quorum": 5},
            {"step": 9},
        ):
            self.assert_refused("request_signed", UserError, approval.write, vals)

    def test_scope_is_widened_by_the_owner_alone(self):
        part = self.env["implementation.signed.part"].search([], limit=1)
        vals = {"extra_part_ids": [(4, part.id)]}
        other = new_test_user(self.env, login="sign-planner", groups=GROUP % "planner")
        approval = self.ask("SRE")
        self.assert_refused(
            "widen_scope", AccessError, approval.with_user(other).write, vals
        )
        self.plan.owner_id = self.users["planner"]
        approval.with_user(self.users["planner"]).write(vals)
        self.assertIn(part, approval.extra_part_ids)

    def test_signed_request_is_withdrawn_not_deleted(self):
        approval = self.signed("SRE")
        for user in (self.users["planner"], self.users["manager"], self.env.user):
            own = approval.with_user(user)
            self.assert_refused("request_signed", UserError, own.unlink)
        approval.with_user(self.users["planner"]).action_withdraw()
        self.assertEqual(approval.status, "withdrawn")
        self.assertFalse(approval.content_hash)
        self.assertEqual(len(approval.signature_ids), 1)
        self.assert_refused("request_signed", UserError, approval.unlink)

    def test_withdrawn_request_is_asked_anew_in_a_new_round(self):
        approval = self.signed("SRE").with_user(self.users["planner"])
        approval.action_withdraw()
        approval.action_request()
        self.assertEqual((approval.status, approval.round), ("pending", 2))
        self.assertEqual(self.sign(approval)["status"], "approved")

    def test_plan_with_a_signature_is_kept(self):
        self.signed("SRE")
        for plan in (self.plan.with_user(self.users["manager"]), self.plan.sudo()):
            self.assert_refused("plan_signed", UserError, plan.unlink)
        self.plan.active = False
        self.assertTrue(self.plan.exists())

    def test_plan_whose_requests_nobody_signed_goes_with_them(self):
        approval = self.ask("SRE")
        self.plan.with_user(self.users["manager"]).unlink()
        self.assertFalse(approval.exists())

    def test_template_is_not_signed(self):
        plan = self.plans.create({"name": "Template", "is_template": True})
        self.assert_refused("template_signed", UserError, self.ask, "SRE", plan)

    def test_row_of_the_document_that_was_signed_is_withdrawn_by_its_deletion(self):
        approval = self.signed("SRE")
        approval._document_drop()
        self.assertEqual(approval.status, "withdrawn")
        self.assertTrue(approval.signature_ids)
        self.assertNotIn(approval, self.plan.approval_ids)

    def test_due_date_is_counted_from_the_day_of_asking(self):
        self.assertEqual((self.ask("SRE").due_date - fields.Date.today()).days, 3)
