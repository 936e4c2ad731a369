# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ImplementationTrigger(models.Model):
    """A condition under which the rollout goes back."""

    _name = "implementation.trigger"
    _description = "Rollback Trigger"
    _inherit = ["implementation.item.mixin", "implementation.threshold.mixin"]
    _rec_name = "text"
    _order = "plan_id, sequence, id"
    _document_collection = "triggers"
    _document_map = {"text": "text"}
    _threshold_fields = ("text",)

    text = fields.Char(
        string="Trigger",
        help="Metric, comparison, number and window: "
        "P99 latency > 500ms for 5 minutes.",
    )
