# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import Form

from .common import EvidenceCase


class TestEnvironment(EvidenceCase):
    """An environment is proved by the checks that run on it, and on it alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check.environment_id = cls.environment
        cls.other = cls.environment.copy({"name": "Other", "sequence": 99})

    def test_it_stands_as_its_checks_do(self):
        self.assertEqual(self.environment.passed_text, "0 / 1")
        self.signed("Tech Lead")
        self.run_check()
        self.environment.invalidate_recordset()
        self.assertEqual(self.environment.standing, "pass")
        self.assertEqual(self.environment.passed_text, "1 / 1")
        self.run_check(verdict="fail")
        self.environment.invalidate_recordset()
        self.assertEqual(self.environment.standing, "fail")

    def test_without_checks_nothing_is_proved(self):
        self.assertEqual(self.other.standing, "none")
        self.assertFalse(self.other.passed_text)

    def test_its_checks_run_together(self):
        self.signed("Tech Lead")
        self.environment.with_user(self.operator).action_run_checks()
        self.assertTrue(self.check.job_id)

    def test_a_run_elsewhere_says_nothing_of_it(self):
        self.check.deliverable_id = self.deliverable
        self.signed("Tech Lead")
        self.run_check()
        self.assertEqual(self.deliverable.state, "accepted")
        self.check.environment_id = self.other
        self.assertEqual(self.check.standing, "stale")
        self.assertEqual(self.deliverable.state, "open")

    def test_a_command_signed_for_one_place_is_not_signed_for_another(self):
        planner = self.users["planner"]
        approval = self.signed("Tech Lead")
        self.check.with_user(planner).environment_id = self.other
        self.assert_void(approval)

    def test_what_it_proves_is_signed(self):
        approval = self.signed("Tech Lead")
        self.check.with_user(self.users["planner"]).deliverable_id = self.deliverable
        self.assert_void(approval)

    def test_another_name_is_another_target(self):
        approval = self.signed("Tech Lead")
        self.environment.with_user(self.users["planner"]).name = "Production"
        self.assert_void(approval)

    def test_another_claim_is_another_thing_to_prove(self):
        self.check.deliverable_id = self.deliverable
        self.settle()
        approval = self.signed("Tech Lead")
        self.deliverable.with_user(self.users["planner"]).name = "Other"
        self.assert_void(approval)

    def test_an_environment_that_goes_takes_its_signatures_along(self):
        approval = self.signed("Tech Lead")
        self.environment.with_user(self.users["planner"]).unlink()
        self.assert_void(approval)

    def test_a_form_says_so_before(self):
        self.signed("Tech Lead")
        with Form(self.environment.with_user(self.users["planner"])) as form:
            form.name = "Production"
            self.assertIn("Tech Lead", form.void_warning)
