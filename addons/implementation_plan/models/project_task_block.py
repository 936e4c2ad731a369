# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import CANCELLED, CLOSED_STATUSES, DONE

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.implementation_base.refusal import coded

from .. import roads


class ProjectTask(models.Model):
    """A task that is blocked cannot be done, by any road."""

    _inherit = "project.task"

    is_blocked = fields.Boolean(
        string="Blocked",
        compute="_compute_is_blocked",
        compute_sudo=True,
        search="_search_is_blocked",
    )
    blocked_reason = fields.Char(
        compute="_compute_is_blocked",
        compute_sudo=True,
    )
    plan_released_ids = fields.Many2many(
        comodel_name="project.task",
        relation="project_task_plan_released_rel",
        column1="task_id",
        column2="depends_on_id",
        string="Released Dependencies",
        copy=False,
        readonly=True,
        context={"active_test": False},
        help="Cancelled tasks that someone decided not to wait for.",
    )
    plan_override_reason = fields.Char(
        string="Override",
        copy=False,
        readonly=True,
        tracking=True,
        help="Why the task was done although it was blocked.",
    )
    plan_override_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Overridden by",
        copy=False,
        readonly=True,
    )
    plan_override_at = fields.Datetime(
        string="Overridden on",
        copy=False,
        readonly=True,
    )

    @api.depends("plan_status", "depend_on_ids.plan_status", "plan_released_ids")
    def _compute_is_blocked(self):
        reasons = self._get_block_reasons()
        for task in self:
            found = reasons.get(task.id or task._origin.id, ())
            task.is_blocked = bool(found)
            task.blocked_reason = " ".join(f"{r['message']}." for r in found) or False

    @api.model
    def _search_is_blocked(self, operator, value):
        if operator not in ("=", "!=", "in", "not in"):
            return NotImplemented
        values = value if operator in ("in", "not in") else [value]
        wanted = (True in values) == (operator in ("=", "in"))
        self.flush_model(["plan_status", "plan_id", "active", "plan_dropped"])
        domain = [("id", "in", SQL("(%s)", self._sql_held_back()))]
        for obstacle in self._get_obstacle_domains():
            domain = ["|", *domain, *obstacle]
        is_open = ("plan_status", "not in", list(CLOSED_STATUSES))
        domain = ["&", "&", is_open, ("plan_id", "!=", False), *domain]
        return domain if wanted else ["!", *domain]

    @api.model
    def _sql_predecessors(self):
        """Links whose predecessor is open, or cancelled with nobody's decision."""
        return SQL(
            """
              FROM task_dependencies_rel rel
              JOIN project_task other ON other.id = rel.depends_on_id
             WHERE %s
               AND (other.plan_status NOT IN ('done', 'cancelled')
                    OR other.plan_status = 'cancelled' AND NOT EXISTS (
                        SELECT 1 FROM project_task_plan_released_rel released
                         WHERE released.task_id = rel.task_id
                           AND released.depends_on_id = rel.depends_on_id))
            """,
            self._sql_counts("other"),
        )

    @api.model
    def _sql_held_back(self):
        return SQL("SELECT rel.task_id %s", self._sql_predecessors())

    @api.model
    def _get_obstacle_domains(self):
        """Domains of one term each: tasks held back by something not a task."""
        return []

    def _get_obstacles(self):
        """What else holds these tasks back: ``{task id: [finding, ...]}``."""
        return {}

    def _get_block_reasons(self):
        """Why tasks of plans cannot be done: ``{task id: [finding, ...]}``."""
        tasks = self.filtered(
            lambda task: (
                isinstance(task._origin.id, int)
                and task.plan_id
                and task.plan_status not in CLOSED_STATUSES
            )
        )._origin
        return tasks._read_block_reasons() if tasks else {}

    def _read_block_reasons(self):
        reasons = self._get_predecessor_reasons()
        for task_id, obstacles in self._get_obstacles().items():
            reasons.setdefault(task_id, []).extend(obstacles)
        return reasons

    def _get_predecessor_reasons(self):
        self.env["project.task"].flush_model(
            ["plan_status", "plan_id", "active", "plan_dropped"]
        )
        self.env.cr.execute(
            SQL(
                "SELECT rel.task_id, rel.depends_on_id %s AND rel.task_id IN %s"
                " ORDER BY rel.task_id, other.sequence, other.id",
                self._sql_predecessors(),
                tuple(self.ids),
            )
        )
        rows = self.env.cr.fetchall()
        # sudo: the rule binds whether or not the predecessor may be seen
        others = self.sudo().browse({row[1] for row in rows})
        seen = self._filter_nameable(others)
        reasons = {}
        for task_id, other_id in rows:
            finding = others.browse(other_id)._get_block_finding(other_id in seen)
            reasons.setdefault(task_id, []).append(finding)
        return reasons

    def _filter_nameable(self, others):
        """Ids of predecessors whose name this user may read."""
        plans = self.sudo().plan_id
        near = others.filtered(lambda task: task.plan_id in plans)
        far = (others - near).with_env(self.env)
        return {*near.ids, *(far._filtered_access("read").ids if far else ())}

    def _get_block_finding(self, is_seen):
        name = self._get_plan_name() if is_seen else self.env._("A task you cannot see")
        if self.plan_status == CANCELLED:
            code = "cancelled_predecessor"
            message = self.env._("%(task)s was cancelled and asks for a decision")
        else:
            code = "open_predecessor"
            message = self.env._("%(task)s is %(status)s")
        values = {"task": name, "status": self._get_status_label()}
        return {
            "code": code,
            "message": message % values,
            "model": self._name,
            "res_id": self.id,
            "ref": self.plan_ref or "",
            "owner": self._get_assignee_names(),
        }

    def _check_not_blocked(self):
        """No one does a task whose predecessors, blockers or needs are open."""
        done = self.filtered(lambda task: task.plan_id and task.plan_status == DONE)
        reasons = done._read_block_reasons() if done else {}
        for task in done:
            if reasons.get(task.id):
                raise UserError(coded("blocked_task", task._get_block_text(reasons)))

    def _get_block_text(self, reasons):
        return self.env._(
            "%(task)s cannot be done: %(reasons)s. Finish or unlink what blocks it, "
            "or let a planner override the block with a reason.",
            task=self._get_plan_name(),
            reasons=", ".join(finding["message"] for finding in reasons[self.id]),
        )

    def _forget_decisions(self, before):
        """A decision was about one closing: reopening asks for a new one."""
        reopened = self.filtered(lambda t: before[t][0] in CLOSED_STATUSES)
        cancelled = reopened.filtered(lambda t: before[t][0] == CANCELLED)
        if cancelled:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM project_task_plan_released_rel"
                    " WHERE depends_on_id IN %s",
                    tuple(cancelled.ids),
                )
            )
            self.env["project.task"].invalidate_model(["plan_released_ids"])
        overridden = reopened.filtered("plan_override_reason")
        if overridden:
            overridden._write_decision(
                {
                    "plan_override_reason": False,
                    "plan_override_user_id": False,
                    "plan_override_at": False,
                }
            )

    def _write_decision(self, vals):
        return self.with_context({**self.env.context, roads.KEY: roads.DECISION}).write(
            vals
        )

    def action_override_block(self, reason=""):
        """Do blocked tasks all the same; without a reason, ask for one."""
        self._check_decider()
        if not (reason or "").strip():
            return self._open_decision("override")
        for task in self:
            task._override_block(reason.strip())
        return True

    def _override_block(self, reason):
        found = self._get_block_reasons().get(self.id)
        if not found:
            raise UserError(
                coded(
                    "not_blocked",
                    self.env._(
                        "%(task)s is not blocked. Set it to done without an override.",
                        task=self._get_plan_name(),
                    ),
                )
            )
        self._write_decision(
            {
                "plan_status": DONE,
                "plan_override_reason": reason,
                "plan_override_user_id": self.env.uid,
                "plan_override_at": fields.Datetime.now(),
            }
        )
        self.env["implementation.event"]._log(
            self,
            "block_overridden",
            self.env._(
                "%(task)s was done although %(reasons)s.",
                task=self._get_plan_name(),
                reasons=", ".join(finding["message"] for finding in found),
            ),
            reason=reason,
        )

    def action_release_cancelled(self, reason=""):
        """Stop waiting for cancelled tasks; without a reason, ask for one."""
        self._check_decider()
        if not (reason or "").strip():
            return self._open_decision("release")
        for task in self:
            task._release_cancelled(reason.strip())
        return True

    def _release_cancelled(self, reason):
        cancelled = self.depend_on_ids.filtered(
            lambda task: task.plan_status == CANCELLED
        )
        cancelled -= self.plan_released_ids
        if not cancelled:
            raise UserError(
                coded(
                    "nothing_to_release",
                    self.env._(
                        "%(task)s waits for no cancelled task. Nothing was changed.",
                        task=self._get_plan_name(),
                    ),
                )
            )
        self._write_decision({"plan_released_ids": [(4, t.id) for t in cancelled]})
        self.env["implementation.event"]._log(
            self,
            "cancelled_released",
            self.env._(
                "%(task)s waits no more for the cancelled %(others)s.",
                task=self._get_plan_name(),
                others=", ".join(other._get_plan_name() for other in cancelled),
            ),
            reason=reason,
        )

    def _check_decider(self):
        """Decisions are the planner's, on tasks the planner may write."""
        if not self.env.user.has_group("implementation_base.group_planner"):
            raise AccessError(
                coded(
                    "role_required",
                    self.env._(
                        "Only a planner decides about a block. Ask one of them."
                    ),
                )
            )
        self.check_access("write")

    def _open_decision(self, decision):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide with a reason"),
            "res_model": "project.task.decide",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_task_ids": self.ids,
                "default_decision": decision,
            },
        }
