# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import GROUP, SignOffCase


@tagged("post_install", "-at_install")
class TestPolicy(SignOffCase):
    """What a policy asks for is not done, accepted, approved or passed without it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls.tasks[0]
        cls.worker = new_test_user(
            cls.env,
            login="sign-worker",
            name="Worker",
            groups="project.group_project_user," + GROUP % "approver",
        )
        # sudo: who may see the project is no matter of a planner's
        cls.plan.sudo().project_id.privacy_visibility = "employees"
        cls.task.user_ids = cls.worker

    def policy(self, kind, role="SRE", **values):
        return self.env["implementation.approval.policy"].create(
            {"subject_kind": kind, "role_id": self.roles[role].id, **values}
        )

    def requests_of(self, record):
        self.env.cr.flush()
        return self.env["implementation.approval"].search(
            [("subject_model", "=", record._name), ("subject_id", "=", record.id)]
        )

    def in_review(self):
        """The task as the worker hands it in; gives the request."""
        self.task.with_user(self.worker).plan_status = "in_review"
        return self.requests_of(self.task)

    # Tasks

    def test_task_is_done_by_its_sign_off_alone(self):
        self.policy("task")
        for user in (self.worker, self.users["planner"], self.env.user):
            for vals in ({"plan_status": "done"}, {"state": "1_done"}):
                self.assert_refused(
                    "sign_off_needed", UserError, self.task.with_user(user).write, vals
                )
        approval = self.in_review()
        self.assertEqual((approval.status, approval.is_requested), ("pending", True))
        self.assert_refused(
            "sign_off_needed",
            UserError,
            self.task.with_user(self.users["planner"]).write,
            {"plan_status": "done"},
        )
        self.sign(approval)
        self.assertEqual(self.task.plan_status, "done")
        self.assertEqual(self.task.state, "1_done")

    def test_task_without_a_policy_is_done_by_whoever_works(self):
        self.task.with_user(self.worker).plan_status = "done"
        self.assertFalse(self.requests_of(self.task))

    def test_task_is_not_born_done(self):
        self.policy("task")
        vals = {"name": "Late", "project_id": self.plan.project_id.id}
        tasks = self.env["project.task"].with_user(self.users["planner"])
        for done in ({"plan_status": "done"}, {"state": "1_done"}):
            self.assert_refused(
                "sign_off_needed", UserError, tasks.create, {**vals, **done}
            )
        own = self.task.with_user(self.users["planner"])
        self.assert_refused(
            "sign_off_needed", UserError, own.copy, {"plan_status": "done"}
        )

    def test_private_roads_are_no_words_of_a_context(self):
        self.policy("task")
        context = {
            "implementation_signed": True,
            "plan_road": "DOCUMENT",
            "implementation_private": True,
        }
        for user in (self.worker, self.users["manager"], self.env.user):
            own = self.task.with_user(user).with_context(**context)
            self.assert_refused(
                "sign_off_needed", UserError, own.write, {"plan_status": "done"}
            )

    def test_doer_does_not_sign(self):
        self.policy("task")
        approval = self.in_review()
        approval.assigned_user_id = self.worker
        self.assert_refused("doer_signs", AccessError, self.sign, approval, self.worker)

    def test_asker_does_not_sign(self):
        self.policy("task")
        self.task.user_ids = False
        self.task.with_user(self.worker).plan_status = "in_review"
        approval = self.requests_of(self.task)
        approval.assigned_user_id = both = self.worker
        self.assertEqual(approval.requested_by_id, self.env.user)
        approval._write_privately({"requested_by_id": both.id})
        self.assert_refused("own_request", AccessError, self.sign, approval, both)

    def test_edit_of_a_signed_task_opens_it_again(self):
        self.policy("task")
        approval = self.in_review()
        self.sign(approval)
        self.task.with_user(self.worker).name = "Create another schema"
        self.assertEqual(approval.status, "void")
        self.assertEqual(self.task.plan_status, "in_review")
        self.sign(approval)
        self.assertEqual(self.task.plan_status, "done")

    def test_rejected_task_is_work_again_and_is_asked_anew(self):
        self.policy("task")
        approval = self.in_review()
        approval.with_user(self.signer["SRE"]).reject({"comment": "No index"})
        self.assertEqual(self.task.plan_status, "in_progress")
        self.assertEqual(self.in_review(), approval)
        self.assertEqual((approval.status, approval.round), ("pending", 2))
        self.sign(approval)
        self.assertEqual(self.task.plan_status, "done")

    def test_task_that_leaves_review_is_asked_no_more(self):
        self.policy("task")
        approval = self.in_review()
        self.task.with_user(self.worker).plan_status = "in_progress"
        self.assertEqual(approval.status, "withdrawn")
        again = self.in_review()
        self.assertEqual(
            again.filtered(lambda a: a.status == "pending").status, "pending"
        )

    def test_policy_of_a_role_concerns_its_tasks_alone(self):
        self.policy("task", task_role_id=self.roles["Security"].id)
        self.task.with_user(self.worker).plan_status = "done"
        other = self.tasks[1]
        other.plan_role_id = self.roles["Security"]
        self.assert_refused(
            "sign_off_needed", UserError, other.write, {"plan_status": "done"}
        )

    def test_policy_of_another_plan_concerns_nobody_here(self):
        other = self.plans.create({"name": "Another plan"})
        self.policy("task", plan_id=other.id)
        self.task.with_user(self.worker).plan_status = "done"

    def test_two_policies_need_two_roles(self):
        self.policy("task")
        self.policy("task", "Security")
        for approval in self.in_review():
            self.assertEqual(self.task.plan_status, "in_review")
            self.sign(approval)
        self.assertEqual(self.task.plan_status, "done")

    def test_document_that_says_done_is_a_claim(self):
        """A document cannot tick what a role must sign."""
        self.policy("task")
        task = self.task.with_user(self.users["planner"])
        self.assert_refused(
            "sign_off_needed", UserError, task._document_write, {"plan_status": "done"}
        )

    def test_withdrawn_sign_off_opens_the_task_again(self):
        self.policy("task")
        approval = self.in_review()
        self.sign(approval)
        approval.with_user(self.users["planner"]).action_withdraw()
        self.assertEqual(self.task.plan_status, "in_review")

    # Deliverables

    def test_deliverable_is_accepted_by_its_sign_off(self):
        self.policy("deliverable")
        row = self.deliverable.with_user(self.users["planner"])
        self.assert_refused("sign_off_needed", UserError, row.action_accept)
        row.action_request_sign_off()
        approval = self.requests_of(row)
        self.sign(approval)
        self.assertEqual(row.state, "accepted")
        row.name = "Schema and data deployed"
        self.assertEqual(approval.status, "void")
        self.assertEqual(row.state, "open")
        self.sign(approval)
        self.assertEqual(row.state, "accepted")

    def test_viewer_asks_for_nothing(self):
        self.policy("deliverable")
        row = self.deliverable.with_user(self.users["viewer"])
        with self.assertRaises(AccessError):
            row.action_request_sign_off()

    # Plans

    def test_plan_is_approved_by_its_last_sign_off(self):
        self.policy("plan")
        self.policy("plan", "Security")
        plan = self.plan.with_user(self.users["planner"])
        plan.action_submit()
        self.assertEqual(len(plan.approval_ids), 2)
        approver = self.plan.with_user(self.users["approver"])
        self.assert_refused("sign_off_needed", UserError, approver.action_approve)
        for approval in plan.approval_ids:
            self.assertEqual(plan.state, "in_review")
            self.sign(approval)
        self.assertEqual(plan.state, "approved")

    def test_plan_edited_since_is_not_started(self):
        self.policy("plan")
        plan = self.plan.with_user(self.users["planner"])
        plan.action_submit()
        self.sign(plan.approval_ids)
        self.environment.url = "https://canary.example.org"
        self.assert_refused("sign_off_needed", UserError, plan.action_start)
        self.sign(plan.approval_ids)
        plan.action_start()
        self.assertEqual(plan.state, "in_progress")

    def test_rejection_names_the_reason_to_whoever_asked(self):
        self.policy("plan")
        plan = self.plan.with_user(self.users["planner"])
        plan.action_submit()
        approval = plan.approval_ids
        approval.with_user(self.signer["SRE"]).reject({"comment": "No canary"})
        self.assertIn("No canary", approval.message_ids[0].body)
        said = self.assert_refused(
            "sign_off_needed",
            UserError,
            self.plan.with_user(self.users["approver"]).action_approve,
        )
        self.assertIn("reject", said)

    # Policies themselves

    def test_policies_are_the_managers(self):
        policy = self.policy("task")
        for role in ("viewer", "planner", "approver", "auditor"):
            own = policy.with_user(self.users[role])
            for method, *args in ((own.write, {"active": False}), (own.unlink,)):
                with self.assertRaises(AccessError):
                    method(*args)
        policy.with_user(self.users["manager"]).active = False
        self.task.with_user(self.worker).plan_status = "done"
