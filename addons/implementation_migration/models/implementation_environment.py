# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationEnvironment(models.Model):
    """A rung of the ladder that migrations climb, if it has a database."""

    _inherit = "implementation.environment"

    has_database = fields.Boolean(
        help="Migrations are applied here before they are on the next higher one.",
    )

    @api.model
    def _get_signed_parts(self):
        """Who takes a rung out of the ladder changes what was signed."""
        return [*super()._get_signed_parts(), ("has_database", "has_database")]

    def _get_below(self):
        """The next lower environment of the plan that has a database."""
        self.ensure_one()
        rungs = self.plan_id.environment_ids.filtered("has_database")
        lower = rungs.filtered(
            lambda one: (one.sequence, one.id) < (self.sequence, self.id)
        )
        return lower.sorted(lambda one: (one.sequence, one.id))[-1:]
