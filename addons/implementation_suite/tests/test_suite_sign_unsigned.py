# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sign_case import SignCase
from .sign_values import other_value

#: Fields that take a row out of its plan, or are another's name of a signed field.
STRUCTURE = {
    *("plan_id", "project_id", "active", "plan_dropped", "company_id"),
    *("depend_on_ids", "dependent_ids", "document_extra"),
    "is_template",
}
#: The first day of a plan moves the days of its phases, which are signed.
MOVES = {"date_start"}
REFUSALS = (AccessError, UserError, ValueError, TypeError, psycopg2.Error)
#: Too many refusals would say that the test tries nothing.
MAX_REFUSED = 0.4


@tagged("post_install", "-at_install")
class TestSuiteSignUnsigned(SignCase):
    """Every field that nobody signs leaves every signature standing."""

    def test_unsigned_fields_of_rows(self):
        for collection in self.sections:
            row = self.row(collection)
            signed = {name for _value, name in self.signed_names(collection)}
            self.walk(row.sudo(), signed | {f"{name}_text" for name in signed})

    def test_unsigned_fields_of_the_plan(self):
        header = self.plan._get_document_header()
        signed = {header[name] for name in header if name != "date_updated"}
        self.walk(self.plan.sudo(), signed | MOVES)

    def walk(self, row, signed):
        tried = refused = 0
        voiding = {}
        private = getattr(row, "_private_fields", ())
        for name, field in row._fields.items():
            if name in signed | STRUCTURE | {*private} or not self.is_writable(field):
                continue
            vals = other_value(row, name)
            if vals is None:
                continue
            tried += 1
            with self.undone():
                try:
                    with self.env.cr.savepoint():
                        row.write(vals)
                except REFUSALS:
                    refused += 1
                found = self.void()
                if found:
                    voiding[name] = found
        self.assertFalse(voiding, row._name)
        self.assertLessEqual(refused, max(MAX_REFUSED * tried, 3), row._name)

    def is_writable(self, field):
        return field.store and not (field.related or field.name.startswith("message_"))

    def test_statuses_ticks_and_actual_dates(self):
        task = self.row("tasks", plan_ref="P2.5")
        for row, vals in (
            (task, {"plan_status": "in_progress"}),
            (task, {"state": "1_canceled"}),
            (self.plan.dashboard_ids[0], {"done": True}),
            (self.plan, {"document_extra": [["Last Updated", "2031"]]}),
            (self.plan.risk_ids[0], {"document_extra": [["Status", "open"]]}),
            (task, {"document_extra": [["Actual Start", "2031-01-01"]]}),
            (task.plan_checklist_ids or self.row("checklist"), {"done": True}),
        ):
            with self.undone():
                row.write(vals)
                self.assertFalse(self.void(), (row, vals))

    def test_first_day_of_the_plan_moves_its_phases(self):
        with self.undone():
            self.plan.date_start = "2031-01-01"
            self.assertEqual(self.void(), {"Tech Lead", "Product Owner", "phase"})

    def test_extra_value_is_signed_unless_it_reports(self):
        with self.undone():
            self.plan.risk_ids[0].document_extra = [["Notes", "by hand"]]
            self.assertEqual(self.void(), {"Security", "Product Owner", "risk"})
        with self.undone():
            self.plan.document_extra = [["Budget", "12"]]
            self.assertEqual(self.void(), {"Product Owner"})

    def test_notes_and_mails_are_no_edit(self):
        with self.undone():
            self.plan.message_post(body="A word")
            self.subjects["task"].message_post(body="A word")
            self.plan.activity_schedule("mail.mail_activity_data_todo")
            self.assertFalse(self.void())

    def test_copy_leaves_the_signed_plan_alone(self):
        with self.undone():
            copied = self.plan.copy()
            self.assertFalse(self.void())
            self.assertEqual(set(copied.approval_ids.mapped("status")), {"pending"})
            self.assertFalse(copied.approval_ids.signature_ids)
