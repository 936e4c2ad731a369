# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationPlan(models.Model):
    _inherit = "implementation.plan"

    trigger_ids = fields.One2many(
        comodel_name="implementation.trigger",
        inverse_name="plan_id",
        string="Rollback Triggers",
    )
    trigger_count = fields.Integer(
        string="Number of Rollback Triggers",
        compute="_compute_trigger_count",
    )
    traffic_progression = fields.Text(help="As drawn in the document.")
    rollback_command = fields.Text(
        help="As the document says it. The server never runs it.",
    )

    def _compute_trigger_count(self):
        counts = dict(
            self.env["implementation.trigger"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.trigger_count = counts.get(plan._origin, 0)

    @api.model
    def _get_document_sections(self):
        """Triggers are the document's Rollback Triggers."""
        return [
            *super()._get_document_sections(),
            ("triggers", "implementation.trigger"),
        ]

    @api.model
    def _get_document_header(self):
        """Traffic progression and rollback command are texts of the header."""
        return {
            **super()._get_document_header(),
            "traffic_progression": "traffic_progression",
            "rollback_command": "rollback_command",
        }
