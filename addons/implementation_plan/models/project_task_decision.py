# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import CANCELLED, DONE

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.implementation_base.refusal import coded

from .. import roads


class ProjectTask(models.Model):
    """What a planner decides about a block, with a reason that the event log keeps."""

    _inherit = "project.task"

    def _write_decision(self, vals):
        return self.with_context({**self.env.context, roads.KEY: roads.DECISION}).write(
            vals
        )

    def action_override_block(self, reason=""):
        """Do blocked tasks all the same; without a reason, ask for one."""
        self._check_decider()
        reason = str(reason or "").strip()
        if not reason:
            return self._open_decision("override")
        for task in self:
            task._override_block(reason)
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
        reason = str(reason or "").strip()
        if not reason:
            return self._open_decision("release")
        for task in self:
            task._release_cancelled(reason)
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
