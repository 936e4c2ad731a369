# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from odoo import api, fields, models
from odoo.tools import SQL

_SEQUENCE = SQL.identifier("implementation_signature_number_seq")
_ROADS = [("screen", "Sign-off Page"), ("rpc", "RPC")]
_PROOFS = [
    ("password", "Password"),
    ("password+totp", "Password and code"),
    ("login", "Login only"),
]


class ImplementationSignature(models.Model):
    """What one person signed, for ever: nothing here is written or deleted."""

    _name = "implementation.signature"
    _description = "Signature"
    _inherit = ["implementation.append.only.mixin"]
    _order = "number desc"

    number = fields.Integer(string="No.", required=True, readonly=True)
    approval_id = fields.Many2one(
        comodel_name="implementation.approval",
        string="Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Signer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    on_behalf_id = fields.Many2one(
        comodel_name="res.users",
        string="Signed For",
        readonly=True,
        ondelete="restrict",
    )
    user_name = fields.Char(string="Name", required=True, readonly=True)
    on_behalf_name = fields.Char(string="For", readonly=True)
    role_name = fields.Char(string="Role", readonly=True)
    subject_kind = fields.Char(required=True, readonly=True)
    subject_name = fields.Char(string="Subject", readonly=True)
    meaning = fields.Text(required=True, readonly=True)
    comment = fields.Text(readonly=True)
    drawing = fields.Text(readonly=True, prefetch=False)
    signed_at = fields.Datetime(string="Signed On", required=True, readonly=True)
    content_digest = fields.Char(
        string="Content",
        required=True,
        readonly=True,
        help="SHA-256 of exactly what was signed.",
    )
    document_digest = fields.Char(string="Document", required=True, readonly=True)
    revision = fields.Integer(readonly=True)
    round = fields.Integer(required=True, readonly=True)
    road = fields.Selection(
        selection=_ROADS,
        string="Signed Through",
        required=True,
        readonly=True,
    )
    authentication = fields.Selection(
        selection=_PROOFS,
        string="Proved By",
        required=True,
        readonly=True,
    )
    is_weak = fields.Boolean(
        string="Weaker",
        compute="_compute_is_weak",
        help="Given over RPC: the signer did not see our page.",
    )
    row = fields.Text(
        required=True,
        readonly=True,
        prefetch=False,
        help="The signature as text, as its digest covers it.",
    )
    digest = fields.Char(required=True, readonly=True)

    def init(self):
        super().init()
        self.env.cr.execute(SQL("CREATE SEQUENCE IF NOT EXISTS %s", _SEQUENCE))

    @api.depends("number", "user_name", "role_name")
    def _compute_display_name(self):
        for signature in self:
            signature.display_name = self.env._(
                "%(role)s: %(user)s",
                role=signature.role_name or self.env._("Sign-off"),
                user=signature._get_signer_text(),
            )

    @api.depends("road")
    def _compute_is_weak(self):
        for signature in self:
            signature.is_weak = signature.road == "rpc"

    def _get_signer_text(self):
        """The signer, and who they signed for."""
        if self.on_behalf_name:
            return self.env._(
                "%(user)s for %(other)s",
                user=self.user_name,
                other=self.on_behalf_name,
            )
        return self.user_name or ""

    @api.model
    def _next_number(self):
        self.env.cr.execute(
            SQL("SELECT nextval(%s)", "implementation_signature_number_seq")
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _append_row(self, approval, row, drawing):
        """One signature; ``row`` is what its digest covers."""
        return self._append(
            [
                {
                    "number": row["id"],
                    "approval_id": approval.id,
                    "plan_id": approval.plan_id.id,
                    "company_id": approval.company_id.id,
                    "user_id": row["user"],
                    "on_behalf_id": row["on_behalf"] or False,
                    "user_name": row["user_name"],
                    "on_behalf_name": row["on_behalf_name"],
                    "role_name": row["role"],
                    "subject_kind": row["subject_kind"],
                    "subject_name": row["subject_name"],
                    "meaning": row["meaning"],
                    "comment": row["comment"],
                    "drawing": drawing,
                    "signed_at": fields.Datetime.to_datetime(
                        row["signed_at"].removesuffix("Z").replace("T", " ")
                    ),
                    "content_digest": row["content"],
                    "document_digest": row["document"],
                    "revision": row["revision"],
                    "round": row["round"],
                    "road": row["road"],
                    "authentication": row["authentication"],
                    "row": json.dumps(row, sort_keys=True, ensure_ascii=False),
                    "digest": row["digest"],
                }
            ]
        )

    def _to_row(self):
        """The signature as ``plankit.verify`` checks it: the columns, not the text."""
        self.ensure_one()
        row = json.loads(self.row)
        return {
            **row,
            "id": self.number,
            "approval": self.approval_id.id,
            "plan": self.plan_id.id,
            "user": self.user_id.id,
            "on_behalf": self.on_behalf_id.id or 0,
            "user_name": self.user_name,
            "on_behalf_name": self.on_behalf_name or "",
            "role": self.role_name or "",
            "subject_kind": self.subject_kind,
            "subject_name": self.subject_name or "",
            "meaning": self.meaning,
            "comment": self.comment or "",
            "signed_at": self.signed_at.isoformat(timespec="seconds") + "Z",
            "content": self.content_digest,
            "document": self.document_digest,
            "revision": self.revision,
            "round": self.round,
            "road": self.road,
            "authentication": self.authentication,
            "digest": self.digest,
        }

    def _get_texts(self):
        """``{digest: text}`` of contents and documents of these signatures."""
        contents = self.env[
            "implementation.content"
        ].sudo()  # sudo: behind a read signature
        found = {}
        for company, own in self.grouped("company_id").items():
            digests = own.mapped("content_digest") + own.mapped("document_digest")
            found.update(contents._find(company, digests))
        return found

    def export_as_signed(self):
        """The plan as this signature signed it: ``{document, content, sha256}``.

        ``plankit.assigned.digest_of(document)`` is ``sha256``, the signed hash.
        """
        self.ensure_one()
        self.check_access("read")
        texts = self._get_texts()
        return {
            "document": texts[self.document_digest],
            "content": texts[self.content_digest],
            "sha256": self.content_digest,
        }
