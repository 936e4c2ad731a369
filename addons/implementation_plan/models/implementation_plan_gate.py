# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import CLOSED_STATUSES

from odoo import models


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
        return [task._get_open_finding() for task in tasks]

    def _get_refusal_text(self, record, findings):
        """What did not happen, why, and the way out."""
        lines = [f"• {finding['message']} [{finding['code']}]" for finding in findings]
        return self.env._(
            "%(name)s was not completed:\n%(lines)s\n"
            "When all are settled, press Complete again.",
            name=record.display_name,
            lines="\n".join(lines),
        )
