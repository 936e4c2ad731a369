# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import chain

from odoo import api, fields, models
from odoo.tools import SQL

from ..compat import Constraint


class ImplementationEventHead(models.Model):
    """The end of each company's chain: the row two transactions contend for."""

    _name = "implementation.event.head"
    _description = "Head of an Event Chain"
    _rec_name = "company_id"
    _log_access = False

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    number = fields.Integer(required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True)

    _company_uniq = Constraint("UNIQUE(company_id)", "A company has one event chain.")

    @api.model
    def _lock(self, company_ids):
        """``{company id: (number, digest)}``, held until the transaction ends.

        The row is written, not only locked: a second transaction then fails to
        serialize and Odoo runs it again on the new head, where a mere lock would
        let it go on with the head it saw before.
        """
        rows = SQL(", ").join(
            SQL("(%s, 0, %s)", company_id, chain.GENESIS)
            for company_id in sorted(company_ids)
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO implementation_event_head AS head
                            (company_id, number, digest)
                VALUES %s
                ON CONFLICT (company_id) DO UPDATE SET number = head.number
                RETURNING company_id, number, digest
                """,
                rows,
            )
        )
        return {
            company: (number, end) for company, number, end in self.env.cr.fetchall()
        }

    @api.model
    def _advance(self, heads):
        """Move each head to the end of what was appended."""
        rows = SQL(", ").join(
            SQL("(%s, %s, %s)", company_id, number, end)
            for company_id, (number, end) in heads.items()
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE implementation_event_head AS head
                   SET number = moved.number, digest = moved.digest
                  FROM (VALUES %s) AS moved (company_id, number, digest)
                 WHERE head.company_id = moved.company_id
                """,
                rows,
            )
        )
        self.invalidate_model()
