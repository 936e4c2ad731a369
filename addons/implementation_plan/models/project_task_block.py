# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import CANCELLED, CLOSED_STATUSES

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.implementation_base.refusal import ListedRefusal

CANCELLED_CODE = "cancelled_predecessor"


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
    plan_asks_decision = fields.Boolean(
        string="Asks for a Decision",
        compute="_compute_is_blocked",
        compute_sudo=True,
        help="A cancelled task is not done: someone decides whether to wait for it.",
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

    @api.depends(
        "plan_id",
        "plan_status",
        "plan_released_ids",
        "depend_on_ids.plan_status",
        "depend_on_ids.plan_dropped",
        "depend_on_ids.active",
    )
    @api.depends_context("uid")
    def _compute_is_blocked(self):
        reasons = self._get_block_reasons()
        for task in self:
            found = reasons.get(task.id or task._origin.id, ())
            task.is_blocked = bool(found)
            task.plan_asks_decision = any(r["code"] == CANCELLED_CODE for r in found)
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

    def _read_block_reasons(self, together=()):
        reasons = self._get_predecessor_reasons(together)
        for task_id, obstacles in self._get_obstacles().items():
            reasons.setdefault(task_id, []).extend(obstacles)
        return reasons

    def _get_predecessor_reasons(self, together):
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
        settled = set(together.ids) if together else ()
        rows = [row for row in self.env.cr.fetchall() if row[1] not in settled]
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
        plans = self.sudo().plan_id  # sudo: which plan it is, not what is in it
        near = others.filtered(lambda task: task.plan_id in plans)
        # The reason is computed by sudo, and shown to whoever asks.
        far = (others - near).with_env(self.env(su=False))
        return {*near.ids, *(far._filtered_access("read").ids if far else ())}

    def _get_block_finding(self, is_seen):
        name = self._get_plan_name() if is_seen else self.env._("A task you cannot see")
        if self.plan_status == CANCELLED:
            code = CANCELLED_CODE
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

    def _check_not_blocked(self, together):
        """No one does a task whose predecessors, blockers or needs are open.

        Tasks that are done in one go do not hold each other back.
        """
        tasks = self.filtered("plan_id")
        reasons = tasks._read_block_reasons(together) if tasks else {}
        for task in tasks:
            if reasons.get(task.id):
                task._refuse_blocked(reasons[task.id])

    def _refuse_blocked(self, findings):
        """One sentence over RPC; on screens a list with links to what may be read."""
        title = self.env._("%(task)s cannot be done", task=self._get_plan_name())
        way_out = self.env._(
            "Finish or unlink what blocks it, "
            "or let a planner override the block with a reason."
        )
        messages = ", ".join(finding["message"] for finding in findings)
        listed = [self._with_allowed_link(finding) for finding in findings]
        text = f"{title}: {messages}. {way_out}"
        raise ListedRefusal("blocked_task", title, listed, way_out, text)

    @api.model
    def _with_allowed_link(self, finding):
        """A link leads only to what the user at the screen may read."""
        user_env = self.env(su=False)
        record = user_env[finding["model"]].browse(finding["res_id"])
        return finding if record.has_access("read") else {**finding, "res_id": False}

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
