# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.workflows import BLOCKER

from odoo import fields, models


class ImplementationBlocker(models.Model):
    """Something within that stands in the way until someone resolves it."""

    _name = "implementation.blocker"
    _description = "Blocker"
    _inherit = ["implementation.obstacle.mixin"]
    _order = "plan_id, sequence, id"
    _workflow = BLOCKER
    _obstacle_state = "open"
    _document_collection = "blockers"
    _document_map = {
        "name": "name",
        "impact": "impact",
        "resolution": "resolution",
        "owner": "role_id",
    }

    name = fields.Char(
        required=True,
        tracking=True,
    )
    impact = fields.Text(help="What it stops, and how badly.")
    resolution = fields.Text(help="What would take it out of the way.")
    state = fields.Selection(
        selection=list(BLOCKER.states),
        default=BLOCKER.initial,
        required=True,
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )

    def action_resolve(self):
        return self._apply_transition("resolve")

    def action_reopen(self):
        return self._apply_transition("reopen")

    def _get_gate_finding(self):
        """This blocker at a gate: its phase's if all its tasks are in one."""
        phases = self.task_ids.plan_phase_id
        phase_id = phases.id if len(phases) == 1 else False
        return {**self._get_obstacle_finding(), "phase_id": phase_id}
