# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PlanCase


@tagged("post_install", "-at_install")
class TestRegistersRules(PlanCase):
    """What holds a task or a gate back, and who may settle it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan()
        cls.phase = cls.new_phase(cls.plan)
        cls.task = cls.new_task(cls.phase)
        cls.blocker = cls.env["implementation.blocker"].create(
            {"plan_id": cls.plan.id, "name": "Budget", "task_ids": cls.task.ids}
        )
        cls.dependency = cls.env["implementation.dependency"].create(
            {"plan_id": cls.plan.id, "name": "Bank", "task_ids": cls.task.ids}
        )

    def refused(self, code, error=UserError):
        return self.assertRaisesRegex(error, rf"^\[{code}\] ")

    def test_an_open_blocker_holds_its_tasks_back(self):
        self.dependency.action_receive()
        self.assertTrue(self.task.is_blocked)
        self.assertEqual(self.task.blocked_reason, 'Blocker "Budget" is open.')
        with self.refused("blocked_task"):
            self.task.plan_status = "done"
        self.blocker.action_resolve()
        self.assertFalse(self.task.is_blocked)
        self.task.plan_status = "done"

    def test_a_pending_dependency_holds_its_tasks_back(self):
        self.blocker.action_resolve()
        self.assertEqual(
            self.task.blocked_reason, 'External Dependency "Bank" is pending.'
        )
        with self.refused("blocked_task"):
            self.task.plan_status = "done"
        self.dependency.action_cancel()
        self.assertFalse(self.task.is_blocked)

    def test_search_finds_what_is_held_back(self):
        blocked = [("plan_id", "=", self.plan.id), ("is_blocked", "=", True)]
        self.assertEqual(self.tasks.search(blocked), self.task)
        self.blocker.action_resolve()
        self.dependency.action_receive()
        self.assertFalse(self.tasks.search(blocked))
        self.dependency.action_reopen()
        self.assertEqual(self.tasks.search(blocked), self.task)

    def test_deleting_an_obstacle_frees_its_tasks(self):
        self.assertTrue(self.task.is_blocked)
        self.blocker.unlink()
        self.dependency.unlink()
        self.assertFalse(self.task.is_blocked)

    def test_a_project_user_cannot_settle_an_obstacle(self):
        worker = self.new_user(None, login="plan_test_worker")
        viewer = self.new_user("viewer", login="plan_test_viewer")
        for someone in (worker, viewer):
            blocker = self.blocker.with_user(someone)
            with self.refused("role_required", AccessError):
                blocker.action_resolve()
            with self.assertRaises(AccessError):
                blocker.write({"task_ids": [(5,)]})
            with self.assertRaises(AccessError):
                blocker.unlink()

    def test_the_link_is_kept_on_the_obstacles_side_alone(self):
        links = [
            name
            for name, field in self.tasks._fields.items()
            if field.comodel_name in (self.blocker._name, self.dependency._name)
        ]
        self.assertEqual(links, [])

    def test_a_gate_asks_for_acceptance_and_resolution(self):
        deliverable = self.env["implementation.deliverable"].create(
            {"phase_id": self.phase.id, "name": "Schema"}
        )
        self.dependency.action_receive()
        codes = [finding["code"] for finding in self.plan._get_findings(self.phase)]
        self.assertEqual(codes, ["task_open", "deliverable_open", "blocker_open"])
        self.assertEqual(self.phase.gate, "3 of 3 conditions open")
        deliverable.action_accept()
        self.blocker.action_resolve()
        self.assertEqual(self.phase.gate, "1 of 3 conditions open")
        self.phase.action_start()
        self.phase.action_verify()
        with self.refused("gate_open"):
            self.phase.action_complete()
        self.task.plan_status = "done"
        self.phase.action_complete()

    def test_a_blocker_of_no_task_holds_the_plan_back_and_no_phase(self):
        self.blocker.task_ids = False
        self.assertNotIn("blocker_open", self.codes(self.phase))
        self.assertIn("blocker_open", self.codes(self.plan))

    def codes(self, scope):
        return [finding["code"] for finding in self.plan._get_findings(scope)]

    def test_states_move_by_their_actions_only(self):
        deliverable = self.env["implementation.deliverable"].create(
            {"phase_id": self.phase.id, "name": "Schema"}
        )
        for record, state in (
            (deliverable, "accepted"),
            (self.blocker, "resolved"),
            (self.dependency, "available"),
        ):
            with self.refused("state_by_action", AccessError):
                record.write({"state": state})
            vals = {"plan_id": self.plan.id, "name": "x", "state": state}
            with self.refused("state_by_action", AccessError):
                record.create(vals)

    def test_rows_stay_within_their_plan(self):
        other = self.new_plan("Other")
        with self.refused("phase_of_other_plan", ValidationError):
            self.env["implementation.deliverable"].create(
                {"plan_id": other.id, "phase_id": self.phase.id, "name": "x"}
            )
        with self.refused("task_of_other_plan", ValidationError):
            self.env["implementation.blocker"].create(
                {"plan_id": other.id, "name": "x", "task_ids": self.task.ids}
            )

    def test_traffic_is_a_share(self):
        for share in (-1, 101):
            with self.refused("traffic_out_of_bounds", ValidationError):
                self.env["implementation.environment"].create(
                    {"plan_id": self.plan.id, "name": "x", "traffic_percent": share}
                )

    def test_late_is_pending_after_its_day(self):
        self.dependency.eta = "2020-01-01"
        late = [("plan_id", "=", self.plan.id), ("is_late", "=", True)]
        self.assertTrue(self.dependency.is_late)
        self.assertEqual(self.dependency.search(late), self.dependency)
        self.dependency.action_receive()
        self.assertFalse(self.dependency.is_late)
        self.assertFalse(self.dependency.search(late))

    def test_other_companies_registers_are_not_seen(self):
        company = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        stranger = self.new_user(
            "manager",
            login="plan_test_stranger",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        for record in (self.blocker, self.dependency):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["name"])
            self.assertFalse(record.with_user(stranger).search([]) & record)
