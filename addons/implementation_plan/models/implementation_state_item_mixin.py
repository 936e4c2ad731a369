# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class ImplementationStateItemMixin(models.AbstractModel):
    """An item whose document claims a state.

    A new item takes the claim as it is. A *change* of the claim takes the edges that
    lead there, with their roles and guards, and is refused where they are.
    """

    _name = "implementation.state.item.mixin"
    _description = "Item with a Claimed State"
    _inherit = ["implementation.item.mixin", "implementation.workflow.mixin"]

    @api.model
    def _document_create(self, plan, items, context):
        """Records in the states their document claims, in one batch."""
        free = super(ImplementationStateItemMixin, self._with_passage())
        return free._document_create(plan, items, context).with_env(self.env)

    def _document_write(self, vals):
        """Values are written; a state is reached by its transitions."""
        vals = dict(vals)
        target = vals.pop("state", None)
        for state, records in self.grouped("state").items():
            for name in self._workflow.path(state, target) if target else ():
                records._apply_transition(name)
        return super()._document_write(vals) if vals else True
