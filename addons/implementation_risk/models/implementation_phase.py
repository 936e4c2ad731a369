# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class ImplementationPhase(models.Model):
    _inherit = "implementation.phase"

    def _get_gate_conditions(self):
        """Severe risks of the plan, as they were settled."""
        severe = self.plan_id.risk_ids.filtered(lambda risk: risk.tone == "severe")
        return [
            *super()._get_gate_conditions(),
            *(
                {"kind": "risk", "name": risk.name or "", "state": risk.state}
                for risk in severe
            ),
        ]
