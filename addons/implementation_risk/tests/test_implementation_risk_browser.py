# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import HttpCase, new_test_user, tagged

# The tour runs for a planner; the page of unit tests opens for administrators only.
LOGIN = "risk_tour_planner"


class AnyCase(str):
    """18 and 19 spell the signal of success differently."""

    __hash__ = str.__hash__

    def __eq__(self, other):
        return self.lower() == str(other).lower()


@tagged("post_install", "-at_install")
class TestRiskMatrixBrowser(HttpCase):
    def setUp(self):
        super().setUp()
        user = new_test_user(
            self.env, login=LOGIN, groups="implementation_base.group_planner"
        )
        plan = self.env(user=user.id)["implementation.plan"].create(
            {"name": "Tour plan"}
        )
        self.env["implementation.risk"].search([]).unlink()
        self.env["implementation.risk"].create(
            [
                {
                    "plan_id": plan.id,
                    "name": "Tour migration fails",
                    "impact": "critical",
                    "probability": "low",
                },
                {
                    "plan_id": plan.id,
                    "name": "Tour cache stampede",
                    "impact": "medium",
                    "probability": "medium",
                },
            ]
        )

    def test_matrix_opens_the_risks_of_a_cell(self):
        self.start_tour(
            "/odoo/implementation-risk-matrix",
            "implementation_risk_matrix",
            login=LOGIN,
        )

    def test_matrix_geometry(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            "&filter=implementation_risk",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal=AnyCase("[HOOT] test suite succeeded"),
        )
