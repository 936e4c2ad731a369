# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from base64 import b32decode
from time import time

from odoo.http import root
from odoo.tests import tagged

from .page_case import PageCase, pick

#: Of an authenticator.
SECRET = "JBSWY3DPEHPK3PXP"


@tagged("post_install", "-at_install")
class TestPageSigning(PageCase):
    def setUp(self):
        super().setUp()
        self.approval = self.ask("SRE")
        self.path = self.approval._get_page_path()
        self.user = self.signer["SRE"]
        self.log_in(self.user)

    def assert_unsigned(self):
        self.approval.invalidate_recordset()
        self.assertEqual(self.approval.status, "pending")
        self.assertFalse(self.approval.signature_ids)

    def test_asked_person_signs_what_the_page_showed(self):
        seen = self.fields(self.path, "#sign form")["content_hash"]
        response = self.answer(self.path, "sign", self.user, comment="Well done")
        path = self.assert_done(response, "approved")
        self.assertIn("The sign-off is complete", self.text(self.read(path)))
        signature = self.approval.signature_ids
        self.assertEqual(signature.content_digest, seen)
        self.assertEqual(
            (signature.road, signature.authentication, signature.comment),
            ("screen", "password", "Well done"),
        )

    def test_wrong_password_signs_nothing_and_keeps_what_was_typed(self):
        response = self.answer(
            self.path, "sign", self.user, meaning="My own words", password="hunter2"
        )
        tree = self.assert_code(response, "reauthentication_failed", 403)
        form = pick(tree, "#sign form")[0].fields
        self.assertEqual(form["meaning"].strip(), "My own words")
        self.assertEqual(form["typed_name"], self.user.name)
        self.assertNotIn("hunter2", response.text)
        self.assert_unsigned()

    def test_other_name_and_no_meaning_are_refused(self):
        for code, values in (
            ("name_mismatch", {"typed_name": "Somebody"}),
            ("meaning_required", {"meaning": " "}),
            ("broken_drawing", {"drawing": "bm8gcG5n"}),
        ):
            response = self.answer(self.path, "sign", self.user, **values)
            self.assert_code(response, code, 422)
        self.assert_unsigned()

    def test_ticket_is_made_for_one_page_person_and_session(self):
        good = self.fields(self.path, "#sign form")
        good.update(typed_name=self.user.name, password=self.user.login)
        other = self.ask("SRE", assigned_user_id=self.user.id)
        elsewhere = self.fields(other._get_page_path(), "#sign form")["ticket"]
        for change in (
            {"ticket": ""},
            {"ticket": "0" * 64},
            {"ticket": elsewhere},
            {"ticket": "é"},
            {"content_hash": "0" * 64},
            {"round": "2"},
            {"round": ""},
        ):
            response = self.post(f"{self.path}/sign", {**good, **change})
            self.assert_code(response, "forged_ticket", 403)
        without = {name: value for name, value in good.items() if name != "ticket"}
        response = self.post(f"{self.path}/sign", without)
        self.assert_code(response, "forged_ticket", 403)
        self.assert_unsigned()

    def test_ticket_of_another_session_is_forged(self):
        ticket = self.fields(self.path, "#sign form")["ticket"]
        self.log_in(self.user)
        response = self.answer(self.path, "sign", self.user, ticket=ticket)
        self.assert_code(response, "forged_ticket", 403)
        self.assert_unsigned()

    def test_form_without_csrf_token_is_no_form(self):
        values = self.fields(self.path, "#sign form")
        values.update(typed_name=self.user.name, password=self.user.login)
        del values["csrf_token"]
        self.assertEqual(self.post(f"{self.path}/sign", values).status_code, 400)
        self.assert_unsigned()

    def test_edit_after_the_page_was_opened_is_not_signed(self):
        values = self.fields(self.path, "#sign form")
        values.update(typed_name=self.user.name, password=self.user.login)
        self.environment.url = "https://canary.example.org"
        response = self.post(f"{self.path}/sign", values)
        self.assert_code(response, "stale_content", 422)
        self.assert_unsigned()

    def test_page_of_an_earlier_round_is_stale(self):
        values = self.fields(self.path, "#sign form")
        values.update(typed_name=self.user.name, password=self.user.login)
        planner = self.approval.with_user(self.users["planner"])
        planner.action_withdraw()
        planner.action_request()
        response = self.post(f"{self.path}/sign", values)
        self.assert_code(response, "stale_content", 422)
        self.assert_unsigned()

    def test_whoever_logs_in_again_comes_back_to_the_page(self):
        for action in ("sign", "reject"):
            response = self.get(f"{self.path}/{action}")
            self.assertEqual(response.status_code, 303)
            self.assertTrue(response.headers["Location"].endswith(self.path))
        self.assert_unsigned()

    def test_link_does_not_claim_a_signature(self):
        for done in ("approved", "rejected"):
            tree = self.read(f"{self.path}?done={done}")
            self.assertFalse(pick(tree, ".o_sign_done"))

    def test_form_sent_twice_signs_once(self):
        values = self.fields(self.path, "#sign form")
        values.update(typed_name=self.user.name, password=self.user.login)
        self.assert_done(self.post(f"{self.path}/sign", values), "approved")
        response = self.post(f"{self.path}/sign", values)
        self.assert_code(response, "not_pending", 422)
        self.assertEqual(len(self.approval.signature_ids), 1)

    def test_other_approver_is_told_why_not(self):
        other = self.signer["Security"]
        self.log_in(other)
        self.assertFalse(self.fields(self.path, "#sign form"))
        values = {
            "csrf_token": self.csrf_token(),
            "typed_name": other.name,
            "password": other.login,
        }
        response = self.post(f"{self.path}/sign", values)
        self.assert_code(response, "forged_ticket", 403)
        self.assert_unsigned()

    def test_author_reads_why_they_may_not_sign(self):
        self.plan.owner_id = self.user
        tree = self.read(self.path)
        self.assertFalse(pick(tree, "#sign"))
        self.assertTrue(pick(tree, "#reject form"))
        self.assertIn("wrote what", self.text(pick(tree, ".o_sign_why_not")[0]))

    def test_rejecting_needs_a_reason(self):
        response = self.answer(self.path, "reject", comment=" ")
        self.assert_code(response, "comment_required", 422)
        self.assert_unsigned()

    def test_rejecting_tells_why(self):
        response = self.answer(self.path, "reject", comment="Canary has no URL")
        path = self.assert_done(response, "rejected")
        self.assertIn("Whoever asked is told why", self.text(self.read(path)))
        self.assertEqual(self.approval.status, "rejected")

    def test_rejecting_needs_the_ticket_too(self):
        response = self.answer(self.path, "reject", comment="No", ticket="0" * 64)
        self.assert_code(response, "forged_ticket", 403)
        self.assert_unsigned()

    def test_second_factor_is_asked_and_needed(self):
        if "totp_secret" not in self.env["res.users"]._fields:
            self.skipTest("auth_totp is not installed")
        self.env.cr.execute(
            "UPDATE res_users SET totp_secret = %s WHERE id = %s",
            [SECRET, self.user.id],
        )
        self.user.invalidate_recordset()
        # A second factor ends every session but those that passed it.
        self.session.session_token = self.user._compute_session_token(self.session.sid)
        root.session_store.save(self.session)
        tree = self.read(self.path)
        self.assertTrue(pick(tree, "#sign input[name='code']"))
        for code in ("", "12", "abcdef", "000000"):
            response = self.answer(self.path, "sign", self.user, code=code)
            self.assert_code(response, "reauthentication_failed", 403)
        self.assert_unsigned()
        from odoo.addons.auth_totp.models.totp import TIMESTEP, hotp

        code = hotp(b32decode(SECRET), int(time() / TIMESTEP))
        response = self.answer(self.path, "sign", self.user, code=f"{code:06d}")
        self.assert_done(response, "approved")
        proved = self.approval.signature_ids.authentication
        self.assertEqual(proved, "password+totp")


@tagged("post_install", "-at_install")
class TestPageGuest(PageCase):
    """Approvers outside the company log in as portal users."""

    def sign(self, approval):
        self.log_in(self.guest)
        path = approval._get_page_path()
        self.assert_done(self.answer(path, "sign", self.guest), "approved")
        self.assertEqual(approval.signature_ids.user_id, self.guest)
        return path

    def test_portal_user_who_is_asked_by_name_signs(self):
        approval = self.ask("SRE", assigned_user_id=self.guest.id)
        path = self.sign(approval)
        self.log_in(self.stranger)
        self.assertEqual(self.get(path).status_code, 404)

    def test_portal_user_who_fills_the_role_signs(self):
        team = self.env["implementation.team.member"]
        own = [("plan_id", "=", self.plan.id), ("role_id", "=", self.roles["SRE"].id)]
        team.search(own).user_id = self.guest
        self.sign(self.ask("SRE"))

    def test_portal_user_reads_the_difference_and_why_not(self):
        approval = self.ask("SRE", assigned_user_id=self.guest.id)
        path = self.sign(approval)
        self.environment.url = "https://canary.example.org"
        self.assertEqual(len(pick(self.read(path), ".o_sign_change")), 1)
        second = self.ask("Security", assigned_user_id=self.guest.id)
        self.assert_done(self.answer(path, "sign", self.guest), "approved")
        tree = self.read(second._get_page_path())
        self.assertIn("signed for another role", self.text(tree))

    def test_portal_user_asks_a_question(self):
        approval = self.ask("SRE", assigned_user_id=self.guest.id)
        self.log_in(self.guest)
        self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": approval._name,
                "thread_id": approval.id,
                "post_data": {
                    "body": "Which canary?",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                },
            },
        )
        self.assertIn("Which canary?", str(approval.message_ids[:1].body))

    def test_portal_user_has_no_delegation_page(self):
        self.ask("SRE", assigned_user_id=self.guest.id)
        self.log_in(self.guest)
        self.assertEqual(self.get("/my/sign-offs/delegate").status_code, 404)
