# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from dataclasses import replace

from plankit.workflows import DEPENDENCY

from odoo import api, fields, models


class ImplementationDependency(models.Model):
    """Something others must deliver; a pending one holds its tasks back."""

    _name = "implementation.dependency"
    _description = "External Dependency"
    _inherit = ["implementation.obstacle.mixin"]
    _order = "plan_id, sequence, id"
    _workflow = DEPENDENCY
    _obstacle_state = "pending"
    _document_collection = "dependencies"
    _document_map = {"name": "name", "owner": "role_id", "eta": "eta"}

    name = fields.Char(
        required=True,
        tracking=True,
    )
    eta = fields.Date(
        string="ETA",
        tracking=True,
        help="When it is expected.",
    )
    eta_text = fields.Char(
        string="ETA as Written",
        help="The author's own words where they are no date: end of Q3.",
    )
    status_text = fields.Char(
        string="Status as Written",
        readonly=True,
        help="The document's own word, until the state moves here.",
    )
    is_status_unwritten = fields.Boolean(
        string="No Status Written",
        readonly=True,
        export_string_translation=False,
        help="The document leaves the status empty, until the state moves here.",
    )
    state = fields.Selection(
        selection=list(DEPENDENCY.states),
        default=DEPENDENCY.initial,
        required=True,
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    is_late = fields.Boolean(
        string="Late",
        compute="_compute_is_late",
        search="_search_is_late",
    )

    @api.depends("eta", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for record in self:
            late = record.eta and record.eta < today
            record.is_late = bool(late and record.state == "pending")

    @api.model
    def _search_is_late(self, operator, value):
        if operator not in ("=", "!=", "in", "not in"):
            return NotImplemented
        values = value if operator in ("in", "not in") else [value]
        wanted = (True in values) == (operator in ("=", "in"))
        today = fields.Date.context_today(self)
        domain = ["&", ("eta", "<", today), ("state", "=", "pending")]
        return domain if wanted else ["!", *domain]

    def action_receive(self):
        return self._apply_transition("receive")

    def action_cancel(self):
        return self._apply_transition("cancel")

    def action_reopen(self):
        return self._apply_transition("reopen")

    def _prepare_transition_vals(self, edge):
        """The author's word no longer holds once the state has moved."""
        vals = super()._prepare_transition_vals(edge)
        return {**vals, "status_text": False, "is_status_unwritten": False}

    def _document_item(self, context):
        item = super()._document_item(context)
        if self.is_status_unwritten:
            return item
        return replace(item, status=self.status_text or self.state)

    @api.model
    def _document_vals(self, item, context):
        """A word that is no state is kept; what it is about counts as pending."""
        known = item.status in dict(DEPENDENCY.states)
        return {
            **super()._document_vals(item, context),
            "state": item.status if known else DEPENDENCY.initial,
            "status_text": False if known else item.status or False,
            "is_status_unwritten": not item.status,
        }
