# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.implementation_base.compat import GROUPS

from .common import PlanCase

BLOCKED = r"^\[blocked_task\] P1\.2 cannot be done: P1\.1 is not started\."


@tagged("post_install", "-at_install")
class TestProjectTaskBlock(PlanCase):
    def setUp(self):
        super().setUp()
        self.plan = self.new_plan()
        self.phase = self.new_phase(self.plan)
        self.first = self.new_task(self.phase, "First")
        self.second = self.new_task(self.phase, "Second", plan_depends_text="P1.1")

    def assert_refused(self, call, pattern=BLOCKED):
        with self.assertRaises(UserError) as refusal:
            call()
        self.assertRegex(str(refusal.exception), pattern)
        self.env.invalidate_all()
        self.assertEqual(self.second.plan_status, "not_started")
        self.assertEqual(self.second.state, "04_waiting_normal")

    def test_blocked_task_says_why(self):
        self.assertTrue(self.second.is_blocked)
        self.assertEqual(self.second.blocked_reason, "P1.1 is not started.")
        self.assertFalse(self.first.is_blocked)
        own = [("plan_id", "=", self.plan.id)]
        blocked = self.tasks.search([*own, ("is_blocked", "=", True)])
        self.assertEqual(blocked, self.second)
        free = self.tasks.search([*own, ("is_blocked", "=", False)])
        self.assertEqual(free, self.first)
        self.assertEqual(self.plan.blocked_task_count, 1)

    def test_blocked_task_is_not_done_by_status_or_native_state(self):
        for task in (self.second, self.second.sudo()):
            self.assert_refused(lambda task=task: task.write({"plan_status": "done"}))
            self.assert_refused(lambda task=task: task.write({"state": "1_done"}))
            self.assert_refused(lambda task=task: setattr(task, "state", "1_done"))

    def test_blocked_task_is_not_done_by_the_form(self):
        with Form(self.second) as form:
            form.plan_status = "in_progress"
        self.second.plan_status = "not_started"

        def save():
            with Form(self.second) as form:
                form.plan_status = "done"

        self.assert_refused(save)

    def test_blocked_task_is_not_done_from_its_plan_or_predecessor(self):
        line = (1, self.second.id, {"plan_status": "done"})
        self.assert_refused(lambda: self.plan.write({"task_ids": [line]}))
        self.assert_refused(lambda: self.first.write({"dependent_ids": [line]}))

    def test_task_born_done_and_blocked_is_refused(self):
        with self.assertRaisesRegex(UserError, r"^\[blocked_task\] P1\.3"):
            self.new_task(self.phase, plan_depends_text="P1.1", plan_status="done")
        with self.assertRaisesRegex(UserError, r"^\[blocked_task\]"):
            self.new_task(
                self.phase, depend_on_ids=[(4, self.first.id)], state="1_done"
            )

    def test_context_of_a_caller_opens_nothing(self):
        for value in (True, 1, "DOCUMENT", "DECISION"):
            task = self.second.with_context(plan_road=value, tracking_disable=True)
            self.assert_refused(lambda task=task: task.write({"plan_status": "done"}))

    def test_default_from_a_caller_is_no_birth_of_a_decision(self):
        tasks = self.tasks.with_context(
            default_plan_override_reason="mine", default_plan_status="done"
        )
        task = tasks.create({"name": "x", "plan_phase_id": self.phase.id})
        self.assertFalse(task.plan_override_reason)
        self.assertEqual(task.state, "1_done")
        with self.assertRaisesRegex(AccessError, r"^\[private_field\]"):
            self.second.sudo().write({"plan_override_reason": "mine"})

    def test_last_predecessor_releases(self):
        self.first.plan_status = "done"
        self.assertFalse(self.second.is_blocked)
        self.assertEqual(self.second.state, "01_in_progress")
        self.second.plan_status = "done"
        self.assertEqual(self.second.state, "1_done")

    def test_both_may_be_done_in_one_write(self):
        (self.second | self.first).write({"plan_status": "done"})
        self.assertEqual(self.second.state, "1_done")

    def test_reopened_predecessor_holds_back_again(self):
        self.first.plan_status = "done"
        self.first.plan_status = "in_progress"
        self.assertEqual(self.second.state, "04_waiting_normal")
        self.assert_refused(
            lambda: self.second.write({"plan_status": "done"}), "P1.1 is in progress"
        )

    def test_done_task_stays_done_when_its_predecessor_reopens(self):
        (self.first | self.second).write({"plan_status": "done"})
        self.first.plan_status = "in_progress"
        self.assertEqual(self.second.plan_status, "done")
        self.second.write({"plan_status": "done", "priority": "1"})

    def test_plan_and_phase_state_never_gate_a_status(self):
        self.assertEqual(self.plan.state, "draft")
        self.first.plan_status = "done"
        self.phase.action_start()
        self.phase.action_cancel()
        self.second.plan_status = "done"

    def test_cancelled_predecessor_asks_for_a_decision(self):
        self.first.plan_status = "cancelled"
        self.assertTrue(self.second.is_blocked)
        with self.assertRaisesRegex(UserError, "asks for a decision"):
            self.second.plan_status = "done"
        self.second.action_release_cancelled("Not needed after all")
        self.assertFalse(self.second.is_blocked)
        event = self.env["implementation.event"].search([], limit=1)
        self.assertEqual(event.code, "cancelled_released")
        self.assertEqual(event.reason, "Not needed after all")
        self.second.plan_status = "done"

    def test_decision_about_a_cancelled_task_ends_when_it_reopens(self):
        self.first.plan_status = "cancelled"
        self.second.action_release_cancelled("Not needed")
        self.first.plan_status = "in_progress"
        self.first.plan_status = "cancelled"
        self.assertTrue(self.second.is_blocked)

    def test_unlinked_dependency_releases(self):
        self.first.plan_status = "cancelled"
        self.second.plan_depends_text = "-"
        self.assertFalse(self.second.depend_on_ids)
        self.second.plan_status = "done"

    def test_override_needs_a_reason_and_leaves_an_event(self):
        action = self.second.action_override_block()
        self.assertEqual(action["res_model"], "project.task.decide")
        wizard = (
            self.env["project.task.decide"]
            .with_context(**action["context"])
            .create({"reason": "Agreed with SRE"})
        )
        wizard.action_decide()
        self.assertEqual(self.second.plan_status, "done")
        self.assertEqual(self.second.plan_override_reason, "Agreed with SRE")
        self.assertEqual(self.plan.override_count, 1)
        own = [("model", "=", "project.task"), ("res_id", "=", self.second.id)]
        event = self.env["implementation.event"].search(own, limit=1)
        self.assertEqual(event.code, "block_overridden")
        self.assertIn("P1.1 is not started", event.message)
        self.second.plan_status = "in_progress"
        self.assertFalse(self.second.plan_override_reason)
        with self.assertRaisesRegex(UserError, BLOCKED):
            self.second.plan_status = "done"

    def test_override_is_the_planners(self):
        user = self.new_user("viewer", login="plan_test_worker")
        group = self.env.ref("project.group_project_user")
        user.sudo().write({GROUPS: [(4, group.id)]})
        with self.assertRaisesRegex(AccessError, r"^\[role_required\]"):
            self.second.with_user(user).action_override_block("I want to")
        self.assert_refused(
            lambda: self.second.with_user(user).write({"plan_status": "done"})
        )
        self.first.with_user(user).plan_status = "done"
        self.second.with_user(user).plan_status = "done"

    def test_refusal_links_to_what_the_user_may_read(self):
        with self.assertRaisesRegex(UserError, BLOCKED) as refusal:
            self.second.plan_status = "done"
        context = refusal.exception.context
        self.assertEqual(context["title"], "P1.2 cannot be done")
        self.assertEqual(context["reasons"][0]["res_id"], self.first.id)
        viewer = self.new_user("viewer", login="plan_test_reader")
        self.plan.project_id.sudo().privacy_visibility = "followers"
        self.env.invalidate_all()
        task = self.second.with_user(viewer).sudo()
        with self.assertRaisesRegex(UserError, r"^\[blocked_task\]") as refusal:
            task.plan_status = "done"
        self.assertFalse(refusal.exception.context["reasons"][0]["res_id"])

    def test_blocked_task_is_not_done_with_other_values_or_by_a_copy(self):
        done = {"plan_status": "done"}
        self.assert_refused(lambda: self.second.write({**done, "name": "Renamed"}))
        with self.assertRaisesRegex(UserError, r"^\[blocked_task\]"):
            self.second.copy(done)
        self.second.write({**done, "plan_depends_text": "-"})

    def test_override_is_for_tasks_the_planner_may_edit(self):
        self.plan.project_id.sudo().privacy_visibility = "followers"
        self.plan.project_id.sudo().message_unsubscribe(self.planner.partner_id.ids)
        self.plan.project_id.sudo().user_id = False
        self.second.sudo().message_unsubscribe(self.planner.partner_id.ids)
        other = self.new_user("planner", login="plan_test_other_planner")
        with self.assertRaises(AccessError):
            self.second.with_user(other).action_override_block("I want to")

    def test_task_leaves_its_plan_with_its_project_only(self):
        other = self.new_plan("Other")
        with self.assertRaisesRegex(AccessError, r"^\[plan_of_project\]"):
            self.second.sudo().plan_id = other

    def test_portal_users_are_bound_too_and_the_status_follows_them(self):
        guest = new_test_user(
            self.env(user=1), login="plan_test_guest", groups="base.group_portal"
        )
        project = self.plan.project_id.sudo()
        project.privacy_visibility = "portal"
        project.collaborator_ids = [(0, 0, {"partner_id": guest.partner_id.id})]
        project.message_subscribe(guest.partner_id.ids)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, r"^\[blocked_task\]"):
            self.second.with_user(guest).write({"state": "1_done"})
        self.env.invalidate_all()
        self.first.with_user(guest).write({"state": "1_done"})
        self.assertEqual(self.first.plan_status, "done")
        self.assertFalse(self.second.is_blocked)

    def test_reason_names_no_task_the_user_may_not_see(self):
        other = self.new_plan("Secret")
        secret = self.new_task(self.new_phase(other), plan_ref="S9.9")
        other.project_id.sudo().privacy_visibility = "followers"
        self.first.sudo().depend_on_ids = [(4, secret.id)]
        viewer = self.new_user("viewer", login="plan_test_outsider")
        self.env.invalidate_all()
        self.assertIn("S9.9", self.first.sudo().with_user(1).blocked_reason)
        reason = self.first.with_user(viewer).blocked_reason
        self.assertIn("A task you cannot see", reason)

    def test_release_needs_a_reason_and_a_cancelled_predecessor(self):
        with self.assertRaisesRegex(UserError, r"^\[nothing_to_release\]"):
            self.second.action_release_cancelled("Why not")
        self.first.plan_status = "cancelled"
        action = self.second.action_release_cancelled("  ")
        self.assertEqual(action["context"]["default_decision"], "release")
        self.assertTrue(self.second.is_blocked)

    def test_nobody_holds_back_a_task_they_may_not_edit(self):
        worker = self.new_user("viewer", login="plan_test_neighbour")
        group = self.env.ref("project.group_project_user")
        worker.sudo().write({GROUPS: [(4, group.id)]})
        self.plan.project_id.sudo().privacy_visibility = "followers"
        project = self.env["project.project"].sudo().create({"name": "Next door"})
        own = self.tasks.with_user(worker).create(
            {"name": "Mine", "project_id": project.id}
        )
        with self.assertRaises(AccessError):
            own.dependent_ids = [(4, self.first.id)]

    def test_free_task_has_nothing_to_override(self):
        with self.assertRaisesRegex(UserError, r"^\[not_blocked\]"):
            self.first.action_override_block("Why not")

    def test_archived_or_deleted_predecessor_releases(self):
        self.first.active = False
        self.assertFalse(self.second.is_blocked)
        self.assertEqual(self.second.state, "01_in_progress")
        self.first.active = True
        self.assertTrue(self.second.is_blocked)
        self.assertEqual(self.second.state, "04_waiting_normal")
        self.first.unlink()
        self.assertEqual(self.second.state, "01_in_progress")
        self.assertFalse(self.second.is_blocked)

    def test_task_outside_of_plans_follows_odoo_alone(self):
        project = (
            self.env["project.project"]
            .sudo()
            .create({"name": "Plain", "allow_task_dependencies": True})
        )
        tasks = self.tasks.sudo()
        first = tasks.create({"name": "a", "project_id": project.id})
        second = tasks.create(
            {"name": "b", "project_id": project.id, "depend_on_ids": first.ids}
        )
        self.assertEqual(second.state, "04_waiting_normal")
        self.assertFalse(second.is_blocked)
        second.state = "1_done"
        self.assertEqual(second.plan_status, "done")
