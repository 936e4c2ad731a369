# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .page_case import PageCase, pick

PATH = "/my/sign-offs/delegate"


@tagged("post_install", "-at_install")
class TestPageDelegation(PageCase):
    def setUp(self):
        super().setUp()
        self.approval = self.ask("SRE")
        self.ana = self.signer["SRE"]
        self.ben = self.signer["Security"]

    def give(self, giver=None, taker=None, **values):
        """Fill the form as the giver."""
        self.log_in(giver or self.ana)
        form = self.fields(PATH)
        given = {name: value or "" for name, value in form.items()}
        given.update(delegate_id=str((taker or self.ben).id), reason="Leave")
        return self.post(PATH, {**given, **values})

    def given(self):
        return self.env["implementation.delegation"].search(
            [("delegator_id", "=", self.ana.id)]
        )

    def test_deputy_signs_with_both_names(self):
        self.assert_done(self.give(role_id=str(self.roles["SRE"].id)), "given")
        self.log_in(self.ben)
        path = self.approval._get_page_path()
        tree = self.read(path)
        self.assertIn(
            f"You sign for {self.ana.name} (away until",
            self.text(pick(tree, ".o_sign_for_whom")[0]),
        )
        self.assert_done(self.answer(path, "sign", self.ben), "approved")
        signature = self.approval.signature_ids
        self.assertEqual(
            (signature.user_id, signature.on_behalf_id), (self.ben, self.ana)
        )
        certificate = f"/implementation/signature/{signature.id}/certificate"
        words = self.text(self.read(certificate))
        self.assertIn(f"{self.ana.name}, by delegation", words)

    def test_delegation_of_another_role_or_day_does_not_reach(self):
        self.assert_done(self.give(role_id=str(self.roles["Security"].id)), "given")
        later = fields.Date.today() + timedelta(days=5)
        self.assert_done(self.give(date_start=str(later)), "given")
        self.log_in(self.ben)
        tree = self.read(self.approval._get_page_path())
        self.assertFalse(pick(tree, "#sign"))

    def test_what_makes_no_sense_is_refused(self):
        for code, values in (
            ("delegation_incomplete", {"reason": " "}),
            ("delegation_incomplete", {"delegate_id": ""}),
            ("delegation_incomplete", {"delegate_id": "one"}),
            ("delegation_incomplete", {"date_end": "soon"}),
            ("delegation_dates", {"date_end": "2020-01-01"}),
            ("delegation_to_self", {"delegate_id": str(self.ana.id)}),
            ("delegate_not_approver", {"delegate_id": str(self.employee.id)}),
        ):
            self.assert_code(self.give(**values), code, 422)
        self.assertFalse(self.given())

    def test_person_who_is_not_there_is_refused(self):
        response = self.give(delegate_id="99999999")
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self.given())

    def test_circle_is_refused_with_its_people(self):
        self.assert_done(self.give(), "given")
        response = self.give(self.ben, self.ana)
        tree = self.assert_code(response, "delegation_circle", 422)
        self.assertIn(self.ana.name, self.text(tree))

    def test_giver_takes_it_back_and_nobody_else(self):
        self.assert_done(self.give(), "given")
        path = f"{PATH}/{self.given().id}/revoke"
        self.log_in(self.ben)
        response = self.post(path, {"csrf_token": self.csrf_token()})
        self.assertEqual(response.status_code, 404)
        self.assertFalse(self.given().revoked_at)
        self.log_in(self.ana)
        response = self.post(path, {"csrf_token": self.csrf_token()})
        self.assert_done(response, "revoked")
        self.assertTrue(self.given().revoked_at)
        self.log_in(self.ben)
        tree = self.read(self.approval._get_page_path())
        self.assertFalse(pick(tree, "#sign"))

    def test_nobody_delegates_for_another(self):
        response = self.give(delegator_id=str(self.signer["Tech Lead"].id))
        self.assert_done(response, "given")
        self.assertEqual(self.given().delegator_id, self.ana)
