# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import CLOSED_STATUSES, IN_PROGRESS

from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.implementation_base.companies import check_created, check_links
from odoo.addons.implementation_base.lengths import check_lengths
from odoo.addons.implementation_base.refusal import coded

from .project_task_state import PRIVATE, STATUS_OF

LINKING = ("plan_phase_id", "plan_role_id")


class ProjectTask(models.Model):
    """What reaches a task from outside: values, defaults of a context, portal users."""

    _inherit = "project.task"

    @property
    def _is_guest(self):
        """Whether Odoo's rules for portal users hold, who may touch few fields."""
        return not self.env.su and self.env.user._is_portal()

    @api.model_create_multi
    def create(self, vals_list):
        """A default from the caller's context is no way around a refusal."""
        private = {f"default_{name}" for name in PRIVATE}
        context = {k: v for k, v in self.env.context.items() if k not in private}
        clean = self.with_context(context)  # pylint: disable=context-overridden
        check_created(self, vals_list, *LINKING)
        check_lengths(self, vals_list, "plan_ref")
        tasks = super(ProjectTask, clean).create(vals_list).with_env(self.env)
        if self._is_guest:
            # sudo: Odoo let the caller make the task, and the plan follows it
            tasks.sudo()._follow_guest({"name": True, "project_id": True}, set())
        return tasks

    def write(self, vals):
        check_links(self, [vals], *LINKING)
        check_lengths(self, [vals], "plan_ref")
        if "plan_id" in vals:
            self._check_plan_kept(vals)
        if not self._is_guest:
            return super().write(vals)
        # sudo: the rules look at fields that portal users do not see
        tasks = self.sudo()
        links = tasks._read_own_links(vals)
        names = dict.fromkeys(vals)
        result = super().write(vals)
        tasks._follow_guest(names, links)
        return result

    def _check_plan_kept(self, vals):
        """A task is in the plan of its project and leaves it with the project only."""
        # sudo: project users work in plans they need not see
        project = self.env["project.project"].sudo().browse(vals.get("project_id"))
        for task in self:
            plan = (project or task.sudo().project_id).plan_ids  # sudo: as above
            if plan.id != vals["plan_id"]:
                raise AccessError(
                    coded(
                        "plan_of_project",
                        self.env._(
                            "%(task)s is in the plan of its project. "
                            "Move it to another project instead.",
                            task=task._get_plan_name(),
                        ),
                    )
                )

    def _follow_guest(self, vals, links):
        """Odoo wrote what a portal user may write; status and links follow by rule."""
        self._after_links(vals, links)
        for status, tasks in self.grouped(lambda task: task._get_told_status()).items():
            if status:
                tasks.write({"plan_status": status})

    def _get_told_status(self):
        """The status that the native state says, where ours is another."""
        told = STATUS_OF.get(self.state)
        if told:
            return told if told != self.plan_status else ""
        return IN_PROGRESS if self.plan_status in CLOSED_STATUSES else ""
