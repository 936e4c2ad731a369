# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationApproval(models.Model):
    """The request that a role signs; what was signed is a record of its own."""

    _name = "implementation.approval"
    _description = "Sign-off Request"
    _inherit = ["implementation.item.mixin", "implementation.private.mixin"]
    _order = "plan_id, sequence, id"
    _check_company_auto = True
    _private_fields = ("status", "user_id", "signed_at", "content_hash")
    _private_code = "approval_private"
    _document_collection = "approvals"
    _document_map = {
        "role": "role_id",
        "name": "document_name",
        "date": "document_date",
        "status": "document_status",
    }

    role_id = fields.Many2one(
        comodel_name="implementation.role",
        ondelete="restrict",
        index=True,
        check_company=True,
        help="The role whose sign-off the plan asks for.",
    )
    assigned_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked Person",
        index=True,
        check_company=True,
        help="Who is asked to sign for the role.",
    )
    status = fields.Selection(
        selection=[
            ("pending", "Pending"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("void", "Void"),
            ("withdrawn", "Withdrawn"),
        ],
        default="pending",
        required=True,
        readonly=True,
        index=True,
        copy=False,
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

    @api.depends("role_id.name", "document_name")
    def _compute_display_name(self):
        for record in self:
            name = record.role_id.name or record.document_name
            record.display_name = name or self.env._("Sign-off")
