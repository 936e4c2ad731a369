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
    is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
    )
    missing_text = fields.Char(
        string="What Is Missing",
        compute="_compute_missing_text",
        compute_sudo=True,
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

    @api.depends("due_date", "status")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for approval in self:
            approval.is_overdue = bool(
                approval.status in ("pending", "void")
                and approval.is_requested
                and approval.due_date
                and approval.due_date < today
            )

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator not in ("=", "!=", "in", "not in"):
            return NotImplemented
        values = value if operator in ("in", "not in") else [value]
        wanted = (True in values) == (operator in ("=", "in"))
        domain = [
            ("status", "in", ["pending", "void"]),
            ("is_requested", "=", True),
            ("due_date", "<", fields.Date.context_today(self)),
        ]
        return domain if wanted else ["!", "&", "&", *domain]

    @api.depends("status", "quorum", "asked_user_ids", "is_requested", "content_hash")
    def _compute_missing_text(self):
        for approval in self:
            approval.missing_text = approval._get_missing_text()

    def _get_missing_text(self):
        """What stands between the request and its approval, and who must do it."""
        who = self._get_asked_text()
        if self.status == "approved":
            return False
        if self.status == "withdrawn":
            return self.env._("Nobody is asked any more")
        if self.status == "rejected":
            return self.env._("Mend it and ask again")
        if not self.is_requested:
            return self.env._("Not asked yet: %(who)s", who=who)
        if self.status == "void":
            return self.env._("Changed since it was signed: %(who)s", who=who)
        needed = self._get_quorum()
        if needed > 1 and self.content_hash:
            needed -= len(self._get_standing_signatures())
        if needed > 1:
            return self.env._("%(count)s of: %(who)s", count=needed, who=who)
        return self.env._("Waiting on %(who)s", who=who)

    def _with_status_words(self, finding):
        """A finding that says what state the request is in."""
        words = {
            "void": ("sign_off_void", self.env._("the sign-off was voided by an edit")),
            "rejected": ("sign_off_rejected", self.env._("rejected it")),
        }
        if self.status not in words:
            return finding
        code, said = words[self.status]
        message = self.env._(
            "%(request)s: %(said)s", request=self.display_name, said=said
        )
        return {**finding, "code": code, "message": message}

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
