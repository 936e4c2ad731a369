# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import TestTarget

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged

from odoo.addons.implementation_plan.tests.register_case import RegisterCase


@tagged("post_install", "-at_install")
class TestTestTargetRegister(RegisterCase, TransactionCase):
    model = "implementation.test.target"
    items = (
        TestTarget(
            key="unit",
            test_type="Unit",
            coverage_target=">= 90%",
            framework="pytest",
            share_percent="60",
        ),
        TestTarget(key="integration", test_type="Integration", share_percent="33.333"),
        TestTarget(key="e2e", test_type="E2E", share_percent="10.0"),
        TestTarget(key="load", test_type="Load", share_percent="0"),
        TestTarget(key="smoke", test_type="Smoke", share_percent="a few"),
        TestTarget(key="manual", test_type="Manual"),
    )
    editable = ("framework", "unittest")

    def get_share(self, row):
        context = self.plan._get_document_context()
        return row._document_item(context).share_percent

    def test_share_out_of_bounds_is_refused(self):
        row = self.as_role("planner")
        for share in (-0.01, 100.01, 1000):
            with self.assertRaisesRegex(ValidationError, r"\[share_out_of_bounds\]"):
                row.share_percent = share

    def test_bounds_themselves_are_shares(self):
        for share in (0, 100):
            self.rows[0].share_percent = share
            self.assertEqual(self.rows[0].share_percent, share)

    def test_changed_share_replaces_the_author_s_text(self):
        row = self.rows[2]
        row.share_percent = 12.5
        self.assertEqual(self.get_share(row), "12.5")
        row.share_percent = 0
        self.assertEqual(self.get_share(row), "0")

    def test_share_put_back_gives_the_author_s_text_again(self):
        row = self.rows[2]
        row.share_percent = 12.5
        row.share_percent = 10
        self.assertEqual(self.get_share(row), "10.0")

    def test_plan_adds_the_shares_up(self):
        self.assertAlmostEqual(self.plan.test_share_total, 103.333)
