# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.implementation_base.refusal import coded


class ImplementationObstacleMixin(models.AbstractModel):
    """What is no task and holds tasks back while it is in ``_obstacle_state``.

    The link to tasks is kept on this side alone: whoever may edit a task must not
    free it by editing the task.
    """

    _name = "implementation.obstacle.mixin"
    _description = "Obstacle of Tasks"
    _inherit = [
        "implementation.state.item.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]

    _check_company_auto = True
    _obstacle_state = ""

    role_id = fields.Many2one(
        comodel_name="implementation.role",
        string="Owner",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The owner in the document's own words.",
    )
    task_ids = fields.Many2many(
        comodel_name="project.task",
        string="Holds Back",
        domain="[('plan_id', '=', plan_id)]",
        context={"active_test": False},
        help="Tasks that cannot be done before this is settled.",
    )

    @api.model
    def _get_signed_parts(self):
        """Which tasks it holds back is signed with it."""
        return [*super()._get_signed_parts(), ("holds", "task_ids")]

    @api.constrains("task_ids", "plan_id")
    def _check_tasks_of_plan(self):
        for record in self:
            strangers = record.task_ids.filtered(
                lambda task, plan=record.plan_id: task.plan_id != plan
            )
            if strangers:
                raise ValidationError(
                    coded(
                        "task_of_other_plan",
                        self.env._(
                            "%(name)s cannot hold back %(task)s, a task of another "
                            "plan. Choose tasks of its own plan.",
                            name=record.display_name,
                            task=strangers[0].display_name,
                        ),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._forget_blocks()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._forget_blocks()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_blocks()
        return result

    @api.model
    def _forget_blocks(self):
        """No field of the task leads here, so the ORM cannot know what changed."""
        self.env["project.task"].invalidate_model(["is_blocked", "blocked_reason"])

    @api.model
    def _sql_obstacles(self):
        """Pairs of task and obstacle, for obstacles that still stand."""
        self.flush_model(["state", "task_ids"])
        link = self._fields["task_ids"]
        return SQL(
            "SELECT rel.%s AS task_id, %s AS model, own.id AS res_id"
            " FROM %s own JOIN %s rel ON rel.%s = own.id WHERE own.state = %s",
            SQL.identifier(link.column2),
            self._name,
            SQL.identifier(self._table),
            SQL.identifier(link.relation),
            SQL.identifier(link.column1),
            self._obstacle_state,
        )

    def _get_obstacle_finding(self):
        """This obstacle as an unmet condition."""
        self.ensure_one()
        return {
            "code": f"{self._name.rpartition('.')[2]}_{self._obstacle_state}",
            "message": self.env._(
                '%(kind)s "%(name)s" is %(state)s',
                kind=self._description,
                name=self.name,
                state=self._workflow_label(self.state).lower(),
            ),
            "model": self._name,
            "res_id": self.id,
            "ref": "",
            "owner": self.role_id.name or "",
        }
