# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.implementation_base.compat import Constraint


class ImplementationContent(models.Model):
    """What was signed, each text once: named by the SHA-256 of its UTF-8 bytes."""

    _name = "implementation.content"
    _description = "Signed Content"
    _inherit = ["implementation.append.only.mixin"]
    _rec_name = "digest"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    digest = fields.Char(required=True, readonly=True)
    text = fields.Text(required=True, readonly=True, prefetch=False)

    _digest_uniq = Constraint(
        "UNIQUE(company_id, digest)", "A content is kept once in a company."
    )

    @api.model
    def _digest(self, text):
        return hashlib.sha256(text.encode()).hexdigest()

    @api.model
    def _keep(self, company, texts):
        """The digests of these texts, which are kept from now on."""
        digests = [self._digest(text) for text in texts]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO implementation_content
                            (company_id, digest, text, create_uid, create_date)
                SELECT %s, kept.digest, kept.text, %s, now() AT TIME ZONE 'UTC'
                  FROM unnest(%s, %s) AS kept (digest, text)
                ON CONFLICT (company_id, digest) DO NOTHING
                """,
                company.id,
                self.env.uid,
                digests,
                list(texts),
            )
        )
        return digests

    @api.model
    def _find(self, company, digests):
        """``{digest: text}`` of what a company keeps."""
        self.env.cr.execute(
            SQL(
                "SELECT digest, text FROM implementation_content"
                " WHERE company_id = %s AND digest = ANY(%s)",
                company.id,
                list(set(digests)),
            )
        )
        return dict(self.env.cr.fetchall())
