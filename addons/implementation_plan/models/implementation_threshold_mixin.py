# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.trigger import Compiled, compile_trigger
from plankit.trigger_reading import reading

from odoo import api, fields, models


class ImplementationThresholdMixin(models.AbstractModel):
    """A condition in a person's words with the form a machine could decide.

    The model lists the fields of its condition in ``_threshold_fields`` and gives
    their compiled form in ``_compile_threshold``.
    """

    _name = "implementation.threshold.mixin"
    _description = "Condition with a Threshold"
    _inherit = ["implementation.private.mixin"]
    _private_fields = ("state", "missing", "compiled")
    _private_code = "compiled_private"
    _threshold_fields = ()

    state = fields.Selection(
        selection=[("compiled", "Compiled"), ("incomplete", "Incomplete")],
        compute="_compute_compiled",
        store=True,
        index=True,
        help="Compiled: a machine could decide it. Incomplete: something is missing.",
    )
    missing = fields.Char(
        compute="_compute_compiled",
        store=True,
        help="What the text does not say, as stable words.",
    )
    compiled = fields.Text(
        string="Compiled Form",
        compute="_compute_compiled",
        store=True,
        help="JSON with thresholds in base units, without what the text does not say.",
    )
    reading = fields.Char(
        string="Reads As",
        compute="_compute_reading",
        help="What a machine understands of the text.",
    )
    advice = fields.Char(
        string="To Add",
        compute="_compute_advice",
        help="What a machine would still need to know.",
    )

    def _compile_threshold(self) -> Compiled | None:
        """The compiled form of this record's condition, or None where it has none."""
        return compile_trigger(self[self._threshold_fields[0]] or "")

    @api.depends(lambda self: self._threshold_fields)
    def _compute_compiled(self):
        for record in self:
            result = record._compile_threshold()
            record.state = result.state if result else False
            record.missing = ", ".join(result.missing) or False if result else False
            record.compiled = result.to_json() if result else False

    @api.depends("compiled")
    def _compute_reading(self):
        for record in self:
            record.reading = reading(record.compiled or "")

    @api.depends("missing")
    @api.depends_context("lang")
    def _compute_advice(self):
        wording = self._get_advice()
        for record in self:
            codes = record.missing.split(", ") if record.missing else []
            record.advice = " ".join(wording.get(code, code) for code in codes)

    @api.model
    def _get_advice(self):
        """What to add for each missing part, in words for a person."""
        return {
            "metric": self.env._("Name the metric."),
            "condition": self.env._("Write one comparison a line."),
            "operator": self.env._("Say whether above or below."),
            "threshold": self.env._("Give a number."),
            "total": self.env._("Say how large the whole is."),
            "baseline": self.env._("Say what it is compared with."),
            "window": self.env._("Say for how long."),
            "scope": self.env._("Name the paths it is about."),
        }
