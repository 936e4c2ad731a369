# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PlanCase


@tagged("post_install", "-at_install")
class TestTeam(PlanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan()
        cls.phase = cls.new_phase(cls.plan)
        cls.role = cls.env["implementation.role"].create({"name": "test weaver"})
        cls.members = cls.env["implementation.team.member"]
        cls.ben = cls.new_user("viewer", login="plan_test_ben", name="Ben")
        cls.eva = cls.new_user("viewer", login="plan_test_eva", name="Eva")
        cls.mine = cls.new_task(cls.phase, plan_role_id=cls.role.id)
        cls.other = cls.new_task(cls.phase)
        cls.done = cls.new_task(cls.phase, plan_role_id=cls.role.id)
        cls.done.plan_status = "done"

    def fill(self, user, **values):
        return self.members.create(
            {
                "plan_id": self.plan.id,
                "role_id": self.role.id,
                "user_id": user.id,
                **values,
            }
        )

    def test_filling_a_role_assigns_its_open_tasks(self):
        self.fill(self.ben)
        self.assertEqual(self.mine.user_ids, self.ben)
        self.assertFalse(self.other.user_ids)
        self.assertFalse(self.done.user_ids)

    def test_who_has_a_task_keeps_it(self):
        self.mine.user_ids = self.eva
        self.fill(self.ben)
        self.assertEqual(self.mine.user_ids, self.eva)

    def test_another_person_takes_over_the_open_tasks(self):
        member = self.fill(self.ben)
        member.user_id = self.eva
        self.assertEqual(self.mine.user_ids, self.eva)

    def test_a_task_that_gets_the_role_later_is_assigned_too(self):
        self.fill(self.ben)
        late = self.new_task(self.phase, plan_role_id=self.role.id)
        self.assertEqual(late.user_ids, self.ben)
        self.other.plan_role_id = self.role
        self.assertEqual(self.other.user_ids, self.ben)

    def test_an_archived_member_gets_nothing(self):
        self.fill(self.ben, active=False)
        self.assertFalse(self.mine.user_ids)

    def test_other_plans_are_left_alone(self):
        plan = self.new_plan("Other")
        task = self.new_task(self.new_phase(plan), plan_role_id=self.role.id)
        self.fill(self.ben)
        self.assertFalse(task.user_ids)

    def test_a_person_has_a_role_once(self):
        self.fill(self.ben)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.fill(self.ben)

    def test_the_team_is_copied_with_the_plan(self):
        self.fill(self.ben)
        copy = self.plan.copy()
        self.assertEqual(copy.member_ids.user_id, self.ben)
        roles = copy.task_ids.filtered("plan_role_id")
        self.assertEqual(roles.user_ids, self.ben)

    def test_a_viewer_does_not_choose_the_team(self):
        with self.assertRaises(AccessError):
            self.members.with_user(self.ben).create(
                {
                    "plan_id": self.plan.id,
                    "role_id": self.role.id,
                    "user_id": self.ben.id,
                }
            )

    def test_assignment_costs_what_odoo_costs(self):
        """One write for all tasks, not one a task."""
        counts = []
        for fill in (False, True):
            plan = self.new_plan(f"Filled {fill}")
            phase = self.new_phase(plan)
            for number in range(20):
                self.new_task(phase, str(number), plan_role_id=self.role.id)
            self.env.flush_all()
            before = self.cr.sql_log_count
            if fill:
                self.fill(self.ben, plan_id=plan.id)
            else:
                plan.task_ids.write({"user_ids": self.ben.ids})
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 15)

    def test_boxes_are_ticked_by_whoever_may_edit_the_task(self):
        box = self.env["implementation.checklist.item"].create(
            {"task_id": self.mine.id, "name": "Logged"}
        )
        self.assertEqual(box.plan_id, self.plan)
        box.done = True
        with self.assertRaises(AccessError):
            box.with_user(self.ben).done = False
