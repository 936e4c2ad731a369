# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from .. import roads

LINKS = frozenset({"depend_on_ids", "dependent_ids"})
#: Fields that decide who is meant by a reference, a range or a wildcard.
MEANING = frozenset(
    {"plan_depends_text", "plan_ref", "plan_phase_id", "active", "project_id", "name"}
)


class ProjectTask(models.Model):
    """Dependencies as text and as links follow each other at once."""

    _inherit = "project.task"

    plan_unworded_ids = fields.Many2many(
        comodel_name="project.task",
        string="Predecessors without Words",
        compute="_compute_plan_unworded_ids",
        compute_sudo=True,
        help="Predecessors that no reference can name: without one, or elsewhere.",
    )

    @api.depends("depend_on_ids", "depend_on_ids.plan_ref", "depend_on_ids.plan_id")
    def _compute_plan_unworded_ids(self):
        for task in self:
            task.plan_unworded_ids = task.with_context(
                active_test=False
            ).depend_on_ids.filtered(
                lambda other, plan=task.plan_id: (
                    not other.plan_ref or other.plan_id != plan
                )
            )

    def _read_own_links(self, vals):
        """Links that a write of these values may change: ``{(task, other)}``."""
        if not self or not vals.keys() & LINKS:
            return set()
        self.env.cr.execute(
            SQL(
                "SELECT task_id, depends_on_id FROM task_dependencies_rel"
                " WHERE task_id IN %s OR depends_on_id IN %s",
                tuple(self.ids),
                tuple(self.ids),
            )
        )
        return set(self.env.cr.fetchall())

    def _read_predecessors(self):
        """``{task id: [predecessor id, ...]}`` of these tasks."""
        found = {}
        for own, other in self._read_own_links({"depend_on_ids": True}):
            found.setdefault(own, []).append(other)
        return {own: others for own, others in found.items() if own in self._ids}

    def _after_links(self, vals, before, are_new=False):
        """Bring text and links together again after a create or write."""
        if roads.taken(self, roads.DOCUMENT) or roads.taken(self, roads.ARCHIVE):
            return
        if vals.keys() & LINKS:
            after = self._read_own_links(vals)
            self._check_links(after - before, before - after)
            self._word_links(after - before, before - after)
        if vals.get("plan_phase_id"):
            self._fill_missing_refs()
        if vals.keys() & MEANING:
            # sudo: project users work in plans they need not see
            tasks = self.sudo()
            plans = tasks._get_plans_told() if are_new else tasks.plan_id
            plans._sync_dependencies()

    def _get_plans_told(self):
        """Plans whose links these new tasks can change; to read one whole is dear."""
        return self.env["implementation.plan"].union(
            *(
                plan
                for plan, tasks in self.filtered("plan_id").grouped("plan_id").items()
                if any(tasks.mapped("plan_depends_text")) or plan._may_name(tasks)
            )
        )

    def _check_links(self, added, removed):
        """Who holds back or frees a task edits it; who waits for one may see it."""
        own = set(self.ids)
        self.browse({t for t, _other in added | removed} - own).check_access("write")
        self.browse({other for _task, other in added} - own).check_access("read")

    def _word_links(self, added, removed):
        # sudo: the text of a dependent changes with the link, wherever it stands
        tasks = self.sudo().browse({pair[0] for pair in (*added, *removed)})
        for plan in tasks.plan_id:
            plan._write_dependency_texts(added, removed)

    def _after_links_changed(self):
        """States and computed fields of tasks whose predecessors are others now."""
        self.modified(["depend_on_ids"])
        # Nobody needs a message about a state that follows from a link.
        self.with_context(mail_notrack=True)._recompute_recordset(["state"])

    def _document_write(self, vals):
        """A write for a document: its links are settled once, at the end."""
        road = {**self.env.context, roads.KEY: roads.DOCUMENT}
        return self.with_context(road).write(vals)

    def _document_settle(self, plan):
        """Make the links what the texts say after the last write of a document."""
        plan.sudo()._sync_dependencies()  # sudo: its tasks are the plan's own
