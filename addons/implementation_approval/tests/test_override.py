# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import GROUP, SignOffCase

REASON = "The vendor delivers on Monday"


@tagged("post_install", "-at_install")
class TestOverride(SignOffCase):
    """A block is broken with a reason, as a debt that a second person reviews."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls.tasks
        cls.second.depend_on_ids = cls.first
        cls.decider = cls.users["planner"]
        cls.reviewer = cls.users["approver"]
        cls.deliverable.with_user(cls.decider).action_accept()
        cls.env.flush_all()

    def override(self, reason=REASON):
        self.second.with_user(self.decider).action_override_block(reason)
        return self.plan.override_ids

    def test_override_is_a_debt_that_says_why(self):
        debt = self.override()
        self.assertEqual(self.second.plan_status, "done")
        self.assertEqual(debt.status, "pending")
        self.assertTrue(debt.is_requested)
        self.assertEqual(debt.facts["reason"], REASON)
        self.assertIn("P1.1", debt.facts["held_by"])
        self.assertNotIn(debt, self.plan.approval_ids)
        content = debt._get_content()
        self.assertEqual(content["facts"]["reason"], REASON)

    def test_no_gate_passes_before_a_second_person_reviewed(self):
        self.check.unlink()  # whether checks pass is the evidence's
        other = self.env["implementation.phase"].create(
            {"plan_id": self.plan.id, "name": "Another"}
        )
        debt = self.override()
        self.first.plan_status = "done"
        for phase in (self.phase, other):
            gate = phase.with_user(self.decider)
            gate.action_start()
            gate.action_verify()
            said = self.assert_refused("gate_open", UserError, gate.action_complete)
            self.assertIn("override", said)
            codes = [f["code"] for f in self.plan._get_findings(phase)]
            self.assertEqual(codes, ["override_unreviewed"])
        self.sign(debt, self.reviewer)
        for phase in (self.phase, other):
            phase.with_user(self.decider).action_complete()

    def test_whoever_decided_does_not_review(self):
        both = new_test_user(
            self.env,
            login="sign-both",
            groups=",".join(GROUP % name for name in ("planner", "approver")),
        )
        self.second.with_user(both).action_override_block(REASON)
        debt = self.plan.override_ids
        self.assert_refused("own_request", AccessError, self.sign, debt, both)
        self.assertNotIn(
            debt, self.env["implementation.approval"].with_user(both)._get_my_requests()
        )
        debt.with_user(both).assigned_user_id = both
        self.assert_refused("own_request", AccessError, self.sign, debt, both)

    def test_doer_does_not_review(self):
        self.second.user_ids = self.reviewer
        debt = self.override()
        self.assert_refused("doer_signs", AccessError, self.sign, debt, self.reviewer)

    def test_any_other_approver_reviews(self):
        debt = self.override()
        mine = self.env["implementation.approval"].with_user(self.reviewer)
        self.assertIn(debt, mine._get_my_requests())
        self.assertEqual(self.sign(debt, self.reviewer)["status"], "approved")
        self.assertEqual(self.second.plan_status, "done")

    def test_policy_names_who_reviews(self):
        self.env["implementation.approval.policy"].create(
            {"subject_kind": "override", "role_id": self.roles["SRE"].id}
        )
        debt = self.override()
        self.assertEqual(debt.role_id, self.roles["SRE"])
        self.assert_refused("not_asked", AccessError, self.sign, debt, self.reviewer)
        self.assertEqual(self.sign(debt)["status"], "approved")

    def test_nobody_forgets_a_debt(self):
        debt = self.override()
        for user in (self.decider, self.users["manager"]):
            own = debt.with_user(user)
            self.assert_refused("debt_stays", UserError, own.action_withdraw)
            self.assert_refused("debt_stays", UserError, own.unlink)

    def test_debt_outlives_the_task(self):
        debt = self.override()
        self.second.unlink()
        codes = [f["code"] for f in self.plan._get_findings(self.phase)]
        self.assertIn("override_unreviewed", codes)
        self.assertEqual(self.sign(debt, self.reviewer)["status"], "approved")

    def test_debt_outlives_the_archiving_of_its_task(self):
        debt = self.override()
        self.second.active = False
        self.assertIn(debt.id, [f["res_id"] for f in self.plan._get_common_findings()])
        self.assertEqual(self.sign(debt, self.reviewer)["status"], "approved")

    def test_edit_after_the_review_asks_for_another(self):
        debt = self.override()
        self.sign(debt, self.reviewer)
        self.second.name = "Write another API"
        self.assertEqual(debt.status, "void")
        codes = [f["code"] for f in self.plan._get_findings(self.phase)]
        self.assertIn("override_unreviewed", codes)

    def test_rejected_override_opens_the_task_again(self):
        debt = self.override()
        debt.with_user(self.reviewer).reject({"comment": "Wait for the vendor"})
        self.assertEqual(self.second.plan_status, "in_progress")
        self.assertFalse(self.plan._get_common_findings())
        self.assert_refused(
            "blocked_task",
            UserError,
            self.second.with_user(self.decider).write,
            {"plan_status": "done"},
        )

    def test_override_does_not_replace_a_sign_off(self):
        self.env["implementation.approval.policy"].create(
            {"subject_kind": "task", "role_id": self.roles["SRE"].id}
        )
        self.assert_refused("sign_off_needed", UserError, self.override)
        self.assertFalse(self.plan.override_ids)

    def test_facts_are_written_by_nobody(self):
        debt = self.override()
        for own in (debt.with_user(self.users["manager"]), debt.sudo()):
            self.assert_refused(
                "approval_private", AccessError, own.write, {"facts": {"reason": "x"}}
            )

    def test_second_override_is_a_second_debt(self):
        self.override()
        self.second.plan_status = "in_progress"
        self.override("Once more")
        self.assertEqual(len(self.plan.override_ids), 2)
        self.assertEqual(len(self.plan._get_common_findings()), 2)
