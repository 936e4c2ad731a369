# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from odoo.addons.implementation_base.companies import check_created, check_links


class ProjectTaskDecide(models.TransientModel):
    """Asks for the reason of a decision about blocked tasks."""

    _name = "project.task.decide"
    _description = "Decide about Blocked Tasks"

    task_ids = fields.Many2many(
        comodel_name="project.task",
        required=True,
        readonly=True,
    )
    decision = fields.Selection(
        selection=[
            ("override", "Do it although it is blocked"),
            ("release", "Wait no more for cancelled tasks"),
        ],
        required=True,
        readonly=True,
    )
    blocked_reason = fields.Text(compute="_compute_blocked_reason")
    reason = fields.Text(required=True)

    @api.depends("task_ids")
    def _compute_blocked_reason(self):
        for wizard in self:
            wizard.blocked_reason = "\n".join(
                f"{task._get_plan_name()}: {task.blocked_reason or ''}"
                for task in wizard.task_ids
            )

    @api.model_create_multi
    def create(self, vals_list):
        check_created(self, vals_list, "task_ids")
        return super().create(vals_list)

    def write(self, vals):
        check_links(self, [vals], "task_ids")
        return super().write(vals)

    def action_decide(self):
        self.ensure_one()
        if self.decision == "override":
            self.task_ids.action_override_block(self.reason)
        else:
            self.task_ids.action_release_cancelled(self.reason)
        return {"type": "ir.actions.act_window_close"}
