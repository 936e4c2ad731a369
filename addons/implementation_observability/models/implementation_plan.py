# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationPlan(models.Model):
    _inherit = "implementation.plan"

    metric_ids = fields.One2many(
        comodel_name="implementation.metric",
        inverse_name="plan_id",
        string="Metrics",
    )
    metric_count = fields.Integer(
        string="Number of Metrics",
        compute="_compute_metric_count",
    )
    dashboard_ids = fields.One2many(
        comodel_name="implementation.dashboard",
        inverse_name="plan_id",
        string="Dashboards",
    )
    log_format = fields.Text(help="As the document says it.")

    def _compute_metric_count(self):
        counts = dict(
            self.env["implementation.metric"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.metric_count = counts.get(plan._origin, 0)

    @api.model
    def _get_document_sections(self):
        """Metrics to Track and Dashboards of the Observability Plan."""
        return [
            *super()._get_document_sections(),
            ("metrics", "implementation.metric"),
            ("dashboards", "implementation.dashboard"),
        ]

    @api.model
    def _get_document_header(self):
        """The log format is a text of the document's header."""
        return {**super()._get_document_header(), "log_format": "log_format"}
