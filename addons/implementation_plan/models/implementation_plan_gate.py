# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import CLOSED_STATUSES

from odoo import models

from odoo.addons.implementation_base.refusal import ListedRefusal


class ImplementationPlan(models.Model):
    _inherit = "implementation.plan"

    def _get_findings(self, scope):
        """Unmet conditions of a gate; ``scope`` is this plan or one of its phases.

        Each is ``{code, message, model, res_id, ref, owner, phase_id}``; a finding
        without ``phase_id`` concerns the plan as a whole.
        """
        self.ensure_one()
        tasks = scope.task_ids.filtered(
            lambda task: task.plan_status not in CLOSED_STATUSES
        ).sorted(lambda task: (task.sequence, task.id))
        # A list of many gates reads the tasks of all of them together.
        tasks = tasks.with_prefetch(scope.task_ids._prefetch_ids)
        own = [task._get_open_finding() for task in tasks]
        return [*own, *self._get_common_findings()]

    def _get_common_findings(self):
        """What keeps every gate of the plan shut, as of ``_get_findings``."""
        return []

    def _check_gate(self, scope):
        """Refuse while a condition of the gate is open; each is listed."""
        findings = self._get_findings(scope)
        if findings:
            raise ListedRefusal(
                "gate_open",
                self.env._("%(name)s was not completed", name=scope.display_name),
                findings,
                self.env._("When all are settled, press Complete again."),
            )

    def action_view_tasks(self):
        """The tasks of this plan as a board."""
        return self._get_tasks_action([])

    def action_view_blocked_tasks(self):
        """The tasks that something holds back."""
        return self._get_tasks_action([("is_blocked", "=", True)], "list")

    def action_view_overrides(self):
        """The tasks that were done although they were blocked."""
        return self._get_tasks_action([("plan_override_reason", "!=", False)], "list")

    def _get_tasks_action(self, domain, first="kanban"):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "implementation_plan.project_task_action_all"
        )
        views = sorted(action["views"], key=lambda view: view[1] != first)
        return {
            **action,
            "views": views,
            "domain": [
                ("plan_id", "=", self.id),
                ("plan_dropped", "=", False),
                *domain,
            ],
            "context": {
                "default_plan_id": self.id,
                "default_project_id": self.project_id.id,
                "active_test": False,
            },
        }

    def _get_lint_findings(self, document):
        """Findings (``plankit.errors.Finding``) beside those of ``plankit.lint``."""
        self.ensure_one()
        return []
