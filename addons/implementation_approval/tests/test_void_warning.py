# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import Form, tagged

from .common import SignOffCase

PLAN_FORM = "implementation_plan.implementation_plan_view_form"


@tagged("post_install", "-at_install")
class TestVoidWarning(SignOffCase):
    """Whoever edits reads whose sign-off saving would void, before it is saved."""

    def form(self, record, view=None):
        return Form(record.with_user(self.users["planner"]), view)

    def assert_warns(self, form, *roles):
        for role in self.roles:
            shown = f"{role} (" in (form.void_warning or "")
            self.assertEqual(shown, role in roles, form.void_warning)

    def test_nothing_is_said_while_nothing_is_signed(self):
        self.ask("SRE")
        form = self.form(self.environment)
        form.traffic_percent = 25
        self.assertFalse(form.void_warning)

    def test_what_is_saved_says_nothing(self):
        self.signed("SRE")
        self.assertFalse(self.environment.void_warning)
        self.assertFalse(self.plan.void_warning)

    def test_row_names_the_roles_that_cover_it(self):
        self.signed("SRE")
        self.signed("Tech Lead")
        form = self.form(self.environment)
        form.traffic_percent = 25
        self.assert_warns(form, "SRE")
        self.assertIn("SRE Person", form.void_warning)

    def test_value_put_back_takes_the_warning_away(self):
        self.signed("SRE")
        form = self.form(self.environment)
        before = form.name
        form.name = "Blue"
        self.assert_warns(form, "SRE")
        form.name = before
        self.assert_warns(form)

    def test_second_edit_keeps_the_warning(self):
        self.signed("SRE")
        form = self.form(self.environment)
        form.name = "Blue"
        form.traffic_percent = 25
        self.assert_warns(form, "SRE")

    def test_unsigned_value_says_nothing(self):
        self.signed("Tech Lead")
        form = self.form(self.tasks[0])
        form.plan_status = "in_progress"
        self.assert_warns(form)

    def test_task_form_warns(self):
        self.signed("Tech Lead")
        form = self.form(self.tasks[0])
        form.name = "Create the schema"
        self.assert_warns(form, "Tech Lead")

    def test_checklist_on_the_task_form_warns(self):
        self.signed("Tech Lead")
        form = self.form(self.tasks[0])
        with form.plan_checklist_ids.new() as row:
            row.name = "Errors are logged"
        self.assert_warns(form, "Tech Lead")

    def test_new_row_warns(self):
        self.signed("SRE")
        rows = self.env["implementation.environment"]
        form = self.form(rows.with_context(default_plan_id=self.plan.id))
        form.name = "Blue"
        self.assert_warns(form, "SRE")

    def test_header_warns_whoever_signs_it(self):
        self.signed("Tech Lead")
        self.signed("Product Owner")
        form = self.form(self.plan, PLAN_FORM)
        form.overview = "Another summary."
        self.assert_warns(form, "Product Owner")
        form.diagram = "[shop] -> [stock]"
        self.assert_warns(form, "Product Owner", "Tech Lead")

    def test_list_of_the_plan_warns(self):
        self.signed("Tech Lead")
        self.signed("SRE")
        form = self.form(self.plan, PLAN_FORM)
        with form.deliverable_ids.edit(0) as row:
            row.name = "Schema rolled out"
        self.assert_warns(form, "Tech Lead")

    def test_row_taken_out_of_a_list_warns(self):
        self.signed("Tech Lead")
        form = self.form(self.plan, PLAN_FORM)
        form.deliverable_ids.remove(0)
        self.assert_warns(form, "Tech Lead")

    def test_row_added_to_a_list_warns(self):
        self.signed("Tech Lead")
        form = self.form(self.plan, PLAN_FORM)
        with form.component_ids.new() as row:
            row.layer, row.technology = "Backend", "FastAPI"
        self.assert_warns(form, "Tech Lead")

    def test_sign_off_of_a_task_is_named_by_its_form_alone(self):
        task = self.tasks[0]
        self.env["implementation.approval.policy"].create(
            {
                "subject_kind": "task",
                "role_id": self.roles["SRE"].id,
                "plan_id": self.plan.id,
            }
        )
        task.plan_status = "in_review"
        self.sign(task.sign_off_ids)
        self.assertEqual(task.sign_off_state, "approved")
        form = self.form(self.tasks[1])
        form.name = "Write the API"
        self.assert_warns(form)
        form = self.form(task)
        form.name = "Create the schema"
        self.assert_warns(form, "SRE")

    def test_what_the_warning_says_is_what_saving_does(self):
        approval, other = self.signed("SRE"), self.signed("Tech Lead")
        form = self.form(self.environment)
        form.name = "Blue"
        form.save()
        self.assert_void(approval)
        self.assert_stands(other)

    def test_cost_does_not_grow_with_signatures_elsewhere(self):
        self.signed("SRE")
        self.environment.invalidate_recordset()
        form = self.form(self.environment)
        form.name = "Blue"
        first = self.count(lambda: setattr(form, "name", "Green"))
        for number in range(3):
            plan = self.plans.create({"name": f"Other {number}"})
            self.sign(self.ask("SRE", plan, assigned_user_id=self.signer["SRE"].id))
        again = self.count(lambda: setattr(form, "name", "Red"))
        self.assertLessEqual(again, first + 2)

    def test_edit_of_the_header_reads_no_rows(self):
        self.signed("Product Owner")
        self.settle()
        self.env.invalidate_all()
        spec = {"version": {}, "void_warning": {}}
        spec["deliverable_ids"] = {"fields": {"name": {}}}
        plan = self.plan.with_user(self.users["planner"])
        answer = plan.onchange({"version": "2.0"}, ["version"], spec)
        self.assertIn("Product Owner", answer["value"]["void_warning"])
        self.assertNotIn("name", self.deliverable._cache)

    def test_list_edited_before_the_header_keeps_its_warning(self):
        self.signed("Tech Lead")
        self.signed("SRE")
        form = self.form(self.plan, PLAN_FORM)
        with form.environment_ids.new() as row:
            row.name = "Blue"
        form.diagram = "[shop] -> [stock]"
        self.assert_warns(form, "SRE", "Tech Lead")

    def count(self, call):
        before = self.env.cr.sql_log_count
        call()
        return self.env.cr.sql_log_count - before
