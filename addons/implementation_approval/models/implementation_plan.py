# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter

from odoo import api, fields, models


class ImplementationPlan(models.Model):
    _inherit = "implementation.plan"

    approval_ids = fields.One2many(
        comodel_name="implementation.approval",
        inverse_name="plan_id",
        string="Sign-offs",
    )
    approval_count = fields.Integer(
        string="Sign-offs Asked For",
        compute="_compute_approval_counts",
    )
    approved_count = fields.Integer(
        string="Sign-offs Given",
        compute="_compute_approval_counts",
    )

    def _compute_approval_counts(self):
        groups = self.env["implementation.approval"]._read_group(
            [("plan_id", "in", self.ids), ("status", "!=", "withdrawn")],
            ["plan_id", "status"],
            ["__count"],
        )
        asked, given = Counter(), Counter()
        for plan, status, count in groups:
            asked[plan.id] += count
            given[plan.id] += count if status == "approved" else 0
        for plan in self:
            plan.approval_count = asked[plan._origin.id]
            plan.approved_count = given[plan._origin.id]

    @api.model
    def _get_document_sections(self):
        """Sign-off requests are the document's Approval table."""
        return [
            *super()._get_document_sections(),
            ("approvals", "implementation.approval"),
        ]
