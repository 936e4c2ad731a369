# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.job import label_set, label_text

from odoo import api, fields, models


class ImplementationEnvironment(models.Model):
    """Where an agent works: its target, and the labels an agent must have for it."""

    _inherit = "implementation.environment"

    job_target = fields.Char(
        compute="_compute_job_target",
        help="What an agent's own policy calls this environment.",
    )
    job_labels = fields.Char(
        string="Agent Labels",
        help="An agent takes this environment's jobs only with all of these labels. "
        "Without any, the target is the label.",
    )

    @api.depends("name")
    def _compute_job_target(self):
        slugify = self.env["ir.http"]._slugify
        for record in self:
            record.job_target = slugify(record.name or "")

    def _get_job_labels(self):
        """The labels that an agent needs, as one text in a fixed order."""
        self.ensure_one()
        wanted = label_set(self.job_labels or "")
        return label_text(wanted or label_set(self.job_target or ""))
