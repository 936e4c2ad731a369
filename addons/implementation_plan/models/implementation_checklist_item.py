# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationChecklistItem(models.Model):
    """A box below a task: nested, acceptance or definition of done."""

    _name = "implementation.checklist.item"
    _description = "Checklist Item"
    _inherit = ["implementation.item.mixin"]
    _order = "task_id, sequence, id"
    _document_collection = "checklist"
    _document_map = {
        "task": "task_id",
        "name": "name",
        "done": "done",
        "group": "group",
        "depth": "depth",
    }

    plan_id = fields.Many2one(
        compute="_compute_plan_id",
        store=True,
        precompute=True,
        required=False,
    )
    task_id = fields.Many2one(
        comodel_name="project.task",
        required=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(required=True)
    done = fields.Boolean(copy=False)
    group = fields.Char(help="The label above the boxes, such as Acceptance Criteria.")
    depth = fields.Integer(
        default=1,
        help="1 for boxes right below the task, 2 for boxes below those.",
    )

    @api.depends("task_id.plan_id")
    def _compute_plan_id(self):
        for item in self:
            item.plan_id = item.task_id.plan_id

    def write(self, vals):
        """Whoever may edit the task may tick its boxes, and nobody else."""
        self.task_id.check_access("write")
        result = super().write(vals)
        if "task_id" in vals:
            self.task_id.check_access("write")
        return result

    @api.model
    def _document_search(self, domain):
        """Boxes of tasks that are in the plan; an archived task's are not."""
        domain = [*domain, ("task_id.plan_dropped", "=", False)]
        items = self.with_context(active_test=False)
        return items.search(domain, order="sequence, id").with_env(self.env)
