# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import os
from pathlib import Path

from plankit import assigned, verify
from plankit.errors import DocumentRefused
from plankit.markdown import read

from odoo.tests import new_test_user, tagged

from .common import DEMO, DOCUMENTS, TEMPLATE, SuiteCase
from .sign_case import ROLES, SignCase

GOLDEN = Path(__file__).with_name("signed_hashes.json")
#: How many documents are also signed; all are hashed.
SIGNED = 8
#: Documents that an import refuses: tasks that wait for each other.
REFUSED = {"cycle"}


@tagged("post_install", "-at_install")
class TestSuiteSignDocuments(SuiteCase):
    """The same document hashes equally on every server, and back from its export."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.implementation_rpc_signing = True
        cls.roles = cls.env["implementation.role"]._get_or_create(ROLES)
        cls.signers = {
            name: new_test_user(
                cls.env,
                "suite-document-" + name.lower().replace(" ", "-"),
                name=name,
                groups="implementation_base.group_approver",
            )
            for name in ROLES
        }

    def documents(self):
        """Every document of the tests: name to text."""
        yield "demo", DEMO.replace("shop-relaunch", "signed-demo")
        yield "template", TEMPLATE
        for path in sorted(DOCUMENTS.glob("*.md")):
            if path.stem in REFUSED:
                continue
            yield path.stem, path.read_bytes().decode()

    def plan_of(self, name, text):
        answer = self.plans.import_markdown(text, {"slug": f"signed-{name}"})
        plan = self.plans.browse(answer["plan_id"])
        # sudo: a template and a placeholder's plan are hashed like any other
        plan.sudo().is_template = False
        return plan

    def requests(self, plan):
        rows = self.env["implementation.approval"].create(
            [
                {
                    "plan_id": plan.id,
                    "role_id": role.id,
                    "assigned_user_id": self.signers[name].id,
                }
                for name, role in self.roles.items()
            ]
        )
        rows.action_request()
        return rows

    def test_hashes_are_those_of_every_other_server(self):
        found = {}
        for name, text in self.documents():
            plan = self.plan_of(name, text)
            hashes = self.requests(plan)._get_hashes()
            found[name] = {row.role_id.name: value for row, value in hashes.items()}
        if os.environ.get("WRITE_GOLDEN"):
            GOLDEN.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
        self.assertEqual(found, json.loads(GOLDEN.read_text()))

    def test_hash_is_stable_over_export_and_import(self):
        """Exported, and imported as a new plan of that slug: the same hashes."""
        for name, text in (("demo", DEMO), ("crlf", self.text_of("crlf"))):
            plan = self.plan_of(name, text)
            before = sorted(self.requests(plan)._get_hashes().values())
            exported, slug = plan.export_markdown(), plan.slug
            plan.sudo().slug = f"{slug}-old"
            again = self.plans.browse(
                self.plans.import_markdown(exported, {"slug": slug})["plan_id"]
            )
            self.assertEqual(
                sorted(self.requests(again)._get_hashes().values()), before, name
            )

    def text_of(self, name):
        return (DOCUMENTS / f"{name}.md").read_bytes().decode()

    def test_every_signature_exports_what_was_signed(self):
        bound = 0
        for name, text in [*self.documents()][:SIGNED]:
            for request in self.requests(self.plan_of(name, text)):
                user = self.signers[request.role_id.name]
                seen = request._get_hashes()[request]
                request.with_user(user).sign(
                    {"content_hash": seen, "meaning": "Seen", "typed_name": user.name}
                )
                exported = request.signature_ids.export_as_signed()
                self.assertEqual(assigned.digest_of(exported["document"]), seen, name)
                self.assertEqual(exported["sha256"], seen)
                bound += assigned.is_bound(exported["document"])
        self.assertGreater(bound, SIGNED * len(ROLES) * 0.8)
        events = self.env["implementation.event"]
        report = verify.verify(
            events._get_bundle(self.env.company), (), assigned.digest_of
        )
        self.assertFalse(report.faults)


@tagged("post_install", "-at_install")
class TestSuiteSignSubjects(SignCase):
    """A signature of a row exports that row as it was signed."""

    def test_rows_export_what_was_signed(self):
        for kind, request in self.requests.items():
            for signature in request.signature_ids:
                exported = signature.export_as_signed()
                self.assertEqual(
                    assigned.digest_of(exported["document"]),
                    signature.content_digest,
                    kind,
                )

    def test_old_signatures_export_the_old_words(self):
        request = self.requests["SRE"]
        old = request.signature_ids
        before = old.export_as_signed()
        environment = self.row("environments")
        environment.url = "elsewhere.example.org"
        self.assertEqual(request.status, "void")
        self.sign(request)
        self.assertEqual(old.export_as_signed(), before)
        new = (request.signature_ids - old).export_as_signed()
        self.assertIn("elsewhere.example.org", new["document"])
        self.assertNotIn("elsewhere.example.org", before["document"])
        try:
            read(assigned.document_of(new["document"]))
        except DocumentRefused as refusal:
            self.fail(refusal)

    def test_risk_is_accepted_by_its_sign_off_and_open_again_when_edited(self):
        risk = self.subjects["risk"]
        self.assertEqual(risk.state, "accepted")
        risk.mitigation = "Another one"
        self.assertEqual(self.requests["risk"].status, "void")
        self.assertEqual(risk.state, "open")

    def test_risk_whose_policy_asks_for_it_is_accepted_by_nobody_else(self):
        other = self.plan.risk_ids[1].with_user(self.signers["SRE"])
        with self.assertRaisesRegex(Exception, r"\[sign_off_needed\]"):
            other.action_accept()
