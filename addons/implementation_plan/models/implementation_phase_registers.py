# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationPhase(models.Model):
    """What a phase hands over, how that is verified, and what stands in its way."""

    _inherit = "implementation.phase"

    deliverable_ids = fields.One2many(
        comodel_name="implementation.deliverable",
        inverse_name="phase_id",
        string="Deliverables",
    )
    check_ids = fields.One2many(
        comodel_name="implementation.check",
        inverse_name="phase_id",
        string="Verification",
    )
    blocker_ids = fields.Many2many(
        comodel_name="implementation.blocker",
        compute="_compute_blocker_ids",
        string="Blockers",
    )

    @api.depends("plan_id.blocker_ids.task_ids.plan_phase_id")
    def _compute_blocker_ids(self):
        for phase in self:
            phase.blocker_ids = phase.plan_id.blocker_ids.filtered(
                lambda blocker, phase=phase: phase in blocker.task_ids.plan_phase_id
            )

    @api.depends("deliverable_ids.state", "plan_id.blocker_ids.state")
    def _compute_conditions(self):
        return super()._compute_conditions()

    def _count_conditions(self):
        """Tasks, deliverables and blockers are conditions, met or not."""
        totals = super()._count_conditions()
        return {
            phase.id: totals.get(phase.id, 0)
            + len(phase.deliverable_ids)
            + len(phase.blocker_ids)
            for phase in self
        }
