# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationPlan(models.Model):
    """What the plan's screen says of its sign-offs."""

    _inherit = "implementation.plan"

    debt_count = fields.Integer(
        string="Overrides to Review",
        compute="_compute_debt_count",
        help="Done by override, and not yet reviewed by a second person.",
    )

    @api.depends("override_ids.status")
    def _compute_debt_count(self):
        groups = self.env["implementation.approval"]._read_group(
            [
                ("plan_id", "in", self.ids),
                ("subject_kind", "=", "override"),
                ("status", "in", ["pending", "void"]),
            ],
            ["plan_id"],
            ["__count"],
        )
        counts = {plan.id: count for plan, count in groups}
        for plan in self:
            plan.debt_count = counts.get(plan._origin.id, 0)
