# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.trigger import compile_trigger

from odoo import fields, models


class ImplementationMetric(models.Model):
    """What is measured, and the threshold at which someone is woken."""

    _name = "implementation.metric"
    _description = "Metric"
    _inherit = ["implementation.item.mixin", "implementation.threshold.mixin"]
    _order = "plan_id, sequence, id"
    _document_collection = "metrics"
    _document_map = {
        "name": "name",
        "metric_type": "metric_type",
        "threshold": "threshold",
    }
    _threshold_fields = ("threshold", "name", "metric_type")

    name = fields.Char(
        string="Metric",
    )
    metric_type = fields.Char(
        string="Type",
        help="counter, gauge, histogram, ...",
    )
    threshold = fields.Char(
        string="Alert Threshold",
        help="Comparison, number and window: > 500ms for 5 minutes.",
    )

    def _compile_threshold(self):
        """A threshold is read together with the metric beside it."""
        if not self.threshold:
            return None
        return compile_trigger(self.threshold, self.name or "", self.metric_type or "")
