# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import CLOSED_STATUSES

from odoo import api, models

from .. import roads
from ..document import QUIET
from ..document_copy import copied_vals
from ..document_values import from_item, to_item
from .project_task_state import NATIVE, OPEN_STATE, WAITING_STATE


class ProjectTask(models.Model):
    """A task speaks the protocol of ``implementation.item.mixin``."""

    _inherit = "project.task"

    _document_collection = "tasks"
    _document_map = {
        "ref": "plan_ref",
        "title": "name",
        "phase": "plan_phase_id",
        "owner": "plan_role_id",
        "depends": "plan_depends_text",
        "status": "plan_status",
        "estimate": "plan_estimate_text",
    }

    def _document_item(self, context):
        """This task as an item of the plan's values."""
        self.ensure_one()
        return to_item(self, context)

    @api.model
    def _document_vals(self, item, context):
        """What this item asks to be written on its task."""
        return from_item(self, item, context)

    @api.model
    def _get_signed_parts(self):
        """Deadline and wordless predecessors are signed with a task."""
        return [("deadline", "date_deadline"), ("after", "plan_unworded_ids")]

    @api.model
    def _document_search(self, domain):
        """Tasks of plans in the document's order; who left the plan is not one."""
        return self.with_context(active_test=False).search(
            [*domain, ("plan_dropped", "=", False)], order="sequence, id"
        )

    @api.model
    def _document_create(self, plan, items, context):
        """Tasks of these items with their links and states, in one batch.

        A circle is refused before anything is written. Statuses stay as written.
        """
        present = self._document_search([("plan_id", "=", plan.id)])
        edges = plan._resolve_items(present, items, context)
        states = _native_states(present, items, edges, context)
        vals_list = [
            {
                **self._document_vals(item, context),
                **self._prepare_document_vals(plan),
                "state": states[item.key],
                "plan_weight": self._weigh(item.estimate),
            }
            for item in items
        ]
        tasks = self._document_insert(plan, vals_list)
        context.bind(self._document_collection, items, tasks)
        ids = {key: context.record_id("tasks", key) for key in edges}
        plan._write_document_links(
            {
                (ids[key], ids[other])
                for key, others in edges.items()
                for other in others
            },
            new=set(tasks.ids),
        )
        return tasks

    @api.model
    def _prepare_document_vals(self, plan):
        """The same for every task of a document; False where a default would search."""
        return {
            "plan_id": plan.id,
            "project_id": plan.project_id.id,
            "company_id": plan.company_id.id,
            "active": plan._is_live,
            "stage_id": False,
            "personal_stage_type_id": False,
            "partner_id": False,
            "milestone_id": False,
            "user_ids": [],
        }

    @api.model
    def _document_insert(self, plan, vals_list):
        """Create without a message each; the author follows all tasks at once."""
        # A list of tasks in the cache would be searched anew for each task made.
        plan.invalidate_recordset(["task_ids"], flush=False)
        plan.phase_ids.invalidate_recordset(["task_ids"], flush=False)
        plan.project_id.invalidate_recordset(["tasks", "task_ids"], flush=False)
        road = {**QUIET, roads.KEY: roads.DOCUMENT}
        tasks = self.with_context(**road).create(vals_list).with_env(self.env)
        # sudo: only the server makes followers
        self.env["mail.followers"].sudo()._insert_followers(
            self._name, tasks.ids, self.env.user.partner_id.ids, check_existing=False
        )
        return tasks

    def _inverse_personal_stage_type_id(self):
        """A document says nothing of anyone's personal stage."""
        if not roads.taken(self, roads.DOCUMENT):
            super()._inverse_personal_stage_type_id()

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """A document's tasks get their followers in one batch, not one by one."""
        if roads.taken(self, roads.DOCUMENT):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    def _document_drop(self):
        """Tasks a document has no more are archived; a template's are deleted."""
        # sudo: project users work in plans they need not see
        templates = self.filtered(lambda task: task.plan_id.sudo().is_template)
        rest = self - templates
        templates.unlink()
        return rest.write({"active": False}) if rest else True

    def _document_copy(self, new, copied):
        """Tasks of the plan ``new`` like these, with their links among each other."""
        default = self._prepare_document_vals(new)
        del default["user_ids"]
        vals_list = copied_vals(self, copied, default)
        names = ("name", "plan_ref", "plan_depends_text")
        for task, vals in zip(self, vals_list, strict=True):
            vals.update({name: task[name] for name in names})
            vals["milestone_id"] = False
            for name in ("recurrence_id", "child_ids", "parent_id"):
                vals.pop(name, None)
        tasks = self._document_insert(new, vals_list)
        ids = dict(zip(self.ids, tasks.ids, strict=True))
        links = {
            (ids[own], ids.get(other, other))
            for own, others in self._read_predecessors().items()
            for other in others
        }
        new._write_links(links)
        for task in self.filtered("parent_id"):
            parent_id = ids.get(task.parent_id.id, task.parent_id.id)
            self.browse(ids[task.id]).parent_id = parent_id
        return ids


def _native_states(present, items, edges, context):
    """Native state of each new task: waiting if and only if a predecessor is open."""
    status = {context.key(task): task.plan_status for task in present}
    status.update({item.key: item.status for item in items})
    states = {}
    for item in items:
        others = edges.get(item.key, ())
        is_waiting = any(status[other] not in CLOSED_STATUSES for other in others)
        open_state = WAITING_STATE if is_waiting else OPEN_STATE
        states[item.key] = NATIVE.get(item.status, open_state)
    return states
