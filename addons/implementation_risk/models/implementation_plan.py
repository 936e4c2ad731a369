# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: States in which somebody has said that the risk may be lived with, or is gone.
SETTLED = ("accepted", "closed")


class ImplementationPlan(models.Model):
    _inherit = "implementation.plan"

    risk_ids = fields.One2many(
        comodel_name="implementation.risk",
        inverse_name="plan_id",
        string="Risks",
    )
    risk_count = fields.Integer(
        string="Number of Risks",
        compute="_compute_risk_count",
    )

    def _compute_risk_count(self):
        counts = dict(
            self.env["implementation.risk"]._read_group(
                [("plan_id", "in", self.ids), ("state", "!=", "closed")],
                ["plan_id"],
                ["__count"],
            )
        )
        for plan in self:
            plan.risk_count = counts.get(plan._origin, 0)

    def _get_common_findings(self):
        """A severe risk that nobody accepted keeps every gate shut."""
        severe = self.risk_ids.filtered(
            lambda risk: risk.tone == "severe" and risk.state not in SETTLED
        )
        return [
            *super()._get_common_findings(),
            *(risk._get_unaccepted_finding() for risk in severe),
        ]

    @api.model
    def _get_document_sections(self):
        """Risks are the document's Risk Register."""
        return [*super()._get_document_sections(), ("risks", "implementation.risk")]
