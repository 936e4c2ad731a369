# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import Risk

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.implementation_plan.tests.register_case import (
    RegisterCase,
    RegisterFixture,
)

ITEMS = (
    Risk(
        key="database migration fails",
        name="Database migration fails",
        impact="high",
        probability="low",
        mitigation="Test in staging",
        owner="implementer",
    ),
    Risk(
        key="delay",
        name="Delay",
        impact="W8 blocked",
        probability="",
        extra=(("Due Date", "2026-01-01"),),
    ),
    Risk(key="blank", name="", impact="", probability="H/M/L"),
)


@tagged("post_install", "-at_install")
class TestRiskRegister(RegisterCase, TransactionCase):
    model = "implementation.risk"
    items = ITEMS
    editable = ("mitigation", "Another way")


@tagged("post_install", "-at_install")
class TestRisk(RegisterFixture, TransactionCase):
    model = "implementation.risk"
    items = ITEMS[:2]

    def test_score_follows_impact_and_probability(self):
        risk = self.rows[0]
        self.assertEqual((risk.score, risk.tone), (8, "moderate"))
        risk.impact = "very_low"
        self.assertEqual((risk.score, risk.tone), (2, "low"))

    def test_a_severe_risk_that_nobody_accepted_keeps_every_gate_shut(self):
        risk = self.rows[0]
        phase = self.env["implementation.phase"].create(
            {"plan_id": self.plan.id, "name": "One"}
        )
        self.assertEqual(self.plan._get_findings(phase), [])
        risk.write({"impact": "critical", "probability": "high"})
        self.assertEqual(risk.tone, "severe")
        codes = [one["code"] for one in self.plan._get_findings(phase)]
        self.assertEqual(codes, ["risk_unaccepted"])
        phase.invalidate_recordset()
        self.assertEqual(phase.gate, "1 of 1 conditions open")
        self.assertEqual(len(phase.gate_text.splitlines()), phase.open_condition_count)
        self.as_role("planner").action_mitigate()
        self.assertTrue(self.plan._get_findings(phase))
        self.as_role("approver").action_accept()
        self.assertEqual(self.plan._get_findings(phase), [])
        kinds = [one["kind"] for one in phase._get_gate_conditions()]
        self.assertEqual(kinds, ["risk"])

    def test_unknown_level_keeps_words_and_has_no_tone(self):
        risk = self.rows[1]
        self.assertEqual(risk.impact_text, "W8 blocked")
        self.assertEqual((risk.impact, risk.score, risk.tone), (False, 0, False))

    def test_approver_accepts(self):
        self.as_role("approver").action_accept()
        self.assertEqual(self.rows[0].state, "accepted")

    def test_manager_does_not_accept(self):
        with self.assertRaisesRegex(AccessError, r"^\[role_required\]"):
            self.as_role("manager").action_accept()

    def test_planner_takes_every_other_edge(self):
        risk = self.as_role("planner")
        for action, state in (
            ("action_mitigate", "mitigating"),
            ("action_occur", "occurred"),
            ("action_close", "closed"),
            ("action_reopen", "open"),
        ):
            getattr(risk, action)()
            self.assertEqual(risk.state, state)

    def test_auditor_moves_nothing(self):
        for action in ("mitigate", "accept", "occur", "close", "reopen"):
            with self.assertRaisesRegex(AccessError, r"^\[role_required\]"):
                getattr(self.as_role("auditor"), f"action_{action}")()

    def test_closed_risk_cannot_occur(self):
        risk = self.as_role("planner")
        risk.action_close()
        with self.assertRaisesRegex(UserError, r"^\[transition_refused\]"):
            risk.action_occur()

    def test_state_is_not_written_by_anyone(self):
        with self.assertRaisesRegex(AccessError, r"^\[state_by_action\]"):
            self.as_role("manager").write({"state": "closed"})
        with self.assertRaisesRegex(AccessError, r"^\[state_by_action\]"):
            self.rows.sudo().create({"plan_id": self.plan.id, "state": "accepted"})

    def test_default_of_the_context_sets_no_state(self):
        model = self.as_role("manager").with_context(default_state="accepted")
        self.assertEqual(model.create({"plan_id": self.plan.id}).state, "open")

    def test_role_of_another_company_is_refused(self):
        company = self.env["res.company"].create({"name": "Another company"})
        role = self.env["implementation.role"].create(
            {"name": "Foreign role", "company_id": company.id}
        )
        with self.assertRaises(UserError):
            self.rows[0].role_id = role

    def test_plan_counts_risks_that_are_not_closed(self):
        self.assertEqual(self.plan.risk_count, 2)
        self.as_role("planner").action_close()
        self.plan.invalidate_recordset(["risk_count"])
        self.assertEqual(self.plan.risk_count, 1)


@tagged("post_install", "-at_install")
class TestRiskMatrix(RegisterFixture, TransactionCase):
    model = "implementation.risk"
    items = ITEMS[:2]

    def get_matrix(self, role="viewer", **kwargs):
        model = self.env["implementation.risk"].with_user(self.users[role])
        return model.get_matrix(plan_id=self.plan.id, **kwargs)

    def count(self, matrix, impact, probability):
        return next(
            cell["count"]
            for cell in matrix["cells"]
            if (cell["impact"], cell["probability"]) == (impact, probability)
        )

    def test_matrix_counts_each_cell_and_what_has_no_place(self):
        matrix = self.get_matrix()
        self.assertEqual(self.count(matrix, "high", "low"), 1)
        self.assertEqual(sum(cell["count"] for cell in matrix["cells"]), 1)
        self.assertEqual(matrix["unplaced"], 1)

    def test_matrix_leaves_closed_risks_out_unless_asked(self):
        self.as_role("planner").action_close()
        self.assertEqual(self.count(self.get_matrix(), "high", "low"), 0)
        shown = self.get_matrix(with_closed=True)
        self.assertEqual(self.count(shown, "high", "low"), 1)

    def test_matrix_of_all_plans_leaves_templates_out(self):
        model = self.env["implementation.risk"].with_user(self.users["viewer"])
        before = self.count(model.get_matrix(), "high", "low")
        self.plan.is_template = True
        self.assertEqual(self.count(model.get_matrix(), "high", "low"), before - 1)

    def test_matrix_answers_no_none(self):
        def walk(value):
            if isinstance(value, dict):
                return all(walk(part) for part in value.values())
            if isinstance(value, (list, tuple)):
                return all(walk(part) for part in value)
            return value is not None

        self.assertTrue(walk(self.get_matrix()))

    def test_runner_gets_no_matrix(self):
        with self.assertRaises(AccessError):
            self.get_matrix("runner")

    def test_matrix_costs_one_query_however_many_risks(self):
        self.create_rows(
            self.plan, [Risk(key=str(n), name=str(n), impact="low") for n in range(50)]
        )
        self.env.flush_all()
        self.get_matrix()
        with self.assertQueryCount(2):
            self.get_matrix()
