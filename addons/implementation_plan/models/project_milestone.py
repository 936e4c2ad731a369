# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ProjectMilestone(models.Model):
    _inherit = "project.milestone"

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
    )
