# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import assigned

from odoo.tests import tagged

from .page_case import PageCase, pick

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk"
    "+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


@tagged("post_install", "-at_install")
class TestCertificate(PageCase):
    def setUp(self):
        super().setUp()
        self.approval = self.ask("SRE")
        self.user = self.signer["SRE"]
        self.log_in(self.user)
        response = self.answer(
            self.approval._get_page_path(),
            "sign",
            self.user,
            comment="With care",
            drawing=PNG,
        )
        self.assert_done(response, "approved")
        self.signature = self.approval.signature_ids
        self.path = f"/implementation/signature/{self.signature.id}"

    def test_certificate_states_who_what_when_and_how(self):
        tree = self.read(f"{self.path}/certificate")
        words = self.text(tree)
        event = self.env["implementation.event"].search(
            [("code", "=", "approval.signed")], limit=1
        )
        for stated in (
            self.user.name,
            self.user.login,
            "SRE",
            "With care",
            f"{self.signature.signed_at:%Y-%m-%d %H:%M:%S} UTC",
            "asked at this very signature",
            self.signature.content_digest,
            self.signature.document_digest,
            self.signature.digest,
            f"No. {event.number}",
            event.hash,
            "no compliance with 21 CFR Part 11",
            "eIDAS",
            "This signature counts",
            "Canary",
        ):
            self.assertIn(stated, words)
        self.assertEqual(
            pick(tree, "img.drawing")[0].get("src"), f"data:image/png;base64,{PNG}"
        )

    def test_voided_signature_says_so(self):
        self.environment.url = "https://canary.example.org"
        words = self.text(self.read(f"{self.path}/certificate"))
        self.assertIn("counts no more", words)
        self.assertNotIn("canary.example.org", words)

    def test_signature_over_rpc_is_called_weaker(self):
        self.env.company.implementation_rpc_signing = True
        approval = self.signed("Tech Lead")
        path = f"/implementation/signature/{approval.signature_ids.id}/certificate"
        self.assertIn("Weaker", self.text(self.read(path)))

    def test_document_is_downloaded_and_hashes_to_what_was_signed(self):
        response = self.get(f"{self.path}/document")
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertIn("text/markdown", response.headers["Content-Type"])
        self.assertEqual(
            assigned.digest_of(response.content.decode()),
            self.signature.content_digest,
        )

    def test_certificate_of_somebody_else_is_not_there(self):
        for user in (self.stranger, self.guest, self.employee):
            user.password = user.login
            self.log_in(user)
            for page in ("certificate", "document"):
                self.assertEqual(self.get(f"{self.path}/{page}").status_code, 404)
                missing = f"/implementation/signature/{self.signature.id + 9999}/{page}"
                self.assertEqual(self.get(missing).status_code, 404)

    def test_altered_row_is_told_on_the_certificate(self):
        self.env.cr.execute(
            "ALTER TABLE implementation_signature DISABLE TRIGGER USER;"
            "UPDATE implementation_signature SET meaning = 'Anything' WHERE id = %s;"
            "ALTER TABLE implementation_signature ENABLE TRIGGER USER",
            [self.signature.id],
        )
        self.signature.invalidate_recordset()
        words = self.text(self.read(f"{self.path}/certificate"))
        self.assertIn("does not hash", words)
