# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from plankit.plan import Phase, Task

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import PlanCase


@tagged("post_install", "-at_install")
class TestProjectTaskStatus(PlanCase):
    def setUp(self):
        super().setUp()
        self.plan = self.new_plan()
        self.phase = self.new_phase(self.plan)

    def test_closed_status_and_native_state_are_equal_in_both_directions(self):
        task = self.new_task(self.phase)
        for status, state in (("done", "1_done"), ("cancelled", "1_canceled")):
            task.plan_status = status
            self.assertEqual(task.state, state)
            task.plan_status = "in_review"
            self.assertEqual(task.state, "01_in_progress")
            task.state = state
            self.assertEqual(task.plan_status, status)
            task.state = "01_in_progress"
            self.assertEqual(task.plan_status, "in_progress")

    def test_open_status_never_lives_in_the_native_state(self):
        task = self.new_task(self.phase)
        task.state = "03_approved"
        for status in ("in_progress", "in_review", "blocked", "not_started"):
            task.plan_status = status
            self.assertEqual(task.state, "03_approved")

    def test_mixed_tasks_are_written_each_as_it_needs(self):
        one = self.new_task(self.phase, plan_status="done")
        two = self.new_task(self.phase, plan_status="in_review")
        (one | two).write({"state": "02_changes_requested"})
        self.assertEqual(one.plan_status, "in_progress")
        self.assertEqual(two.plan_status, "in_review")

    def test_status_given_with_a_contradicting_state_counts(self):
        task = self.new_task(self.phase, plan_status="in_progress", state="1_done")
        self.assertEqual(task.state, "01_in_progress")
        task.write({"plan_status": "done", "state": "01_in_progress"})
        self.assertEqual(task.state, "1_done")

    def test_new_task_gets_the_next_number_of_its_phase(self):
        refs = [self.new_task(self.phase).plan_ref for _number in range(2)]
        self.assertEqual(refs, ["P1.1", "P1.2"])
        second = self.new_phase(self.plan, "Core")
        both = self.tasks.create(
            [{"name": name, "plan_phase_id": second.id} for name in "ab"]
        )
        self.assertEqual(both.mapped("plan_ref"), ["P2.1", "P2.2"])
        self.assertEqual(both.project_id, self.plan.project_id)
        self.assertEqual(both.plan_id, self.plan)
        self.assertFalse(both.user_ids)

    def test_task_of_the_project_app_is_in_the_plan_without_a_number(self):
        task = self.tasks.create({"name": "x", "project_id": self.plan.project_id.id})
        self.assertEqual(task.plan_id, self.plan)
        self.assertFalse(task.plan_ref)
        task.plan_phase_id = self.phase
        self.assertEqual(task.plan_ref, "P1.1")

    def test_reference_is_used_once_but_a_document_may_repeat_it(self):
        task = self.new_task(self.phase)
        with self.assertRaisesRegex(ValidationError, r"^\[reference_taken\]"):
            self.new_task(self.phase, plan_ref=task.plan_ref)
        items = [
            Task(key=key, ref="P1.7", title=key, phase="P1") for key in ("a", "a#2")
        ]
        twins = self.import_tasks(self.new_plan("Doc"), items)
        self.assertEqual(twins.mapped("plan_ref"), ["P1.7", "P1.7"])
        twins[0].name = "Still editable"

    def test_task_that_comes_back_does_not_share_a_reference(self):
        task = self.new_task(self.phase)
        task.active = False
        self.new_task(self.phase, plan_ref=task.plan_ref)
        with self.assertRaisesRegex(ValidationError, r"^\[reference_taken\]"):
            task.active = True

    def test_reference_given_twice_at_once_is_refused_by_the_database(self):
        """What the rule cannot see yet, because another transaction writes it."""
        first = self.new_task(self.phase)
        with patch.object(type(first), "_check_references_elsewhere") as asked:
            second = self.new_task(self.phase)
            self.assertTrue(asked.called)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE project_task SET plan_ref = %s WHERE id = %s",
            (first.plan_ref, second.id),
        )
        refused = self.assertRaisesRegex(ValidationError, r"^\[reference_taken\]")
        with refused, self.env.cr.savepoint():
            second._check_references_elsewhere()
        self.env.cr.execute(
            "UPDATE project_task SET document_key = %s WHERE id = %s",
            ("P1.1#2", second.id),
        )
        second._check_references_elsewhere()

    def test_phase_is_of_the_tasks_own_plan(self):
        task = self.new_task(self.phase)
        other = self.new_phase(self.new_plan("Other"))
        with self.assertRaisesRegex(ValidationError, r"^\[phase_of_other_plan\]"):
            task.plan_phase_id = other

    def test_task_moved_to_another_project_leaves_phase_and_number(self):
        task = self.new_task(self.phase)
        other = self.new_plan("Other")
        task.project_id = other.project_id
        self.assertEqual(task.plan_id, other)
        self.assertFalse(task.plan_phase_id)
        self.assertFalse(task.plan_ref)


@tagged("post_install", "-at_install")
class TestProjectTaskDepends(PlanCase):
    def setUp(self):
        super().setUp()
        self.plan = self.new_plan()
        self.one = self.new_phase(self.plan)
        self.two = self.new_phase(self.plan, "Core")
        self.first = self.new_task(self.one)
        self.second = self.new_task(self.one)
        self.third = self.new_task(self.two)

    def test_text_makes_links(self):
        self.third.plan_depends_text = "P1.1-P1.2"
        self.assertEqual(self.third.depend_on_ids, self.first | self.second)
        self.assertEqual(self.third.state, "04_waiting_normal")
        self.third.plan_depends_text = "P1.2"
        self.assertEqual(self.third.depend_on_ids, self.second)
        self.third.plan_depends_text = False
        self.assertFalse(self.third.depend_on_ids)
        self.assertEqual(self.third.state, "01_in_progress")

    def test_links_make_text(self):
        self.third.depend_on_ids = [(4, self.first.id)]
        self.assertEqual(self.third.plan_depends_text, "P1.1")
        self.second.dependent_ids = [(4, self.third.id)]
        self.assertEqual(self.third.plan_depends_text, "P1.1, P1.2")
        self.third.depend_on_ids = [(3, self.first.id)]
        self.assertEqual(self.third.plan_depends_text, "P1.2")

    def test_wildcard_is_live_and_keeps_its_words(self):
        self.third.plan_depends_text = "P1.*"
        fourth = self.new_task(self.one)
        self.assertIn(fourth, self.third.depend_on_ids)
        self.assertEqual(self.third.plan_depends_text, "P1.*")
        fourth.active = False
        self.assertTrue(fourth not in self.third.with_context().depend_on_ids)
        self.assertEqual(self.third.plan_depends_text, "P1.*")

    def test_closed_wildcard_holds_back_for_a_task_added_later(self):
        self.third.plan_depends_text = "P1.*"
        (self.first | self.second).write({"plan_status": "done"})
        self.assertEqual(self.third.state, "01_in_progress")
        self.new_task(self.one)
        self.assertEqual(self.third.state, "04_waiting_normal")

    def test_dangling_name_becomes_a_link_when_the_task_comes(self):
        self.third.plan_depends_text = "P1.3"
        self.assertFalse(self.third.depend_on_ids)
        late = self.new_task(self.one)
        self.assertEqual(self.third.depend_on_ids, late)

    def test_new_task_that_nobody_means_does_not_read_the_plan(self):
        self.third.plan_depends_text = "P1.1, P1.2"
        plans = type(self.env["implementation.plan"])
        with patch.object(plans, "_read_dependency_values", autospec=True) as read:
            fourth = self.new_task(self.one)
            self.assertFalse(read.called)
        self.assertEqual(fourth.plan_ref, "P1.3")
        self.third.plan_depends_text = "P1.4"
        fifth = self.new_task(self.one)
        self.assertEqual(self.third.depend_on_ids, fifth)

    def test_circle_is_refused_and_spelled_out(self):
        self.second.plan_depends_text = "P1.1"
        with self.assertRaisesRegex(UserError, r"^\[dependency_cycle\].*P1\.1 → "):
            self.first.plan_depends_text = "P1.2"
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            self.first.depend_on_ids = [(4, self.second.id)]

    def test_circle_of_a_document_is_refused_before_any_write(self):
        items = [
            Task(key="a", ref="P1.1", title="a", depends="P1.2"),
            Task(key="b", ref="P1.2", title="b", depends="P1.1"),
        ]
        plan = self.new_plan("Doc")
        before = self.tasks.search_count([])
        with self.assertRaisesRegex(UserError, r"^\[dependency_cycle\]"):
            self.import_tasks(plan, items)
        self.assertEqual(self.tasks.search_count([]), before)

    def test_document_keeps_statuses_that_break_the_rule(self):
        items = [
            Task(key="a", ref="P1.1", title="a", phase="P1"),
            Task(key="b", ref="P1.2", title="b", depends="P1.1", status="done"),
            Task(key="c", ref="P1.3", title="c", phase="P1", depends="P1.1"),
        ]
        tasks = self.import_tasks(self.new_plan("Doc"), items)
        states = ["01_in_progress", "1_done", "04_waiting_normal"]
        self.assertEqual(tasks.mapped("state"), states)
        self.assertEqual(tasks[2].depend_on_ids, tasks[0])

    def test_second_import_extends_the_wildcards_of_the_first(self):
        phases = (Phase(key="P1", code="P1", name="One"),)
        plan = self.new_plan("Doc")
        self.import_tasks(
            plan,
            [
                Task(key="a", ref="P1.1", title="a", phase="P1", status="done"),
                Task(key="z", ref="P2.1", title="z", depends="P1.*"),
            ],
            phases,
        )
        last = plan.task_ids.filtered(lambda task: task.plan_ref == "P2.1")
        self.assertEqual(last.state, "01_in_progress")
        context = plan._get_document_context()
        item = Task(key="b", ref="P1.2", title="b", phase="P1")
        new = self.tasks._document_create(plan, [item], context)
        self.assertIn(new, last.depend_on_ids)
        self.assertEqual(last.state, "04_waiting_normal")
