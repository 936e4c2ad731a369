# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.migration_rules import STANDS

from odoo import fields, models

from odoo.addons.implementation_base.compat import Constraint


class ImplementationMigrationState(models.Model):
    """How a migration stands in one database, as that database's ledger says."""

    _name = "implementation.migration.state"
    _description = "Migration in a Database"
    _inherit = ["implementation.private.mixin"]
    _order = "environment_sequence, id"
    _rec_name = "environment_id"

    migration_id = fields.Many2one(
        comodel_name="implementation.migration",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    plan_id = fields.Many2one(related="migration_id.plan_id", store=True, index=True)
    company_id = fields.Many2one(
        related="migration_id.company_id", store=True, index=True
    )
    environment_id = fields.Many2one(
        comodel_name="implementation.environment",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    environment_sequence = fields.Integer(related="environment_id.sequence", store=True)
    state = fields.Selection(selection=list(STANDS), required=True, readonly=True)
    checksum = fields.Char(readonly=True, help="Of the scripts that ran.")
    position = fields.Integer(readonly=True, help="Statements that are done.")
    total = fields.Integer(readonly=True, help="Statements of the script.")
    changed_at = fields.Datetime(string="Since", readonly=True)
    job_id = fields.Many2one(
        comodel_name="implementation.job", readonly=True, ondelete="restrict"
    )

    _place_uniq = Constraint(
        "UNIQUE(migration_id, environment_id)",
        "A migration stands in one way in a database.",
    )

    @property
    def _private_fields(self):
        """All of it: jobs alone say how a migration stands."""
        return (
            "migration_id",
            "environment_id",
            "state",
            "checksum",
            "position",
            "total",
            "changed_at",
            "job_id",
        )
