# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from . import ticket

PER_PAGE = 20
#: Texts that come back to a form after a refusal. The password never does.
KEPT = ("meaning", "typed_name", "comment", "drawing")


class ImplementationApprovalPortal(CustomerPortal):
    """Where people read what their role signs, and sign it. A link does neither."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "sign_off_count" in counters:
            mine = request.env["implementation.approval"]._get_my_requests()
            values["sign_off_count"] = len(mine)
        if "sign_off_all_count" in counters:
            values["sign_off_all_count"] = self._count_all()
        return values

    def _count_all(self):
        """The card stays for whoever was ever asked, and for approvers."""
        approvals = request.env["implementation.approval"]
        if request.env.user.has_group("implementation_base.group_approver"):
            return 1
        # sudo: whether there is one's own, nothing more
        return approvals.sudo().search_count(approvals._get_history_domain(), limit=1)

    @http.route(
        ["/my/sign-offs", "/my/sign-offs/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def sign_offs(self, page=1, **kwargs):
        """What waits for the reader, then what they signed or were asked before."""
        approvals = request.env["implementation.approval"]
        mine = approvals._get_my_requests().sorted(
            lambda row: (not row.due_date, row.due_date or row.id, row.id)
        )
        domain = [*approvals._get_history_domain(), ("id", "not in", mine.ids)]
        own = approvals.sudo()  # sudo: rows of the reader alone, by the domain
        pages = pager(
            url="/my/sign-offs",
            total=own.search_count(domain),
            page=page,
            step=PER_PAGE,
        )
        past = own.search(
            domain, limit=PER_PAGE, offset=pages["offset"], order="id desc"
        )
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "sign_offs",
            "waiting": mine.sudo()._get_summaries(),  # sudo: as above
            "past": past._get_summaries(),
            "pager": pages,
            "can_delegate": self._can_delegate(),
        }
        return request.render("implementation_approval.portal_sign_offs", values)

    def _can_delegate(self):
        return request.env["implementation.delegation"].has_access("create")

    @http.route(
        "/my/sign-offs/<int:approval_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def sign_off(self, approval_id, done="", **kwargs):
        """What the role signs, what changed since, and the form that signs it."""
        approval = self._find(approval_id)
        return self._render(approval, {"done": done})

    @http.route(
        "/my/sign-offs/<int:approval_id>/sign",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def sign(self, approval_id, **post):
        """Sign what the page showed; a refusal brings the page back with its reason."""
        return self._act(approval_id, post, "_sign_on_screen", "sign")

    @http.route(
        "/my/sign-offs/<int:approval_id>/reject",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def reject(self, approval_id, **post):
        """Say no to what the page showed, and why."""
        return self._act(approval_id, post, "_reject_on_screen", "reject")

    def _act(self, approval_id, post, method, form):
        approval = self._find(approval_id)
        if request.httprequest.method != "POST":
            # Whoever had to log in again comes back here, without the form.
            return request.redirect(approval._get_page_path())
        try:
            ticket.check(approval.sudo(), post)  # sudo: a signer may not read it
            status = getattr(approval, method)(post)["status"]
        except (AccessError, UserError) as refusal:
            return self._render(approval, self._get_refusal(refusal, post, form))
        return request.redirect(f"{approval._get_page_path()}?done={status}", code=303)

    def _find(self, approval_id):
        """The request, if the reader may open its page; nothing else is there."""
        approval = request.env["implementation.approval"].browse(approval_id)
        # sudo: whether it is there is told to nobody else
        if not approval.sudo().exists() or not approval._can_open():
            raise request.not_found()
        return approval

    def _get_refusal(self, refusal, post, form):
        """The reason for the page; what was typed stays, the password does not."""
        code, _sep, message = str(refusal).removeprefix("[").partition("] ")
        return {
            "error": {"code": code, "message": message, "form": form},
            "typed": {name: post.get(name) or "" for name in KEPT},
            "http_status": 403 if isinstance(refusal, AccessError) else 422,
        }

    def _render(self, approval, given):
        page = approval._get_page()
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "sign_off",
            "page": page,
            "ticket": ticket.issue(approval, page["round"], page["content_hash"]),
            "approval": approval,
            "can_write": approval.has_access("read"),
            "typed": {},
            "error": None,
            "done": "",
            **given,
        }
        response = request.render("implementation_approval.portal_sign_off", values)
        response.status_code = given.get("http_status", 200)
        # Nobody lays our form under their own page, and no proxy keeps it.
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
        response.headers["Cache-Control"] = "no-store"
        return response
