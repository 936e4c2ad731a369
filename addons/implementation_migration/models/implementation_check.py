# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationCheck(models.Model):
    """A check of a migration: on each rung it has to pass before the next one."""

    _inherit = "implementation.check"

    migration_id = fields.Many2one(
        comodel_name="implementation.migration",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        domain="[('plan_id', '=', plan_id)]",
        help="It has to pass where the migration was applied, before that goes on to "
        "the next environment.",
    )

    @property
    def _linking_fields(self):
        return [*super()._linking_fields, "migration_id"]

    @api.model
    def _get_signed_parts(self):
        """Who takes a check from a migration changes what was signed."""
        return [*super()._get_signed_parts(), ("migration", "migration_id")]

    @api.constrains("environment_id", "deliverable_id", "migration_id", "plan_id")
    def _check_links_of_plan(self):
        return super()._check_links_of_plan()

    def _get_linked(self):
        return [*super()._get_linked(), self.migration_id]
