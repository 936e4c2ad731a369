# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from urllib.parse import urlparse

from lxml import html

from odoo.tests import HttpCase, tagged

from .common import SignOffCase

HOME = "/my/sign-offs"


@tagged("post_install", "-at_install")
class TestTours(SignOffCase, HttpCase):
    """What people do on a phone, from the mail to the signature."""

    browser_size = "390x844"

    def sign_before(self, approval):
        """An earlier signature, so that there is something to compare with."""
        self.sign(approval)
        self.settle()

    def get_mail_link(self, approval):
        """Where the button of the mail to whoever is asked leads to."""
        self.env["implementation.approval"]._cron_mails()
        mail = self.env["mail.mail"].search(
            [
                ("model", "=", approval._name),
                ("res_id", "=", approval.id),
                ("recipient_ids", "in", approval.asked_user_ids.partner_id.ids),
            ],
            limit=1,
        )
        links = html.fromstring(mail.body_html).xpath("//a[contains(., 'sign')]/@href")
        paths = {urlparse(link).path for link in links if "/my/sign-offs" in link}
        self.assertEqual(paths, {approval._get_page_path()})
        return paths.pop()

    def test_signer_follows_the_mail_reads_the_difference_and_signs(self):
        approval = self.ask("SRE")
        self.sign_before(approval)
        self.environment.url = "https://canary.example.org"
        self.settle()
        path = self.get_mail_link(approval)
        self.start_tour(path, "implementation_sign_from_mail", login=None)
        self.assertEqual(approval.status, "approved")
        signature = approval.signature_ids.sorted("number")[-1]
        self.assertEqual((signature.round, signature.road), (2, "screen"))
        self.assertTrue(signature.drawing)

    def test_signer_rejects_with_a_reason(self):
        approval = self.ask("SRE")
        self.start_tour(HOME, "implementation_sign_reject", login="sign-sre")
        self.assertEqual(approval.status, "rejected")
        said = " ".join(approval.message_ids.mapped("body"))
        self.assertIn("The canary has no URL", said)

    def test_signer_signs_again_after_an_edit_was_undone(self):
        approval = self.ask("SRE")
        self.sign_before(approval)
        self.environment.url = "https://canary.example.org"
        self.settle()
        self.environment.url = False
        self.settle()
        self.assertEqual(approval.status, "void")
        path = approval._get_page_path()
        self.start_tour(path, "implementation_sign_again", login="sign-sre")
        self.assertEqual(approval.status, "approved")

    def test_deputy_signs_for_whoever_is_away(self):
        approval = self.ask("SRE")
        self.start_tour(HOME, "implementation_sign_delegate", login="sign-sre")
        self.start_tour(HOME, "implementation_sign_for_another", login="sign-security")
        signature = approval.signature_ids
        self.assertEqual(
            (signature.user_id, signature.on_behalf_id),
            (self.signer["Security"], self.signer["SRE"]),
        )

    def test_task_in_review_is_done_by_its_sign_off(self):
        self.env["implementation.approval.policy"].create(
            {
                "subject_kind": "task",
                "plan_id": self.plan.id,
                "role_id": self.roles["Tech Lead"].id,
            }
        )
        task = self.tasks[0].with_user(self.users["planner"])
        task.plan_status = "in_review"
        self.start_tour("/my", "implementation_sign_task", login="sign-tech-lead")
        self.assertEqual(task.plan_status, "done")
