# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import DONE, IN_PROGRESS, IN_REVIEW

from odoo import api, models

from odoo.addons.implementation_plan import roads

#: The server takes a signed task to its end, or back when the sign-off is void.
_SIGNED = object()
_KEY = "implementation_signed"
_STATES = {"1_done": DONE}


class ProjectTask(models.Model):
    """A task whose policy asks for it is done by the sign-off of its role alone."""

    _name = "project.task"
    _inherit = ["project.task", "implementation.signed.mixin"]
    _sign_off_kind = "task"

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        if not roads.taken(self, roads.DOCUMENT):
            # sudo: portal users do not see the status
            done = tasks.sudo().filtered(lambda t: t.plan_id and t.plan_status == DONE)
            done._check_signed_off()
        tasks._after_review(
            tasks.sudo().filtered(lambda t: t.plan_status == IN_REVIEW)
        )  # sudo: as above
        return tasks

    def write(self, vals):
        """Whoever sets it to done is refused; setting it to in review asks the role."""
        status = vals.get("plan_status", _STATES.get(vals.get("state")))
        if status is None or self._is_guest:
            return super().write(vals)
        planned = self.filtered(lambda task: task.plan_id)
        if status == DONE and not self._is_signed_road:
            planned.filtered(lambda t: t.plan_status != DONE)._check_signed_off()
        before = {task: task.plan_status for task in planned}
        result = super().write(vals)
        changed = planned.filtered(lambda t: before[t] != t.plan_status)
        changed._after_review(changed.filtered(lambda t: t.plan_status == IN_REVIEW))
        left = changed.filtered(
            lambda t: before[t] == IN_REVIEW and t.plan_status not in (IN_REVIEW, DONE)
        )
        if left:
            left._get_requests().filtered(
                lambda a: a.status in ("pending", "void")
            )._withdraw()
        return result

    @property
    def _is_signed_road(self):
        return self.env.context.get(_KEY) is _SIGNED

    def _write_signed(self, vals):
        # sudo: the people who signed decided, whoever may edit the task
        own = self.sudo()
        return own.with_context({**self.env.context, _KEY: _SIGNED}).write(vals)

    def _after_review(self, tasks):
        """Whoever must sign a task in review off is asked at once."""
        if tasks:
            tasks._request_sign_offs()

    def _filter_policies(self, policies):
        return policies.filtered(
            lambda policy: (
                policy.task_role_id in (self.plan_role_id, policy.role_id.browse())
            )
        )

    def _get_doers(self):
        """Whoever is assigned did the work."""
        return self.user_ids

    def _get_sign_off_name(self):
        return self._get_plan_name()

    def _on_signed_off(self, approval):
        """The last sign-off of its policies makes a task done."""
        if approval.subject_kind == "override":
            return
        if self.plan_status == IN_REVIEW and not self._get_missing_sign_offs():
            self._write_signed({"plan_status": DONE})

    def _on_sign_off_void(self, approval):
        """What a sign-off made done is not done without it."""
        if approval.subject_kind == "task" and self.plan_status == DONE:
            self._write_signed({"plan_status": IN_REVIEW})

    def _on_sign_off_rejected(self, approval):
        """A rejected task, or a rejected override, is work to do again."""
        if approval.subject_kind == "task" and self.plan_status == IN_REVIEW:
            self._write_signed({"plan_status": IN_PROGRESS})
        if approval.subject_kind == "override" and self.plan_override_reason:
            self._write_signed({"plan_status": IN_PROGRESS})

    def _override_block(self, reason):
        """An override is a debt: a second person reviews it before the next gate."""
        held_by = [
            found["message"] for found in self._get_block_reasons().get(self.id, ())
        ]
        self._check_signed_off()
        result = super()._override_block(reason)
        self._request_override_review(reason, held_by)
        return result

    def _request_override_review(self, reason, held_by):
        approvals = self.env[
            "implementation.approval"
        ].sudo()  # sudo: asking is the server's
        policies = self.env["implementation.approval.policy"]
        found = policies._find("override", self.plan_id).get(self.plan_id)
        roles = found or [policies.new({"role_id": False})]
        facts = {"reason": reason, "held_by": "\n".join(held_by)}
        rows = approvals._create_privately(
            [
                {
                    **self._prepare_request(policy, facts),
                    "subject_kind": "override",
                    "policy_id": policy._origin.id,
                }
                for policy in roles
            ]
        )
        rows._ask()
