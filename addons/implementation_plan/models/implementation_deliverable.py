# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from dataclasses import replace

from plankit.workflows import DELIVERABLE

from odoo import api, fields, models


class ImplementationDeliverable(models.Model):
    """What a phase hands over: ticked by acceptance, never by a plain edit."""

    _name = "implementation.deliverable"
    _description = "Deliverable"
    _inherit = ["implementation.phase.item.mixin", "implementation.state.item.mixin"]
    _order = "plan_id, phase_id, sequence, id"
    _workflow = DELIVERABLE
    _document_collection = "deliverables"
    _document_map = {"phase": "phase_id", "name": "name"}

    name = fields.Char(required=True)
    state = fields.Selection(
        selection=list(DELIVERABLE.states),
        default=DELIVERABLE.initial,
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )

    def action_accept(self):
        return self._apply_transition("accept")

    def action_reopen(self):
        return self._apply_transition("reopen")

    def _document_item(self, context):
        """The document's box is the acceptance."""
        return replace(super()._document_item(context), done=self.state == "accepted")

    @api.model
    def _document_vals(self, item, context):
        """A ticked box claims the acceptance."""
        state = "accepted" if item.done else DELIVERABLE.initial
        return {**super()._document_vals(item, context), "state": state}

    def _get_open_finding(self):
        """This deliverable as an unmet condition of a gate."""
        return {
            "code": "deliverable_open",
            "message": self.env._(
                'Deliverable "%(name)s" is not accepted', name=self.name
            ),
            "model": self._name,
            "res_id": self.id,
            "ref": "",
            "owner": "",
            "phase_id": self.phase_id.id,
        }
