# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import request

from odoo.addons.implementation_base.compat import users_of
from odoo.addons.implementation_base.refusal import coded
from odoo.addons.portal.controllers.portal import CustomerPortal

APPROVER = "implementation_base.group_approver"
PATH = "/my/sign-offs/delegate"
NUMBERS = ("delegate_id", "role_id", "plan_id")
DAYS = ("date_start", "date_end")


class ImplementationDelegationPortal(CustomerPortal):
    """Whoever is away hands their own sign-offs to somebody, for some days."""

    @http.route(PATH, type="http", auth="user", methods=["GET"], website=True)
    def delegations(self, done="", **kwargs):
        """The form, and what the reader gave and got."""
        self._check_approver()
        return self._render_delegations({"done": done})

    @http.route(PATH, type="http", auth="user", methods=["POST"], website=True)
    def delegate(self, **post):
        """Give a delegation; a refusal brings the form back as it was typed."""
        self._check_approver()
        try:
            with request.env.cr.savepoint():
                values = self._read_delegation(post)
                request.env["implementation.delegation"].create(values)
        except (AccessError, UserError, ValidationError) as refusal:
            return self._render_delegations(self._get_refused(refusal, post))
        return request.redirect(f"{PATH}?done=given", code=303)

    @http.route(
        f"{PATH}/<int:delegation_id>/revoke",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def revoke(self, delegation_id, **post):
        """Take one's own delegation back."""
        self._check_approver()
        if request.httprequest.method != "POST":
            return request.redirect(PATH)
        row = request.env["implementation.delegation"].search(
            [("id", "=", delegation_id), ("delegator_id", "=", request.env.uid)]
        )
        if not row:
            raise request.not_found()
        row.action_revoke()
        return request.redirect(f"{PATH}?done=revoked", code=303)

    def _check_approver(self):
        """Only internal approvers hand sign-offs on; nobody else finds the page."""
        if not request.env["implementation.delegation"].has_access("create"):
            raise request.not_found()

    def _read_delegation(self, post):
        """Values of the form; what is no number or no day is refused."""
        try:
            numbers = {name: int(post.get(name) or 0) or False for name in NUMBERS}
            days = {name: fields.Date.to_date(post.get(name) or "") for name in DAYS}
        except ValueError:
            numbers, days = {}, {}
        reason = (post.get("reason") or "").strip()
        if not numbers.get("delegate_id") or not all(days.values()) or not reason:
            raise UserError(
                coded(
                    "delegation_incomplete",
                    request.env._("Choose a person, both days, and say why."),
                )
            )
        return {**numbers, **days, "reason": reason[:500]}

    def _get_refused(self, refusal, post):
        code, sep, message = str(refusal).removeprefix("[").partition("] ")
        if not sep:
            code, message = "delegation_refused", str(refusal)
        return {
            "error": {"code": code, "message": message},
            "typed": {
                name: post.get(name) or "" for name in (*NUMBERS, *DAYS, "reason")
            },
            "http_status": 422,
        }

    def _render_delegations(self, given):
        delegations = request.env["implementation.delegation"]
        today = fields.Date.context_today(delegations)
        own = delegations.search([("delegator_id", "=", request.env.uid)], limit=50)
        got = delegations.search(
            [
                ("delegate_id", "=", request.env.uid),
                ("revoked_at", "=", False),
                ("date_end", ">=", today),
            ],
            limit=50,
        )
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "sign_off_delegate",
            "people": users_of(request.env, APPROVER, request.env.company).sudo()
            - request.env.user,  # sudo: names of whom one may choose
            **self._get_choices(),
            "own": [row._get_page_row(today) for row in own],
            "got": [row._get_page_row(today) for row in got],
            "typed": {
                "date_start": fields.Date.to_string(today),
                "date_end": fields.Date.to_string(today + timedelta(days=14)),
            },
            "error": None,
            "done": "",
            **given,
        }
        response = request.render("implementation_approval.portal_delegations", values)
        response.status_code = given.get("http_status", 200)
        return response

    def _get_choices(self):
        """Roles and plans that the reader is asked to sign for."""
        env = request.env(su=True)
        asked = env["implementation.approval"].search(
            [("asked_user_ids", "in", [request.env.uid])]
        )
        teams = env["implementation.team.member"].search(
            [("user_id", "=", request.env.uid)]
        )
        return {
            "roles": (asked.role_id | teams.role_id).sorted("name"),
            "plans": (asked.plan_id | teams.plan_id).sorted("name"),
        }
