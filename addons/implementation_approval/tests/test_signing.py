# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import assigned

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SignOffCase


@tagged("post_install", "-at_install")
class TestSigning(SignOffCase):
    def test_signature_approves_the_request_and_stands_in_the_ledger(self):
        approval = self.signed("SRE")
        self.assertEqual(approval.user_id, self.signer["SRE"])
        signature = approval.signature_ids
        self.assertEqual(signature.content_digest, approval.content_hash)
        event = self.env["implementation.event"].search([], limit=1)
        self.assertEqual(event.code, "approval.signed")
        self.assertIn(signature.digest, event.data)

    def test_document_as_signed_hashes_to_the_signed_hash(self):
        for role in ("SRE", "Tech Lead", "Security", "Product Owner"):
            approval = self.signed(role)
            exported = approval.signature_ids.export_as_signed()
            self.assertEqual(
                assigned.digest_of(exported["document"]), approval.content_hash
            )

    def test_hash_is_made_from_the_words_of_the_document_itself(self):
        exported = self.signed("Tech Lead").signature_ids.export_as_signed()
        self.assertTrue(assigned.is_bound(exported["document"]))
        self.assertIn("Create schema", assigned.document_of(exported["document"]))

    def test_edit_of_a_signed_field_voids_at_once(self):
        approval = self.signed("SRE")
        self.environment.name = "Canary ring"
        self.assertEqual(approval.status, "void")
        self.assertEqual(self.plan.revision, 2)

    def test_edit_of_what_the_role_does_not_sign_leaves_it_standing(self):
        approval = self.signed("SRE")
        self.tasks[0].name = "Create the schema"
        self.plan.overview = "A word more"
        self.assert_stands(approval)

    def test_status_of_a_task_is_never_signed(self):
        approval = self.signed("Tech Lead")
        self.tasks[0].plan_status = "done"
        self.assert_stands(approval)

    def test_stale_page_signs_nothing(self):
        approval = self.ask("SRE")
        seen = approval._get_hashes()[approval]
        self.environment.url = "https://canary.example.org"
        self.assert_refused(
            "stale_content", UserError, self.sign, approval, content_hash=seen
        )
        self.assertFalse(approval.signature_ids)

    def test_nobody_signs_for_another(self):
        approval = self.ask("SRE")
        for user in (self.signer["Security"], self.users["manager"]):
            self.assert_refused("not_asked", AccessError, self.sign, approval, user)

    def test_author_does_not_sign_what_they_wrote(self):
        self.plan.owner_id = self.signer["SRE"]
        approval = self.ask("SRE")
        self.assert_refused("author_signs", AccessError, self.sign, approval)

    def test_plan_whose_tasks_wait_for_each_other_is_deleted(self):
        self.tasks[1].depend_on_ids = self.tasks[0]
        self.env.cr.flush()
        self.assertTrue(self.plan.with_user(self.users["planner"]).unlink())
        self.env.cr.flush()
        self.assertFalse(self.plan.exists())
