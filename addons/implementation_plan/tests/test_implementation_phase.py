# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PlanCase


@tagged("post_install", "-at_install")
class TestImplementationPhase(PlanCase):
    def setUp(self):
        super().setUp()
        self.plan = self.new_plan()
        self.phase = self.new_phase(self.plan)

    def to_verifying(self):
        self.phase.action_start()
        self.phase.action_verify()

    def test_phases_are_numbered_and_have_a_milestone_each(self):
        second = self.new_phase(self.plan, "Core")
        self.assertEqual((self.phase.code, second.code), ("P1", "P2"))
        self.assertEqual(second.milestone_id.name, "P2: Core")
        self.assertEqual(second.milestone_id.project_id, self.plan.project_id)
        self.assertEqual(second.milestone_id.plan_id, self.plan)
        second.name = "Features"
        self.assertEqual(second.milestone_id.name, "P2: Features")

    def test_gate_refuses_with_every_open_condition(self):
        self.new_task(self.phase, "One", plan_status="in_progress")
        self.new_task(self.phase, "Two", plan_status="done")
        self.to_verifying()
        self.assertEqual(self.phase.open_condition_count, 1)
        self.assertEqual(self.phase.gate, "1 of 2 conditions open")
        with self.assertRaisesRegex(UserError, r"^\[gate_open\]") as refusal:
            self.phase.action_complete()
        text = str(refusal.exception)
        self.assertIn("P1.1 is in progress", text)
        reasons = refusal.exception.context["reasons"]
        first = self.phase.task_ids.filtered(lambda task: task.plan_ref == "P1.1")
        self.assertEqual(
            [(r["code"], r["model"], r["res_id"]) for r in reasons],
            [("task_open", "project.task", first.id)],
        )
        first.user_ids = self.planner
        self.assertIn(f"({self.planner.name})", self.phase.gate_text)
        self.assertIn("press Complete again", refusal.exception.context["way_out"])
        self.assertNotIn("P1.2", text)
        self.assertEqual(self.phase.state, "verifying")

    def test_gate_reaches_the_milestone_and_reopening_takes_it_back(self):
        task = self.new_task(self.phase)
        self.to_verifying()
        task.plan_status = "done"
        self.phase.action_complete()
        self.assertTrue(self.phase.milestone_id.is_reached)
        self.phase.action_reopen()
        self.assertFalse(self.phase.milestone_id.is_reached)

    def test_milestone_is_reached_by_the_gate_alone(self):
        milestone = self.phase.milestone_id.sudo()
        with self.assertRaisesRegex(AccessError, r"^\[milestone_of_phase\]"):
            milestone.is_reached = True
        with self.assertRaisesRegex(AccessError, r"^\[milestone_of_phase\]"):
            milestone.unlink()

    def test_state_moves_by_actions_of_a_planner_only(self):
        with self.assertRaises(AccessError):
            self.phase.sudo().state = "done"
        with self.assertRaises(AccessError):
            self.phase.with_user(self.new_user("viewer")).action_start()
        with self.assertRaisesRegex(UserError, "transition_refused"):
            self.phase.action_complete()

    def test_plan_is_done_when_nothing_is_open(self):
        plan = self.plan
        task = self.new_task(self.phase)
        plan.action_submit()
        plan.with_user(self.new_user("approver")).action_approve()
        plan.action_start()
        with self.assertRaisesRegex(UserError, r"^\[gate_open\]") as refusal:
            plan.action_complete()
        self.assertEqual(refusal.exception.context["reasons"][0]["res_id"], task.id)
        task.plan_status = "done"
        plan.action_complete()
        self.assertEqual(plan.state, "done")

    def test_dates_follow_the_durations_from_the_plans_start(self):
        self.phase.duration_text = "1 week"
        self.assertEqual(self.phase.duration_days, 5)
        second = self.new_phase(self.plan, "Core", duration_text="3 days")
        self.plan.date_start = date(2026, 1, 5)
        self.assertEqual(self.phase.date_end, date(2026, 1, 9))
        self.assertEqual(second.date_start, date(2026, 1, 12))
        self.assertEqual(second.date_end, date(2026, 1, 14))
        self.assertEqual(second.milestone_id.deadline, date(2026, 1, 14))
        self.assertEqual(self.plan.date_end, date(2026, 1, 14))
        self.phase.duration_text = "2 weeks"
        self.assertEqual(second.date_start, date(2026, 1, 19))

    def test_plan_is_late_when_an_open_phase_is_past_its_last_day(self):
        self.phase.date_end = date(2020, 1, 1)
        self.assertTrue(self.plan.is_late)
        self.assertIn(self.plan, self.plans.search([("is_late", "=", True)]))
        self.phase.action_cancel()
        self.assertFalse(self.plan.is_late)
        self.assertNotIn(self.plan, self.plans.search([("is_late", "=", True)]))
