# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.workflows import APPROVAL

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.companies import check_links
from odoo.addons.implementation_base.compat import Index
from odoo.addons.implementation_base.refusal import coded

#: What a person settles before anyone signs, and nobody changes afterwards.
SETTLED = ("role_id", "assigned_user_id", "quorum", "step", "extra_part_ids")


class ImplementationApproval(models.Model):
    """The request that a role signs; what was signed is a record of its own."""

    _name = "implementation.approval"
    _description = "Sign-off Request"
    _inherit = [
        "implementation.item.mixin",
        "implementation.private.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "plan_id, step, sequence, id"
    _check_company_auto = True
    _mail_post_access = "read"
    _private_fields = (
        "status",
        "user_id",
        "signed_at",
        "content_hash",
        "round",
        "subject_kind",
        "subject_model",
        "subject_id",
        "subject_name",
        "policy_id",
        "facts",
        "is_requested",
        "requested_at",
        "requested_by_id",
        "reminded_at",
        "escalated_at",
        "notified_at",
        "is_dropped",
    )
    _private_code = "approval_private"
    _document_collection = "approvals"
    _document_map = {
        "role": "role_id",
        "name": "document_name",
        "date": "document_date",
        "status": "document_status",
    }

    subject_kind = fields.Selection(
        selection=[
            ("plan", "Plan"),
            ("phase", "Phase Gate"),
            ("task", "Task"),
            ("deliverable", "Deliverable"),
            ("risk", "Risk Acceptance"),
            ("override", "Override"),
        ],
        default="plan",
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    subject_model = fields.Char(readonly=True, copy=False)
    subject_id = fields.Many2oneReference(
        model_field="subject_model",
        string="Subject ID",
        readonly=True,
        copy=False,
        index=True,
    )
    subject_name = fields.Char(string="Subject", readonly=True, copy=False)
    facts = fields.Json(
        readonly=True,
        copy=False,
        help="What was stated with the request, and is signed with it.",
    )
    role_id = fields.Many2one(
        comodel_name="implementation.role",
        ondelete="restrict",
        index=True,
        check_company=True,
        tracking=True,
        help="The role whose sign-off is asked for.",
    )
    assigned_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked Person",
        index=True,
        check_company=True,
        tracking=True,
        help="Who is asked to sign. Empty: whoever fills the role in the plan's team.",
    )
    extra_part_ids = fields.Many2many(
        comodel_name="implementation.signed.part",
        string="Also Signs",
        help="Parts beyond those of the role. The plan's owner may add some.",
    )
    quorum = fields.Integer(
        string="Signatures Needed",
        default=1,
        help="How many people of the role must sign.",
    )
    step = fields.Integer(
        string="Order",
        help="Requests of a lower number are signed first; equal ones in any order.",
    )
    due_date = fields.Date(tracking=True)
    policy_id = fields.Many2one(
        comodel_name="implementation.approval.policy",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    is_requested = fields.Boolean(
        string="Asked",
        readonly=True,
        copy=False,
        help="Whether people were asked to sign; before that it is planned only.",
    )
    requested_at = fields.Datetime(string="Asked On", readonly=True, copy=False)
    requested_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked By",
        readonly=True,
        copy=False,
    )
    notified_at = fields.Datetime(readonly=True, copy=False)
    reminded_at = fields.Datetime(string="Reminded On", readonly=True, copy=False)
    escalated_at = fields.Datetime(string="Escalated On", readonly=True, copy=False)
    status = fields.Selection(
        selection=list(APPROVAL.states),
        default=APPROVAL.initial,
        required=True,
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    round = fields.Integer(
        default=1,
        readonly=True,
        copy=False,
        help="Counts anew each time the request is asked again.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Signed By",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    signed_at = fields.Datetime(
        string="Signed On",
        readonly=True,
        copy=False,
    )
    content_hash = fields.Char(
        readonly=True,
        copy=False,
        help="SHA-256 of what was signed.",
    )
    is_dropped = fields.Boolean(readonly=True, copy=False)
    document_name = fields.Char(
        string="Claimed Name",
        help="Who signed, says the document. A claim, not a signature.",
    )
    document_date = fields.Char(
        string="Claimed Date",
        help="When, says the document. A claim, not a signature.",
    )
    document_status = fields.Char(
        string="Claimed Status",
        help="What the document's table says. A claim, not a signature.",
    )
    signature_ids = fields.One2many(
        comodel_name="implementation.signature",
        inverse_name="approval_id",
        string="Signatures",
        readonly=True,
    )

    _subject_idx = Index("(subject_model, subject_id)")
    _live_idx = Index("(plan_id) WHERE content_hash IS NOT NULL")

    @api.depends("role_id.name", "document_name", "subject_kind", "subject_name")
    def _compute_display_name(self):
        for record in self:
            # sudo: a portal user signs for a role and reads none
            name = record.sudo().role_id.name or record.document_name
            if not name and record.subject_kind == "override":
                name = self.env._("Override Review")
            name = name or self.env._("Sign-off")
            if record.subject_kind != "plan" and record.subject_name:
                name = f"{record.subject_name}: {name}"
            record.display_name = name

    @api.model_create_multi
    def create(self, vals_list):
        """A person asks for the sign-off of a plan; the server asks for the rest."""
        self._check_widening({name for vals in vals_list for name in vals})
        approvals = super().create(vals_list)
        for plan, own in approvals.grouped("plan_id").items():
            rows = own.filtered(lambda row: not row.subject_model)
            rows._write_privately({"subject_model": plan._name, "subject_id": plan.id})
        return approvals

    def write(self, vals):
        """What is being signed is settled; a request in play is asked anew instead."""
        check_links(self, [vals], "extra_part_ids")
        self._check_widening(vals)
        if not set(SETTLED) & vals.keys():
            return super().write(vals)
        self._check_unsigned()
        result = super().write(vals)
        # Whoever says who signs has asked for it, and so does not sign it.
        asked = self.filtered("is_requested")
        asked._write_privately({"requested_by_id": self.env.uid, "notified_at": False})
        return result

    def _check_unsigned(self):
        """Nobody changes what a standing signature was given for."""
        signed = self.filtered("content_hash")
        if signed:
            raise UserError(
                coded(
                    "request_signed",
                    self.env._(
                        "%(request)s is signed. Withdraw it and ask anew to change "
                        "who signs or what.",
                        request=signed[0].display_name,
                    ),
                )
            )

    def unlink(self):
        """A request that was ever signed stays; withdraw it instead."""
        self._check_never_signed()
        self._check_no_debt()
        self.filtered("is_requested")._log_requests("withdrawn")
        return super().unlink()

    def _check_never_signed(self):
        # sudo: a signature counts whether or not the caller sees it
        kept = self.sudo().filtered("signature_ids")
        if kept:
            raise UserError(
                coded(
                    "request_signed",
                    self.env._(
                        "%(request)s has signatures, which stay for ever. "
                        "Withdraw it instead.",
                        request=kept[0].display_name,
                    ),
                )
            )

    @api.model
    def _document_search(self, domain):
        """The Approval table is about the plan; other requests stand in none."""
        own = [("subject_kind", "=", "plan"), ("is_dropped", "=", False)]
        return super()._document_search([*domain, *own])

    def _document_drop(self):
        """A request that was signed is withdrawn, not deleted, when its row goes."""
        # sudo: a signature counts whether or not the importer sees it
        kept = self.sudo().filtered("signature_ids").with_env(self.env)
        kept._withdraw()
        kept._write_privately({"is_dropped": True})
        return (self - kept).unlink()
