# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import ANSWERS, TEMPLATE, SuiteCase


@tagged("post_install", "-at_install")
class TestSuiteLife(SuiteCase):
    """Copy, archive and delete a plan that has every register."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        template = cls.plans.browse(
            cls.plans.import_markdown(TEMPLATE, {"slug": "suite-template"})["plan_id"]
        )
        cls.plan = cls.plans.browse(template.instantiate_template(ANSWERS))
        cls.sections = cls.plan._get_document_sections()

    def rows(self, plan):
        """Every row that names the plan, archived ones too."""
        return {
            model: self.env[model]
            .with_context(active_test=False)
            .search([("plan_id", "in", plan.ids)])
            for _collection, model in self.sections
        }

    def test_copy_has_rows_of_its_own(self):
        copy = self.plan.copy()
        ours, theirs = self.rows(self.plan), self.rows(copy)
        for model, rows in ours.items():
            self.assertEqual(len(theirs[model]), len(rows), model)
            self.assertFalse(theirs[model] & rows, model)
        tasks = copy.task_ids
        self.assertEqual(tasks.project_id, copy.project_id)
        self.assertEqual(tasks.plan_phase_id, copy.phase_ids)
        self.assertLessEqual(tasks.depend_on_ids, tasks)
        self.assertEqual(
            sum(len(task.depend_on_ids) for task in tasks),
            sum(len(task.depend_on_ids) for task in self.plan.task_ids),
        )

    def test_copy_exports_the_document_but_for_name_and_slug(self):
        text = self.plan.export_markdown().split("\n")
        copied = self.plan.copy().export_markdown().split("\n")
        different = [new for old, new in zip(text, copied, strict=True) if old != new]
        self.assertEqual(len(different), 2, different)

    def test_archived_plan_takes_its_tasks_out_of_lists_and_brings_them_back(self):
        tasks = self.plan.task_ids
        text = self.plan.export_markdown()
        self.plan.action_archive()
        self.assertFalse(any(tasks.mapped("active")))
        self.assertFalse(self.plan.project_id.active)
        self.assertEqual(self.plan.export_markdown(), text)
        self.plan.action_unarchive()
        self.assertTrue(all(tasks.mapped("active")))

    def test_deleted_plan_leaves_nothing_behind(self):
        rows, project = self.rows(self.plan), self.plan.project_id
        milestones = self.plan.phase_ids.milestone_id
        revisions = self.plan.revision_ids
        self.plan.unlink()
        for model, found in rows.items():
            self.assertFalse(found.exists(), model)
        for found in (project, milestones, revisions):
            self.assertFalse(found.sudo().exists(), found._name)
