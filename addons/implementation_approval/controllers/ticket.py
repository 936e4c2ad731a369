# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A page's ticket: who was shown what, in which session. No ticket, no signature."""

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from odoo.tools import consteq, hmac

from odoo.addons.implementation_base.refusal import coded

_SCOPE = "implementation_approval.sign_page"
#: Later servers rotate the end of a session's id and keep its beginning.
_KEPT = getattr(http, "STORED_SESSION_BYTES", None)


def issue(approval, round_, content_hash):
    """The ticket of a page that shows this content of the request's round."""
    message = (
        approval.id,
        request.env.uid,
        str(round_),
        content_hash,
        request.session.sid[:_KEPT],
    )
    return hmac(request.env(su=True), _SCOPE, message)


def check(approval, post):
    """Refuse a form that we did not make, or made for what is past."""
    texts = [post.get(name) for name in ("ticket", "round", "content_hash")]
    if not all(isinstance(text, str) for text in texts):
        _refuse_forged()
    ticket, round_, content_hash = texts
    expected = issue(approval, round_, content_hash)
    if not consteq(ticket.encode(), expected.encode()):
        _refuse_forged()
    if round_ != str(approval.round):
        raise UserError(
            coded(
                "stale_content",
                request.env._(
                    "The request was asked anew since you opened the page. "
                    "Nothing was signed. Look at the difference below."
                ),
            )
        )


def _refuse_forged():
    raise AccessError(
        coded(
            "forged_ticket",
            request.env._(
                "This form was not made for you and this session. "
                "Nothing was signed. Use the form below."
            ),
        )
    )
