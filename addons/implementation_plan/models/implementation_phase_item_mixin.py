# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.implementation_base.refusal import coded


class ImplementationPhaseItemMixin(models.AbstractModel):
    """An item that stands below a phase of its plan, or below none."""

    _name = "implementation.phase.item.mixin"
    _description = "Item of a Phase"
    _inherit = ["implementation.item.mixin"]

    phase_id = fields.Many2one(
        comodel_name="implementation.phase",
        index=True,
        ondelete="cascade",
        domain="[('plan_id', '=', plan_id)]",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """An item made within a phase is in that phase's plan."""
        phases = self.env["implementation.phase"]
        filled = []
        for vals in vals_list:
            vals = dict(vals)
            default = self.env.context.get("default_phase_id")
            phase_id = vals.get("phase_id", default)
            if phase_id and not vals.get("plan_id"):
                vals["plan_id"] = phases.browse(phase_id).plan_id.id
            filled.append(vals)
        return super().create(filled)

    @api.constrains("phase_id", "plan_id")
    def _check_phase_of_plan(self):
        for record in self:
            if record.phase_id and record.phase_id.plan_id != record.plan_id:
                raise ValidationError(
                    coded(
                        "phase_of_other_plan",
                        self.env._(
                            "%(name)s cannot be in phase %(phase)s of another plan. "
                            "Choose a phase of its own plan.",
                            name=record.display_name,
                            phase=record.phase_id.display_name,
                        ),
                    )
                )
