# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one place where status, native state and dependencies keep each other true."""

from plankit.plan import CANCELLED, CLOSED_STATUSES, DONE, IN_PROGRESS

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.implementation_base.refusal import coded

from .. import roads
from .project_task_depends import LINKS, MEANING

NATIVE = {DONE: "1_done", CANCELLED: "1_canceled"}
STATUS_OF = {state: status for status, state in NATIVE.items()}
OPEN_STATE, WAITING_STATE = "01_in_progress", "04_waiting_normal"
WATCHED = frozenset({"plan_status", "state", "active"}) | LINKS | MEANING
PRIVATE = frozenset(
    {
        "plan_dropped",
        "plan_released_ids",
        "plan_override_reason",
        "plan_override_user_id",
        "plan_override_at",
    }
)


class ProjectTask(models.Model):
    _inherit = "project.task"

    # Another compute, because the native one walks all transitive dependents although
    # no change ever passes the direct ones; ``write`` tells those (see below).
    state = fields.Selection(compute="_compute_plan_state")

    @api.depends("stage_id", "depend_on_ids", "project_id.allow_task_dependencies")
    def _compute_plan_state(self):
        waiting = self._ids_waiting()
        for task in self:
            if task.state not in STATUS_OF:
                task.state = WAITING_STATE if task.id in waiting else OPEN_STATE

    def _ids_waiting(self):
        """Ids of those that depend on an open task, new records included."""
        stored = self.filtered(lambda task: isinstance(task.id, int))
        rows = stored._read_waiting(SQL("task_id"))
        return {row[0] for row in rows if row[3]} | {
            task.id
            for task in self - stored
            if any(other.state not in STATUS_OF for other in task.depend_on_ids)
        }

    @api.model
    def _sql_counts(self, alias):
        """Whether a task counts as a predecessor: not if it left plan or lists."""
        return SQL(
            "NOT COALESCE(%(alias)s.plan_dropped, FALSE)"
            " AND (%(alias)s.active OR %(alias)s.plan_id IS NOT NULL)",
            alias=SQL.identifier(alias),
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_private_fields({name for vals in vals_list for name in vals})
        if self._is_guest or roads.taken(self, roads.DOCUMENT):
            return super().create(vals_list)
        vals_list = [self._with_status(vals) for vals in self._with_plan(vals_list)]
        tasks = super().create(vals_list)
        names = {name for vals in vals_list for name in vals}
        tasks._after_links(dict.fromkeys(names, True), set(), are_new=True)
        # The native create keeps the default state although a predecessor is open.
        linked = tasks.filtered("depend_on_ids")
        self.env.add_to_compute(self._fields["state"], linked)
        done = tasks.filtered(lambda task: task.plan_status == DONE)
        done._check_not_blocked(done)
        return tasks

    def write(self, vals):
        self._check_private_fields(vals)
        if self._is_guest or not vals.keys() & WATCHED:
            return super().write(vals)
        links = self._read_own_links(vals)
        closing = self._get_closing(vals)
        # A change of links in the same write decides too: then the check comes after.
        is_linking = bool(vals.keys() & (LINKS | MEANING))
        if not is_linking:
            closing._check_not_blocked(closing)
        before = {task: (task.plan_status, task._counts_open) for task in self}
        groups = self.grouped(lambda task: task._get_write_group(vals))
        for key, tasks in groups.items():
            super(ProjectTask, tasks).write(self._with_group(vals, key))
        self._after_links(vals, links)
        if is_linking:
            closing._check_not_blocked(closing)
        self._after_status(before)
        return True

    def _get_closing(self, vals):
        """Tasks that this write makes done, but for a planner's decision."""
        status = vals.get("plan_status", STATUS_OF.get(vals.get("state")))
        if status != DONE or roads.taken(self, roads.DECISION):
            return self.browse()
        return self.filtered(lambda task: task.plan_status != DONE)

    def copy(self, default=None):
        """The native copy links a task after it was made: then the check comes last."""
        default = dict(default or {})
        if "project_id" in default and default["project_id"] not in self.project_id.ids:
            default.setdefault("plan_phase_id", False)
        copies = super().copy(default)
        # sudo: portal users do not see the status
        done = copies.sudo().filtered(lambda task: task.plan_status == DONE)
        done._check_not_blocked(done)
        return copies

    @api.model
    def _with_group(self, vals, key):
        """What this write means for the tasks of one group."""
        was_closed, archive, leaves = key
        vals = self._with_status(self._with_archive(vals, archive), was_closed)
        if leaves:
            place = ("plan_phase_id", "plan_ref", "plan_depends_text", "document_key")
            vals = {**dict.fromkeys(place, False), **vals}
        return vals

    @api.model
    def _check_private_fields(self, names):
        """Decisions are recorded by their actions only, whoever calls."""
        if roads.taken(self, roads.DECISION) or not PRIVATE & set(names):
            return
        raise AccessError(
            coded(
                "private_field",
                self.env._(
                    "Decisions about a task are recorded by their own buttons. "
                    "Leave the fields out: %(fields)s.",
                    fields=", ".join(sorted(PRIVATE & set(names))),
                ),
            )
        )

    @property
    def _counts_open(self):
        """Whether the task holds its successors back."""
        present = not self.plan_dropped and (self.active or bool(self.plan_id))
        return present and self.plan_status not in CLOSED_STATUSES

    def _get_write_group(self, vals):
        """Tasks of one group are written alike: closed, archive, leaves its plan."""
        closed = self.plan_status in CLOSED_STATUSES
        if not self.plan_id:
            return closed, "", False
        leaves = vals.get("project_id", self.project_id.id) != self.project_id.id
        if "active" not in vals:
            return closed, "", leaves
        if roads.taken(self, roads.ARCHIVE):
            return closed, "dropped" if self.plan_dropped else "", leaves
        # sudo: project users work in plans they need not see
        return closed, "live" if self.plan_id.sudo()._is_live else "resting", leaves

    @api.model
    def _with_archive(self, vals, kind):
        """Archived by itself, a task leaves the plan; it rests while its plan does."""
        if kind == "dropped":
            return {**vals, "active": False}
        if kind in ("live", "resting"):
            active = bool(vals["active"])
            dropped = {"plan_dropped": not active}
            return {**vals, **dropped, "active": active and kind == "live"}
        return dict(vals)

    @api.model
    def _with_status(self, vals, was_closed=False):
        """``vals`` with status and native state saying the same."""
        if "plan_status" in vals:
            status = vals["plan_status"]
            state = NATIVE.get(status) or (OPEN_STATE if was_closed else None)
            rest = {name: vals[name] for name in vals if name != "state"}
            return {**rest, "state": state} if state else rest
        if vals.get("state") in STATUS_OF:
            return {**vals, "plan_status": STATUS_OF[vals["state"]]}
        if "state" in vals and was_closed:
            return {**vals, "plan_status": IN_PROGRESS}
        return dict(vals)

    def _after_status(self, before):
        """Tell the direct dependents, and only those."""
        left = self.filtered(lambda t: before[t][0] != t.plan_status)
        left._forget_decisions(before)
        self.filtered(lambda t: before[t][1] != t._counts_open)._tell_dependents()

    def unlink(self):
        dependents = self._read_dependents()
        gone = set(self.ids)
        result = super().unlink()
        # Read again: who waited for these waits for others alone now.
        left = self.browse([row[0] for row in dependents if row[0] not in gone])
        left._after_links_changed()
        return result

    def _tell_dependents(self):
        """The direct dependents wait, or wait no more; one event says which."""
        freed = self._update_dependents(self._read_dependents())
        names = ", ".join(task._get_plan_name() for task in self[:5])
        for plan_id, ids in freed.items():
            self.env["implementation.event"]._log(
                # sudo: an event names the plan whoever closed the task
                self.env["implementation.plan"].sudo().browse(plan_id),
                "tasks_unblocked",
                self.env._(
                    "%(count)s tasks wait no more for %(names)s.",
                    count=len(ids),
                    names=names,
                ),
                data={"tasks": sorted(ids)},
            )

    def _read_dependents(self):
        """Open tasks that depend on these: ``(id, state, plan id, must wait)``."""
        return self._read_waiting(SQL("depends_on_id"))

    def _read_waiting(self, column):
        """The same of the open tasks that have one of these in ``column``."""
        if not self:
            return []
        self.env["project.task"].flush_model(
            ["state", "active", "plan_dropped", "plan_id", "project_id"]
        )
        self.env.cr.execute(
            SQL(
                """
                SELECT own.id, own.state, own.plan_id, EXISTS (
                       SELECT 1
                         FROM task_dependencies_rel rel
                         JOIN project_task other ON other.id = rel.depends_on_id
                        WHERE rel.task_id = own.id
                          AND other.state NOT IN ('1_done', '1_canceled')
                          AND %s)
                  FROM project_task own
                  JOIN project_project project ON project.id = own.project_id
                 WHERE own.id IN (SELECT task_id FROM task_dependencies_rel
                                   WHERE %s IN %s)
                   AND (own.plan_id IS NOT NULL OR project.allow_task_dependencies)
                   AND own.state NOT IN ('1_done', '1_canceled')
                """,
                self._sql_counts("other"),
                column,
                tuple(self.ids),
            )
        )
        return self.env.cr.fetchall()

    def _update_dependents(self, rows):
        """Set waiting where a predecessor is open: ``{plan id: {freed ids}}``.

        Written as the ORM writes a computed value: no tracked message for each.
        """
        # sudo: a dependent may be in a project the caller may not write to
        tasks = self.sudo().browse([row[0] for row in rows])
        states = {WAITING_STATE: [], OPEN_STATE: []}
        freed = {}
        for task_id, state, plan_id, must_wait in rows:
            if must_wait == (state == WAITING_STATE):
                continue
            states[WAITING_STATE if must_wait else OPEN_STATE].append(task_id)
            if plan_id and not must_wait:
                freed.setdefault(plan_id, set()).add(task_id)
        with self.env.protecting([self._fields["state"]], tasks):
            for state, ids in states.items():
                tasks.browse(ids).state = state
        return freed
