# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import format_date


class ImplementationDelegation(models.Model):
    """A delegation as the page lists it."""

    _inherit = "implementation.delegation"

    def _get_page_row(self, today):
        """Who signs for whom, when and for what: values only."""
        self.ensure_one()
        own = self.sudo()  # sudo: names that the reader's own delegation states
        is_given = own.delegator_id == self.env.user
        person = own.delegate_id if is_given else own.delegator_id
        state, tone = own._get_page_state(today)
        return {
            "id": own.id,
            "name": person.name,
            "role": own.role_id.name or "",
            "plan": own.plan_id.name or "",
            "start": format_date(own.env, own.date_start),
            "end": format_date(own.env, own.date_end),
            "reason": own.reason,
            "state": state,
            "tone": tone,
            "is_open": not own.revoked_at and own.date_end >= today,
        }

    def _get_page_state(self, today):
        """A word for it, and the colour beside the word."""
        if self.revoked_at:
            return self.env._("Revoked"), "secondary"
        if self.date_end < today:
            return self.env._("Over"), "secondary"
        if self.date_start > today:
            return self.env._("Planned"), "info"
        return self.env._("Running"), "success"
