# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import PlanCase, chain_items


@tagged("post_install", "-at_install")
class TestTaskGuest(PlanCase):
    """What reaches tasks, phases and milestones from outside their own buttons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan()
        cls.first, cls.second = cls.import_tasks(cls.plan, chain_items(2))
        cls.portal = new_test_user(
            cls.env(user=1), "plan_test_portal", groups="base.group_portal"
        )

    def share(self, project):
        """The project as its manager shares it with a client."""
        project = project.sudo()
        project.privacy_visibility = "portal"
        partner = self.portal.partner_id
        self.env["project.collaborator"].sudo().create(
            {"project_id": project.id, "partner_id": partner.id}
        )
        project.message_subscribe(partner_ids=partner.ids)
        project.task_ids.message_subscribe(partner_ids=partner.ids)

    def test_portal_user_closes_what_nothing_holds_back(self):
        self.share(self.plan.project_id)
        self.first.with_user(self.portal).write({"state": "1_done", "name": "Seen"})
        self.assertEqual(self.first.plan_status, "done")
        self.assertFalse(self.second.is_blocked)
        self.first.with_user(self.portal).write({"state": "01_in_progress"})
        self.assertEqual(self.first.plan_status, "in_progress")
        with self.assertRaisesRegex(UserError, "blocked_task"):
            self.second.with_user(self.portal).write({"state": "1_done"})

    def test_portal_user_makes_tasks_of_projects_without_a_plan(self):
        project = self.env["project.project"].sudo().create({"name": "Shared"})
        self.share(project)
        tasks = self.tasks.with_user(self.portal)
        context = {
            "default_project_id": project.id,
            "default_plan_override_reason": "forged",
        }
        task = tasks.with_context(**context).create({"name": "x", "state": "1_done"})
        task = task.sudo()
        self.assertEqual((task.project_id, task.plan_status), (project, "done"))
        self.assertFalse(task.plan_override_reason)

    def test_task_leaves_its_plan_with_its_project_only(self):
        other = self.new_plan("Another")
        for plan_id in (False, other.id):
            with self.assertRaisesRegex(AccessError, "plan_of_project"):
                self.second.plan_id = plan_id
        self.second.write({"plan_id": self.plan.id})

    def test_copy_of_a_blocked_task_is_not_born_done(self):
        for default in ({"plan_status": "done"}, {"state": "1_done"}):
            with self.assertRaisesRegex(UserError, "blocked_task"):
                self.second.copy(default)
        self.assertEqual(self.second.copy().plan_status, "not_started")

    def test_copy_of_the_project_leaves_the_phases_behind(self):
        copy = self.plan.project_id.sudo().copy()
        self.assertEqual(len(copy.task_ids), 2)
        self.assertFalse(copy.task_ids.plan_phase_id)

    def test_defaults_of_a_context_forge_no_decision(self):
        tasks = self.tasks.with_context(
            default_plan_override_reason="forged", default_plan_dropped=True
        )
        task = tasks.create({"name": "x", "project_id": self.plan.project_id.id})
        self.assertFalse(task.plan_override_reason)
        self.assertFalse(task.plan_dropped)

    def test_milestone_of_a_phase_is_reached_by_its_gate(self):
        milestone = self.plan.phase_ids.milestone_id
        for vals in ({"is_reached": True}, {"plan_id": False}):
            with self.assertRaisesRegex(AccessError, "milestone_of_phase"):
                milestone.write(vals)
        with self.assertRaisesRegex(AccessError, "milestone_of_phase"):
            milestone.unlink()
        own = milestone.with_context(default_plan_id=self.plan.id).create(
            {"name": "By hand", "project_id": self.plan.project_id.id}
        )
        self.assertFalse(own.plan_id)
        own.write({"is_reached": True})
        own.unlink()

    def test_phase_keeps_its_milestone_and_plan(self):
        other = self.new_phase(self.new_plan("Another"))
        with self.assertRaisesRegex(AccessError, "private_field"):
            self.plan.phase_ids.milestone_id = other.milestone_id
        with self.assertRaisesRegex(UserError, "row_moved"):
            self.plan.phase_ids.plan_id = other.plan_id

    def test_broken_extra_values_never_reach_the_document(self):
        for record in (self.plan, self.plan.phase_ids, self.first):
            for extra in ([1], "text", [["one"]], [["a", 2]], {"a": "b"}):
                with self.assertRaisesRegex(ValidationError, "broken_extra"):
                    record.document_extra = extra
            record.document_extra = [["Notes", "keep me"]]

    def test_text_of_an_index_has_a_limit(self):
        long = "x" * 501
        for record, name in (
            (self.plan, "slug"),
            (self.plan.phase_ids, "code"),
            (self.first, "plan_ref"),
        ):
            with self.assertRaisesRegex(ValidationError, "text_too_long"):
                record.write({name: long})
            record.write({name: long[1:]})

    def test_odd_digits_of_a_code_do_not_stop_the_next_phase(self):
        self.plan.phase_ids.code = "P²"
        self.assertEqual(self.new_phase(self.plan, "Next").code, "P1")
