# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.refusal import coded


class ImplementationPlan(models.Model):
    _inherit = "implementation.plan"

    job_ids = fields.One2many(
        comodel_name="implementation.job",
        inverse_name="plan_id",
        string="Jobs",
    )
    job_count = fields.Integer(
        string="Number of Jobs",
        compute="_compute_job_count",
    )

    def _compute_job_count(self):
        counts = dict(
            self.env["implementation.job"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.job_count = counts.get(plan._origin, 0)

    def unlink(self):
        """What agents did stays on record with the plan it was done for."""
        self._check_no_jobs()
        return super().unlink()

    def _check_no_jobs(self):
        jobs = self.env["implementation.job"].sudo()  # sudo: all count
        found = jobs.search([("plan_id", "in", self.ids)], limit=1)
        if found:
            raise UserError(
                coded(
                    "plan_has_jobs",
                    self.env._(
                        "Agents have worked for %(plan)s: it stays on record. "
                        "Archive it instead.",
                        plan=found.plan_id.display_name,
                    ),
                )
            )

    def action_view_jobs(self):
        """What agents did and do for this plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "implementation_runner.implementation_job_action"
        )
        return {**action, "domain": [("plan_id", "=", self.id)], "context": {}}
