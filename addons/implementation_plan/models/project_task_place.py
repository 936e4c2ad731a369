# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.numbering import next_ref

from odoo import api, models

#: Free places between the tasks of two phases, for tasks still to come.
ROOM = 999


class ProjectTask(models.Model):
    """Where a new task stands in its plan."""

    _inherit = "project.task"

    @api.model
    def _with_plan(self, vals_list):
        """Values with project, plan and reference filled in from the phase or plan."""
        vals_list = [self._with_defaults(vals) for vals in vals_list]
        self._fill_project(vals_list)
        self._fill_plan(vals_list)
        self._fill_refs([vals for vals in vals_list if vals.get("plan_phase_id")])
        return vals_list

    @api.model
    def _with_defaults(self, vals):
        """What the view's context gives counts like a value: rules look at values."""
        names = ("project_id", "plan_id", "plan_phase_id", "plan_status", "state")
        defaults = {
            name: self.env.context[f"default_{name}"]
            for name in names
            if name not in vals and f"default_{name}" in self.env.context
        }
        return {**defaults, **vals}

    @api.model
    def _fill_project(self, vals_list):
        # sudo: project users work in plans they need not see
        phases = self.env["implementation.phase"].sudo()
        plans = self.env["implementation.plan"].sudo()  # sudo: as above
        for vals in vals_list:
            phase = phases.browse(vals.get("plan_phase_id") or ())
            plan = plans.browse(vals.get("plan_id") or ()) or phase.plan_id
            if plan and not vals.get("project_id"):
                vals["project_id"] = plan.project_id.id

    @api.model
    def _fill_plan(self, vals_list):
        """A task is in the plan of its project; a template's task stays archived."""
        project_ids = {
            vals["project_id"] for vals in vals_list if vals.get("project_id")
        }
        # sudo: project users work in plans they need not see
        plans = self.env["implementation.plan"].sudo().with_context(active_test=False)
        found = plans.search_fetch(
            [("project_id", "in", list(project_ids))],
            ["project_id", "active", "is_template"],
        )
        plan_of = {plan.project_id.id: plan for plan in found}
        for vals in vals_list:
            plan = plan_of.get(vals.get("project_id"))
            vals["plan_id"] = plan.id if plan else False
            if plan and "default_user_ids" not in self.env.context:
                # Without it the native default gives the task to whoever creates it.
                vals.setdefault("user_ids", [])
            if plan and not plan._is_live:
                vals["active"] = False

    @api.model
    def _fill_refs(self, vals_list):
        """A task made in the browser gets the next number of its phase."""
        wanted = [vals for vals in vals_list if not vals.get("plan_ref")]
        phase_ids = {vals["plan_phase_id"] for vals in wanted}
        if not phase_ids:
            return
        # sudo: a reference may be taken by a task behind a rule
        phases = self.env["implementation.phase"].sudo().browse(phase_ids)
        tasks = (
            self.sudo()  # sudo: as above
            .with_context(active_test=False)
            .search_fetch(
                [("plan_id", "in", phases.plan_id.ids), ("plan_ref", "!=", False)],
                ["plan_ref", "plan_phase_id", "plan_id", "sequence"],
            )
        )
        last = {}
        for phase in phases.sorted(lambda phase: (phase.sequence, phase.id)):
            near = tasks.filtered(lambda task, plan=phase.plan_id: task.plan_id == plan)
            own = near.filtered(lambda task, phase=phase: task.plan_phase_id == phase)
            refs = own.mapped("plan_ref")
            taken = set(near.mapped("plan_ref"))
            place = self._last_place(own, near, phase)
            if not own:  # behind what this very batch puts into phases before
                place = max(place, last.get(phase.plan_id, 0) + ROOM)
            for vals in wanted:
                if vals["plan_phase_id"] == phase.id:
                    place += 1
                    vals["plan_ref"] = next_ref(phase.code or "", refs, taken)
                    vals.setdefault("sequence", place)
                    refs.append(vals["plan_ref"])
                    taken.add(vals["plan_ref"])
            last[phase.plan_id] = max(place, last.get(phase.plan_id, 0))

    @api.model
    def _last_place(self, own, near, phase):
        """The place behind which a new task of a phase stands."""
        if own:
            return max(own.mapped("sequence"))
        before = near.filtered(lambda t: t.plan_phase_id.sequence < phase.sequence)
        return max(before.mapped("sequence"), default=0) + ROOM

    def _fill_missing_refs(self):
        """A task gets its number with its first phase; a document's has none."""
        tasks = self.filtered(
            lambda task: (
                task.plan_phase_id and not task.plan_ref and not task.document_key
            )
        )
        vals_list = [{"plan_phase_id": task.plan_phase_id.id} for task in tasks]
        self._fill_refs(vals_list)
        for task, vals in zip(tasks, vals_list, strict=True):
            task.plan_ref = vals["plan_ref"]
