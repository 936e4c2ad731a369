# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.implementation_base.refusal import coded

from .. import roads


class ProjectMilestone(models.Model):
    """The milestone of a phase is the plan's: the phase's gate reaches it."""

    _inherit = "project.milestone"

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A milestone made by hand belongs to its project alone."""
        if roads.taken(self, roads.OWNER):
            return super().create(vals_list)
        if any(vals.get("plan_id") for vals in vals_list):
            raise AccessError(self._milestone_refusal())
        # False, because the context of a plan's screens would give a default.
        return super().create([{**vals, "plan_id": False} for vals in vals_list])

    def write(self, vals):
        if "plan_id" in vals or vals.keys() & {"is_reached", "project_id"}:
            self._check_not_owned(always="plan_id" in vals)
        return super().write(vals)

    def unlink(self):
        self._check_not_owned()
        return super().unlink()

    def _check_not_owned(self, always=False):
        if roads.taken(self, roads.OWNER):
            return
        # sudo: the plan may be one the caller does not see
        if always or self.sudo().plan_id:
            raise AccessError(self._milestone_refusal())

    def _milestone_refusal(self):
        return coded(
            "milestone_of_phase",
            self.env._(
                "Milestones of an implementation plan follow its phases. "
                "Complete, move or delete the phase instead."
            ),
        )
