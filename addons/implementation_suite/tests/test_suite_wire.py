# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import xmlrpc.client

from odoo.tests import tagged

from .common import DEMO, TEMPLATE, SuiteCase


@tagged("post_install", "-at_install")
class TestSuiteWire(SuiteCase):
    """What is answered can be sent: XML-RPC knows no None."""

    def assertSendable(self, answer):
        sent = xmlrpc.client.dumps((answer,), allow_none=False)
        self.assertEqual(xmlrpc.client.loads(sent)[0][0], answer)

    def test_every_answer_can_be_sent(self):
        text = DEMO.replace("shop-relaunch", "suite-wire")
        self.assertSendable(self.plans.preview_markdown(text, {}))
        answer = self.plans.import_markdown(text, {})
        self.assertSendable(answer)
        plan = self.plans.browse(answer["plan_id"])
        self.assertSendable(plan.get_lint())
        self.assertSendable(plan.export_markdown())
        self.assertSendable(plan.get_document_view())
        self.assertSendable(plan.copy().get_lint())

    def test_answers_about_conflicts_and_deletions_can_be_sent(self):
        text = DEMO.replace("shop-relaunch", "suite-wire")
        plan = self.import_text(text)
        plan.task_ids.filtered(lambda t: t.plan_ref == "P2.5").name = "Ours"
        theirs = text.replace("Write the API guide", "Theirs")
        lines = [row for row in theirs.split("\n") if not row.startswith("| Redis")]
        answer = self.plans.import_markdown("\n".join(lines[:-40]), {})
        self.assertTrue(answer["conflicts"])
        self.assertSendable(answer)

    def test_template_calls_can_be_sent(self):
        template = self.import_text(TEMPLATE, slug="suite-wire-template")
        self.assertSendable(template.instantiate_template({"slug": "suite-wired"}))
        self.assertSendable(template.instantiate_template({"slug": False}))

    def test_line_ends_lost_on_the_wire_are_no_change(self):
        text = DEMO.replace("shop-relaunch", "suite-wire")
        windows = text.replace("\n", "\r\n")
        plan = self.import_text(windows)
        self.assertUnchanged(self.plans.import_markdown(text, {}))
        self.assertTrue(plan.export_markdown())
