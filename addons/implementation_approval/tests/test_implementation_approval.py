# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import Approval

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.implementation_plan.tests.register_case import RegisterCase

PRIVATE = (
    ("status", "approved"),
    ("user_id", 1),
    ("signed_at", "2026-01-01 00:00:00"),
    ("content_hash", "0" * 64),
)


@tagged("post_install", "-at_install")
class TestApprovalRegister(RegisterCase, TransactionCase):
    model = "implementation.approval"
    items = (
        Approval(key="tech lead", role="Tech Lead", status="Pending"),
        Approval(
            key="sre",
            role="SRE",
            name="Ana Ruiz",
            date="2026-01-01",
            status="✅ Approved",
        ),
        Approval(key="blank", name="_______"),
    )
    editable = ("document_name", "Another name")

    def test_claim_of_the_document_signs_nothing(self):
        row = self.rows[1]
        self.assertEqual(row.document_status, "✅ Approved")
        self.assertEqual(row.status, "pending")
        self.assertFalse(row.user_id or row.signed_at or row.content_hash)

    def test_planner_chooses_role_and_person(self):
        row = self.as_role("planner")
        row.assigned_user_id = self.users["approver"]
        self.assertEqual(row.assigned_user_id, self.users["approver"])

    def test_signature_is_written_by_nobody(self):
        for field, value in PRIVATE:
            for row in (self.as_role("manager"), self.rows[0].sudo()):
                with self.assertRaisesRegex(AccessError, r"^\[approval_private\]"):
                    row.write({field: value})
                with self.assertRaisesRegex(AccessError, r"^\[approval_private\]"):
                    row.create({"plan_id": self.plan.id, field: value})

    def test_signature_is_not_reached_through_the_plan(self):
        plan = self.plan.with_user(self.users["manager"])
        for command in (
            (0, 0, {"status": "approved"}),
            (1, self.rows[0].id, {"status": "approved"}),
        ):
            with self.assertRaisesRegex(AccessError, r"^\[approval_private\]"):
                plan.write({"approval_ids": [command]})

    def test_signature_is_not_loaded_from_a_file(self):
        model = self.env[self.model].with_user(self.users["manager"])
        answer = model.load(
            ["plan_id/.id", "status"], [[str(self.plan.id), "approved"]]
        )
        self.assertFalse(answer["ids"])

    def test_default_of_the_context_signs_nothing(self):
        context = {f"default_{field}": value for field, value in PRIVATE}
        model = self.as_role("manager").with_context(**context)
        row = model.create({"plan_id": self.plan.id})
        row.invalidate_recordset()
        self.assertEqual(row.status, "pending")
        self.assertFalse(row.user_id or row.signed_at or row.content_hash)

    def test_copied_plan_asks_again(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE implementation_approval SET status = 'approved' WHERE id = %s",
            [self.rows[0].id],
        )
        self.rows.invalidate_recordset()
        copied = self.plan.copy().approval_ids
        self.assertEqual(set(copied.mapped("status")), {"pending"})

    def test_person_of_another_company_is_not_asked(self):
        company = self.env["res.company"].create({"name": "Another company"})
        stranger = new_test_user(
            self.env,
            login="foreign_approver",
            groups="implementation_base.group_approver",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        with self.assertRaises(UserError):
            self.as_role("planner").assigned_user_id = stranger

    def test_plan_counts_what_is_asked_and_what_is_given(self):
        self.assertEqual((self.plan.approval_count, self.plan.approved_count), (3, 0))
