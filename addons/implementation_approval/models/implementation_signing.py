# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.implementation_base.compat import Constraint


class ImplementationSigning(models.Model):
    """The row that signing and editing of one plan contend for.

    Whoever edits signed fields shares it, whoever signs has it alone. A signer then
    reads what was committed last, in a transaction that begins after the lock. An
    editor who comes later fails to serialize, and Odoo runs the edit again.
    """

    _name = "implementation.signing"
    _description = "Signing Lock of a Plan"
    _rec_name = "plan_id"
    _log_access = False

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    serial = fields.Integer(readonly=True)

    _plan_uniq = Constraint("UNIQUE(plan_id)", "A plan has one signing lock.")

    @api.model
    def _make(self, plans):
        """A lock for each new plan: nobody else can see it yet."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO implementation_signing (plan_id, serial)"
                " SELECT unnest(%s), 0 ON CONFLICT DO NOTHING",
                plans.ids,
            )
        )

    @api.model
    def _share(self, plan_ids):
        """Editors do not wait for each other, only for whoever signs."""
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM implementation_signing WHERE plan_id = ANY(%s)"
                " ORDER BY plan_id FOR SHARE",
                list(plan_ids),
            )
        )

    @api.model
    def _take(self, plan):
        """Wait for all editors of the plan; later ones start over."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO implementation_signing AS lock (plan_id, serial)"
                " VALUES (%s, 1)"
                " ON CONFLICT (plan_id) DO UPDATE SET serial = lock.serial + 1",
                plan.id,
            )
        )
