# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationPlan(models.Model):
    _inherit = "implementation.plan"

    test_target_ids = fields.One2many(
        comodel_name="implementation.test.target",
        inverse_name="plan_id",
        string="Test Targets",
    )
    test_target_count = fields.Integer(
        string="Number of Test Targets",
        compute="_compute_test_target_count",
    )
    test_share_total = fields.Float(
        string="Sum of Shares (%)",
        compute="_compute_test_share_total",
    )
    test_pyramid = fields.Text(help="As drawn in the document.")

    def _compute_test_target_count(self):
        counts = dict(
            self.env["implementation.test.target"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.test_target_count = counts.get(plan._origin, 0)

    @api.depends("test_target_ids.share_percent")
    def _compute_test_share_total(self):
        for plan in self:
            plan.test_share_total = sum(plan.test_target_ids.mapped("share_percent"))

    @api.model
    def _get_document_sections(self):
        """Test targets are the document's Test Requirements."""
        return [
            *super()._get_document_sections(),
            ("test_targets", "implementation.test.target"),
        ]

    @api.model
    def _get_document_header(self):
        """The drawn pyramid is a text of the document's header."""
        return {**super()._get_document_header(), "test_pyramid": "test_pyramid"}
