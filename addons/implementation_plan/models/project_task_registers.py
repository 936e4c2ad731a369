# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import CLOSED_STATUSES

from odoo import api, fields, models
from odoo.tools import SQL

OBSTACLES = ("implementation.blocker", "implementation.dependency")


class ProjectTask(models.Model):
    """What registers mean for a task: boxes, obstacles, and who fills its role."""

    _inherit = "project.task"

    plan_checklist_ids = fields.One2many(
        comodel_name="implementation.checklist.item",
        inverse_name="task_id",
        string="Checklist",
    )

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        if not self._is_guest:
            tasks._assign_role()
        return tasks

    def write(self, vals):
        result = super().write(vals)
        if "plan_role_id" in vals:
            self._assign_role()
        return result

    def _assign_role(self):
        """A task of a role that is filled goes to whoever fills it."""
        tasks = self.filtered(
            lambda task: (
                task.plan_role_id
                and not task.user_ids
                and task.plan_status not in CLOSED_STATUSES
            )
        )
        if not tasks:
            return
        # sudo: project users give tasks a role without reading the team
        members = self.env["implementation.team.member"].sudo()
        found = members.search(
            [
                ("plan_id", "in", tasks.plan_id.ids),
                ("role_id", "in", tasks.plan_role_id.ids),
            ]
        )
        if found:
            members._assign(tasks.sudo(), found)  # sudo: as above

    @api.model
    def _get_obstacle_domains(self):
        """Tasks held back by an open blocker or a pending dependency."""
        return [
            *super()._get_obstacle_domains(),
            [
                (
                    "id",
                    "in",
                    SQL("(SELECT task_id FROM (%s) held)", self._sql_obstacles()),
                )
            ],
        ]

    @api.model
    def _sql_obstacles(self):
        parts = [self.env[model]._sql_obstacles() for model in OBSTACLES]
        return SQL(" UNION ALL ").join(parts)

    def _get_obstacles(self):
        """Blockers and dependencies that hold these tasks back."""
        found = super()._get_obstacles()
        self.env.cr.execute(
            SQL(
                "SELECT task_id, model, res_id FROM (%s) held WHERE task_id IN %s"
                " ORDER BY task_id, model, res_id",
                self._sql_obstacles(),
                tuple(self.ids),
            )
        )
        rows = self.env.cr.fetchall()
        ids = {}
        for _task_id, model, res_id in rows:
            ids.setdefault(model, []).append(res_id)
        # sudo: the rule binds whether or not the obstacle may be seen
        known = {model: self.env[model].sudo().browse(i) for model, i in ids.items()}
        for task_id, model, res_id in rows:
            obstacle = known[model].browse(res_id).with_prefetch(known[model].ids)
            found.setdefault(task_id, []).append(obstacle._get_obstacle_finding())
        return found
