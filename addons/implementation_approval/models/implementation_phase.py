# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class ImplementationPhase(models.Model):
    """The gate of a phase asks for the sign-offs that policies name."""

    _name = "implementation.phase"
    _inherit = ["implementation.phase", "implementation.signed.mixin"]
    _sign_off_kind = "phase"

    @api.depends("sign_off_ids.status", "deliverable_ids.sign_off_ids.status")
    def _compute_conditions(self):
        return super()._compute_conditions()

    def action_verify(self):
        """A phase that is verified asks whoever must sign its gate."""
        result = super().action_verify()
        self._request_sign_offs()
        return result
