# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.schedule import sequence_phases

from odoo import api, models


class ImplementationPlan(models.Model):
    """From the plan's start the phases follow each other by their durations."""

    _inherit = "implementation.plan"

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans.filtered("date_start")._sequence_phases()
        return plans

    def write(self, vals):
        result = super().write(vals)
        if vals.get("date_start"):
            self._sequence_phases()
        return result

    def _sequence_phases(self):
        """Give phases their days; one of unknown length keeps those it has."""
        for plan in self.filtered("date_start"):
            phases = plan.phase_ids.sorted(lambda phase: (phase.sequence, phase.id))
            found = sequence_phases(
                plan.date_start, [phase.duration_days or None for phase in phases]
            )
            for phase, days in zip(phases, found, strict=True):
                if days and days != (phase.date_start, phase.date_end):
                    phase.write({"date_start": days[0], "date_end": days[1]})
