# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.scope import collections_of, header_of

from odoo import api, fields, models
from odoo.tools import format_date


class ImplementationApproval(models.Model):
    """What the screens of a request show and open."""

    _inherit = "implementation.approval"

    event_ids = fields.One2many(
        comodel_name="implementation.event",
        inverse_name="res_id",
        string="Ledger",
        domain=[("model", "=", "implementation.approval")],
        readonly=True,
    )
    facts_text = fields.Text(
        string="Stated With It",
        compute="_compute_facts_text",
        help="What was stated with the request, and is signed with it.",
    )

    @api.depends("facts")
    def _compute_facts_text(self):
        words = {
            "reason": self.env._("Reason"),
            "held_by": self.env._("Held back by"),
        }
        for approval in self:
            facts = approval.facts or {}
            lines = [f"{words.get(name, name)}: {text}" for name, text in facts.items()]
            approval.facts_text = "\n".join(lines) or False

    def action_open_page(self):
        """Read what the request covers, and sign it there."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self._get_page_path(),
            "target": "self",
        }

    # Before an edit is saved

    def _is_voided_by(self, edits):
        """Whether one of these unsaved edits changes what this request covers."""
        self.ensure_one()
        if any("slug" in edit.header for edit in edits):
            return True  # what is signed says which plan it is of
        if self.subject_kind != "plan":
            subject = (self.subject_model, self.subject_id)
            return any(subject in edit.rows for edit in edits)
        parts = self._get_parts()
        return any(self._is_covered(parts, edit) for edit in edits)

    @api.model
    def _is_covered(self, parts, edit):
        if edit.header:
            return not edit.header.isdisjoint(header_of(parts))
        if edit.collection == "migrations" and "grants" in parts:
            return edit.grants
        return edit.collection in collections_of(parts)

    def _get_void_text(self):
        """The requests that saving would void: who signed, and when."""
        if not self:
            return False
        signed = ", ".join(approval._get_signed_text() for approval in self)
        return self.env._(
            "Saving voids: %(signed)s. They are asked to sign again.", signed=signed
        )

    def _get_state_text(self):
        """This request on its subject's own form: what stands or what is missing."""
        if self.status == "approved":
            return self.env._("Signed by %(signed)s", signed=self._get_signed_text())
        role = self.role_id.name or self.env._("Sign-off")
        return f"{role}: {self.missing_text}"

    def _get_signed_text(self):
        """A signed request in few words: the role, who signed, when."""
        self.ensure_one()
        own = self.sudo()  # sudo: a signer's name, whoever may read users
        day = format_date(self.env, own.signed_at, date_format="d MMM")
        return self.env._(
            "%(request)s (%(user)s, %(day)s)",
            request=own.display_name,
            user=own.user_id.name or "",
            day=day,
        )
