# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from plankit.plan import Metric

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from odoo.addons.implementation_plan.tests.register_case import RegisterCase


@tagged("post_install", "-at_install")
class TestMetricRegister(RegisterCase, TransactionCase):
    model = "implementation.metric"
    items = (
        Metric(
            key="request_latency_p99",
            name="request_latency_p99",
            metric_type="histogram",
            threshold="> 500ms for 5 minutes",
        ),
        Metric(key="cache_hit_rate", name="cache_hit_rate", threshold="< 80%"),
        Metric(key="logins", name="logins"),
    )
    editable = ("threshold", "> 700ms for 5 minutes")

    def test_threshold_is_compiled_with_the_metric_beside_it(self):
        compiled = json.loads(self.rows[0].compiled)
        self.assertEqual(self.rows[0].state, "compiled")
        self.assertEqual(compiled["metric"], "request_latency_p99")
        self.assertEqual(compiled["threshold"], 0.5)

    def test_compiled_form_follows_the_name_too(self):
        self.rows[0].name = "checkout_latency_p95"
        compiled = json.loads(self.rows[0].compiled)
        self.assertEqual(compiled["metric"], "checkout_latency_p95")

    def test_threshold_without_window_is_incomplete(self):
        self.assertEqual(self.rows[1].state, "incomplete")
        self.assertEqual(self.rows[1].missing, "window")

    def test_metric_without_threshold_has_no_state(self):
        row = self.rows[2]
        self.assertEqual((row.state, row.missing, row.compiled), (False, False, False))

    def test_compiled_form_is_written_by_nobody(self):
        for row in (self.as_role("manager"), self.rows[1].sudo()):
            with self.assertRaisesRegex(AccessError, r"^\[compiled_private\]"):
                row.write({"state": "compiled"})
