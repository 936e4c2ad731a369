# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from plankit.plan import Trigger

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from odoo.addons.implementation_plan.tests.register_case import RegisterCase


@tagged("post_install", "-at_install")
class TestTriggerRegister(RegisterCase, TransactionCase):
    model = "implementation.trigger"
    items = (
        Trigger(key="p99", text="P99 latency > 500ms for 5 minutes"),
        Trigger(key="5xx", text="Any 5xx errors in critical paths"),
        Trigger(key="blank", text=""),
    )
    editable = ("text", "Error rate > 1% for 5 minutes")

    def test_complete_text_is_compiled(self):
        row = self.rows[0]
        self.assertEqual((row.state, row.missing), ("compiled", False))
        compiled = json.loads(row.compiled)
        self.assertEqual(compiled["threshold"], 0.5)
        self.assertEqual(compiled["window_seconds"], 300)

    def test_incomplete_text_says_what_is_missing(self):
        row = self.rows[1]
        self.assertEqual(row.state, "incomplete")
        self.assertIn("scope", row.missing)
        self.assertTrue(row.advice)

    def test_compiled_form_follows_the_text(self):
        row = self.as_role("planner")
        row.text = "Health check failures"
        self.assertEqual(row.state, "incomplete")
        self.assertNotIn("threshold", json.loads(row.compiled))

    def test_compiled_form_is_written_by_nobody(self):
        for field, value in (
            ("state", "compiled"),
            ("compiled", "{}"),
            ("missing", ""),
        ):
            for row in (self.as_role("manager"), self.rows[1].sudo()):
                with self.assertRaisesRegex(AccessError, r"^\[compiled_private\]"):
                    row.write({field: value})
                with self.assertRaisesRegex(AccessError, r"^\[compiled_private\]"):
                    row.create({"plan_id": self.plan.id, field: value})

    def test_default_of_the_context_compiles_nothing(self):
        model = self.as_role("manager").with_context(default_state="compiled")
        row = model.create({"plan_id": self.plan.id, "text": "Something is off"})
        self.assertEqual(row.state, "incomplete")
