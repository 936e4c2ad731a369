# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import CLOSED_STATUSES, DONE
from plankit.progress import percent_done

from odoo import api, fields, models


class ImplementationPlan(models.Model):
    _inherit = "implementation.plan"

    task_count = fields.Integer(compute="_compute_progress")
    done_task_count = fields.Integer(
        string="Done Tasks",
        compute="_compute_progress",
    )
    open_task_count = fields.Integer(
        string="Open Tasks",
        compute="_compute_progress",
    )
    progress = fields.Float(
        compute="_compute_progress",
        help="Share of the work done, in percent. A task weighs its estimate, or one.",
    )
    blocked_task_count = fields.Integer(
        string="Blocked Tasks",
        compute="_compute_blocked_task_count",
    )
    override_count = fields.Integer(
        string="Overrides",
        compute="_compute_override_count",
        help="Tasks done although they were blocked, each with a reason.",
    )
    phase_count = fields.Integer(compute="_compute_phase_id")
    phase_id = fields.Many2one(
        comodel_name="implementation.phase",
        string="Phase Now",
        compute="_compute_phase_id",
    )
    date_end = fields.Date(
        string="Due",
        compute="_compute_phase_id",
    )
    is_late = fields.Boolean(
        string="Late",
        compute="_compute_is_late",
        search="_search_is_late",
    )
    next_step = fields.Text(compute="_compute_next_step")

    @api.depends("task_ids.plan_status", "task_ids.plan_weight")
    def _compute_progress(self):
        groups = self.env["project.task"]._read_progress("plan_id", self.ids)
        for plan in self:
            statuses = groups.get(plan.id, {})
            counts = {status: count for status, (count, _weight) in statuses.items()}
            plan.task_count = sum(counts.values())
            plan.done_task_count = counts.get(DONE, 0)
            plan.open_task_count = plan.task_count - sum(
                counts.get(status, 0) for status in CLOSED_STATUSES
            )
            weights = {status: weight for status, (_count, weight) in statuses.items()}
            plan.progress = percent_done(weights)

    @api.depends("task_ids.is_blocked")
    def _compute_blocked_task_count(self):
        counts = self._count_tasks([("is_blocked", "=", True)])
        for plan in self:
            plan.blocked_task_count = counts.get(plan.id, 0)

    @api.depends("task_ids.plan_override_reason")
    def _compute_override_count(self):
        counts = self._count_tasks([("plan_override_reason", "!=", False)])
        for plan in self:
            plan.override_count = counts.get(plan.id, 0)

    def _count_tasks(self, domain):
        rows = (
            self.env["project.task"]
            .with_context(active_test=False)
            ._read_group(
                [("plan_id", "in", self.ids), ("plan_dropped", "=", False), *domain],
                ["plan_id"],
                ["__count"],
            )
        )
        return {plan.id: count for plan, count in rows}

    @api.depends("phase_ids.state", "phase_ids.sequence", "phase_ids.date_end")
    def _compute_phase_id(self):
        for plan in self:
            phases = plan.phase_ids
            plan.phase_count = len(phases)
            plan.phase_id = phases.filtered(lambda p: not p._is_closed)[:1]
            plan.date_end = max(filter(None, phases.mapped("date_end")), default=False)

    @api.depends("phase_ids.state", "phase_ids.date_end")
    def _compute_is_late(self):
        late = self.filtered_domain(self._search_is_late("=", True))
        for plan in self:
            plan.is_late = plan in late

    @api.model
    def _search_is_late(self, operator, value):
        """Late: an open phase whose last day is past."""
        if operator not in ("=", "!=", "in", "not in"):
            return NotImplemented
        values = value if operator in ("in", "not in") else [value]
        wanted = (True in values) == (operator in ("=", "in"))
        late = [
            ("date_end", "<", fields.Date.context_today(self)),
            ("state", "not in", ["done", "cancelled"]),
        ]
        domain = [
            ("phase_ids", "any", late),
            ("state", "not in", ["done", "cancelled"]),
            ("is_template", "=", False),
        ]
        return domain if wanted else ["!", "&", "&", *domain]

    @api.depends(
        "state", "phase_ids.state", "task_ids.plan_status", "task_ids.is_blocked"
    )
    def _compute_next_step(self):
        for plan in self:
            plan.next_step = "\n".join(plan._get_next_steps())

    def _get_next_steps(self):
        """Lines that say what is next, and who must do it."""
        self.ensure_one()
        tasks = self.task_ids.filtered(
            lambda task: task.plan_status not in CLOSED_STATUSES
        ).sorted(lambda task: (task.sequence, task.id))
        if not tasks:
            return [self._get_closing_step()]
        free = tasks.filtered(lambda task: not task.is_blocked)
        blocked = tasks.filtered("is_blocked")
        lines = [task._get_next_step() for task in free[:1]]
        lines += [
            self.env._(
                "Blocked: %(task)s waits. %(reason)s",
                task=task._get_plan_name(),
                reason=task.blocked_reason,
            )
            for task in blocked[:1]
        ]
        return lines

    def _get_closing_step(self):
        if not self.task_ids:
            return self.env._("Next: add the first phase and its tasks.")
        return self.env._("Next: every task is closed. Complete the phases.")
