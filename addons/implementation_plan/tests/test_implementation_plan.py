# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from plankit.plan import Task

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PlanCase


@tagged("post_install", "-at_install")
class TestImplementationPlan(PlanCase):
    def test_planner_without_project_rights_creates_edits_and_archives(self):
        is_manager = self.planner.has_group("project.group_project_manager")
        self.assertFalse(is_manager)
        plan = self.new_plan()
        self.assertEqual(plan.slug, "lighthouse-upkeep")
        project = plan.project_id
        self.assertTrue(project.allow_task_dependencies)
        self.assertTrue(project.allow_milestones)
        self.assertEqual(project.privacy_visibility, "employees")
        plan.name = "Shop"
        self.assertEqual(project.name, "Shop")
        task = self.new_task(self.new_phase(plan))
        plan.action_archive()
        self.assertFalse(project.active)
        self.assertFalse(task.active)
        plan.action_unarchive()
        self.assertTrue(project.active and task.active)

    def test_tasks_that_a_document_gives_a_template_are_hidden_too(self):
        plan = self.new_plan(is_template=True)
        tasks = self.import_tasks(plan, [Task(key="P1.1", ref="P1.1", title="One")])
        self.assertFalse(tasks.active)

    def test_viewer_reads_and_changes_nothing(self):
        plan = self.new_plan()
        phase = self.new_phase(plan)
        for job in ("viewer", "approver", "auditor", "operator"):
            user = self.new_user(job)
            own = plan.with_user(user)
            self.assertEqual(own.name, "Lighthouse upkeep")
            with self.assertRaises(AccessError):
                own.name = "Mine"
            with self.assertRaises(AccessError):
                own.unlink()
            with self.assertRaises(AccessError):
                own.copy()
            with self.assertRaises(AccessError):
                own.create({"name": "New"})
            with self.assertRaises(AccessError):
                phase.with_user(user).goal = "Mine"

    def test_employee_without_a_job_sees_no_plan(self):
        plan = self.new_plan()
        with self.assertRaises(AccessError):
            plan.with_user(self.new_user("")).read(["name"])

    def test_other_company_sees_nothing_and_may_use_the_slug(self):
        plan = self.new_plan()
        phase = self.new_phase(plan)
        company = self.env["res.company"].sudo().create({"name": "Other"})
        user = self.new_user(
            "manager",
            login="plan_test_other",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        plans = self.plans.with_user(user)
        self.assertFalse(plans.search([("id", "=", plan.id)]))
        with self.assertRaises(AccessError):
            phase.with_user(user).read(["name"])
        own = plans.create({"name": "Lighthouse upkeep"})
        self.assertEqual(own.slug, plan.slug)
        self.assertEqual(own.company_id, company)
        with self.assertRaises(AccessError):
            self.tasks.with_user(user).create({"name": "x", "plan_id": plan.id})

    def test_slug_is_unique_within_the_company(self):
        first, second = self.new_plan(), self.new_plan()
        self.assertNotEqual(first.slug, second.slug)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            second.slug = first.slug
            self.env.flush_all()

    def test_plan_takes_no_project_of_others_and_stays_in_its_own(self):
        plan, other = self.new_plan(), self.new_plan("Other")
        with self.assertRaisesRegex(UserError, r"^\[project_given\]"):
            self.new_plan("Third", project_id=plan.project_id.id)
        with self.assertRaisesRegex(UserError, r"^\[plan_moved\]"):
            plan.project_id = other.project_id

    def test_project_of_a_plan_is_not_deleted_or_archived_by_itself(self):
        project = self.new_plan().project_id.sudo()
        with self.assertRaisesRegex(UserError, r"^\[project_of_plan\]"):
            project.unlink()
        with self.assertRaisesRegex(UserError, r"^\[project_of_plan\]"):
            project.active = False

    def test_deleted_plan_leaves_nothing_behind(self):
        plan = self.new_plan()
        phase = self.new_phase(plan)
        task = self.new_task(phase)
        dropped = self.new_task(phase, "Gone")
        dropped.active = False
        left = plan.project_id | plan.project_id
        records = [left, phase, task, dropped, phase.milestone_id]
        messages = self.env["mail.message"].sudo()
        names = {(r._name, r.id) for r in [plan, *records]}
        plan.unlink()
        for record in records:
            self.assertFalse(record.sudo().exists(), record)
        for model, res_id in names:
            domain = [("model", "=", model), ("res_id", "=", res_id)]
            self.assertFalse(messages.search(domain), model)

    def test_copy_has_rows_of_its_own(self):
        plan = self.new_plan()
        first, second = self.new_phase(plan), self.new_phase(plan, "Core")
        done = self.new_task(first, "One", plan_status="done")
        self.new_task(second, "Two", plan_depends_text="P1.*")
        copy = plan.copy()
        self.assertEqual(copy.name, "Lighthouse upkeep (copy)")
        self.assertNotEqual(copy.slug, plan.slug)
        self.assertEqual(copy.state, "draft")
        self.assertNotEqual(copy.project_id, plan.project_id)
        self.assertEqual(copy.phase_ids.mapped("code"), ["P1", "P2"])
        self.assertEqual(copy.task_ids.mapped("name"), ["One", "Two"])
        one, two = copy.task_ids
        self.assertEqual(one.plan_status, "not_started")
        self.assertEqual(two.depend_on_ids, one)
        self.assertEqual(two.state, "04_waiting_normal")
        self.assertEqual(two.plan_phase_id, copy.phase_ids[1])
        self.assertEqual(two.plan_depends_text, "P1.*")
        self.assertEqual(plan.task_count, 2)
        self.assertEqual(done.plan_status, "done")
        self.assertFalse(plan.task_ids & copy.task_ids)

    def test_tasks_of_a_template_are_in_nobodys_list(self):
        plan = self.new_plan(is_template=True)
        task = self.new_task(self.new_phase(plan), user_ids=[self.planner.id])
        mine = self.tasks.search([("user_ids", "in", self.planner.id)])
        self.assertNotIn(task, mine)
        self.assertEqual(plan.task_ids, task)
        self.assertEqual(plan.task_count, 1)
        task.active = True
        self.assertFalse(task.active)
        plan.is_template = False
        self.assertTrue(task.active)
        plan.is_template = True
        self.assertFalse(task.active)

    def test_task_archived_by_itself_stays_so_when_its_plan_comes_back(self):
        plan = self.new_plan()
        phase = self.new_phase(plan)
        kept, dropped = self.new_task(phase), self.new_task(phase, "Gone")
        dropped.active = False
        self.assertEqual(plan.task_ids, kept)
        plan.action_archive()
        self.assertEqual(plan.task_count, 1)
        plan.action_unarchive()
        self.assertTrue(kept.active)
        self.assertFalse(dropped.active)
        dropped.active = True
        self.assertEqual(plan.task_count, 2)

    def test_progress_weighs_tasks_by_their_estimate(self):
        plan = self.new_plan()
        phase = self.new_phase(plan)
        self.new_task(phase, plan_estimate_text="3 days", plan_status="done")
        self.new_task(phase, "No estimate")
        self.new_task(phase, plan_estimate_text="9 days", plan_status="cancelled")
        self.assertEqual(plan.progress, 75)
        self.assertEqual((plan.task_count, plan.done_task_count), (3, 1))
        self.assertEqual(phase.progress, 75)

    def test_next_step_names_what_can_start_and_what_waits(self):
        plan = self.new_plan()
        phase = self.new_phase(plan)
        self.new_task(phase, "Create schema")
        self.new_task(phase, "Fill it", plan_depends_text="P1.1")
        lines = plan.next_step.splitlines()
        self.assertIn('P1.1 "Create schema" can start', lines[0])
        self.assertIn("P1.2", lines[1])
        self.assertIn("P1.1 is not started", lines[1])

    def test_nobody_approves_a_plan_of_their_own(self):
        plan = self.new_plan(owner_id=self.new_user("approver").id)
        plan.action_submit()
        approver = plan.owner_id
        with self.assertRaisesRegex(UserError, r"^\[own_plan\]"):
            plan.with_user(approver).action_approve()
        with self.assertRaises(AccessError):
            plan.action_approve()

    def test_state_is_written_by_actions_only(self):
        plan = self.new_plan()
        with self.assertRaises(AccessError):
            plan.sudo().state = "approved"

    def test_source_text_is_kept_by_imports_alone(self):
        plan = self.new_plan()
        for vals in ({"source_text": "# Mine"}, {"revision": 7}):
            with self.assertRaisesRegex(AccessError, r"^\[private_field\]"):
                plan.sudo().write(vals)

    def test_source_text_is_not_read_with_the_rest(self):
        plan = self.new_plan(source_text="# Title")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(plan.name)
        field = self.plans._fields["source_text"]
        self.assertFalse(self.env.cache.contains(plan, field))

    def test_list_of_plans_costs_the_same_for_many(self):
        def make(count):
            for number in range(count):
                phase = self.new_phase(self.new_plan(f"Plan {number}"))
                self.new_task(phase)

        names = [
            "progress",
            "task_count",
            "blocked_task_count",
            "phase_id",
            "date_end",
            "is_late",
        ]

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.plans.search([]).read(names)
            return self.env.cr.sql_log_count - before

        make(2)
        count()
        few = count()
        make(8)
        self.assertEqual(count(), few)

    def test_document_plan_is_what_was_imported(self):
        plan = self.new_plan()
        items = [
            Task(key="P1.1", ref="P1.1", title="One", phase="P1", owner="SRE"),
            Task(key="P1.2", ref="P1.2", title="Two", phase="P1", depends="P1.1"),
            Task(key="x", title="No id", depends="P1.*", estimate="2d"),
        ]
        self.import_tasks(plan, items)
        values = plan._get_document_plan()
        self.assertEqual(values.tasks, tuple(items))
        self.assertEqual(values.title, "Lighthouse upkeep")
        self.assertEqual(values.phases[0].code, "P1")
