# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class ImplementationDeliverable(models.Model):
    """A deliverable whose policy asks for it is accepted by a role's sign-off."""

    _name = "implementation.deliverable"
    _inherit = ["implementation.deliverable", "implementation.signed.mixin"]
    _sign_off_kind = "deliverable"

    def _guard_accept(self):
        """Acceptance is the role's that a policy names, not the doer's."""
        self._check_signed_off()

    def _get_sign_off_name(self):
        return self.name

    def action_reopen(self):
        """Opened again, it is accepted by a new sign-off."""
        result = super().action_reopen()
        self._get_requests()._withdraw()
        return result

    def _on_signed_off(self, approval):
        """The last sign-off ticks the box."""
        if self.state == "open" and not self._get_missing_sign_offs():
            self._move_by_sign_off("accept")

    def _on_sign_off_void(self, approval):
        """What a sign-off ticked, its void un-ticks."""
        if self.state == "accepted":
            self._move_by_sign_off("reopen")
