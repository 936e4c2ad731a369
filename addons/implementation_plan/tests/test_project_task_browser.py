# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, new_test_user, tagged

LOGIN = "task_tour"


@tagged("post_install", "-at_install")
class TestProjectTaskBrowser(HttpCase):
    def setUp(self):
        super().setUp()
        user = new_test_user(
            self.env, login=LOGIN, groups="implementation_base.group_planner"
        )
        env = self.env(user=user.id)
        plan = env["implementation.plan"].create({"name": "Tour plan"})
        phase = env["implementation.phase"].create(
            {"plan_id": plan.id, "name": "Foundation"}
        )
        mine = {"plan_phase_id": phase.id, "user_ids": [(6, 0, user.ids)]}
        self.first = env["project.task"].create({"name": "Tour first", **mine})
        self.second = env["project.task"].create(
            {"name": "Tour second", "plan_depends_text": "P1.1", **mine}
        )

    def test_task_is_started_and_finished_from_what_can_start(self):
        self.start_tour(
            "/odoo/implementation-plans", "implementation_plan_task_done", login=LOGIN
        )
        self.assertEqual(self.first.plan_status, "done")
        self.assertFalse(self.second.is_blocked)

    def test_blocked_task_is_refused_with_its_reason(self):
        self.start_tour(
            f"/odoo/project.task/{self.second.id}",
            "implementation_plan_task_blocked",
            login=LOGIN,
        )
        self.assertEqual(self.second.plan_status, "not_started")
