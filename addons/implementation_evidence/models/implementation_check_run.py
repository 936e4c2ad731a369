# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from plankit import evidence

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.implementation_base.refusal import coded


class ImplementationCheck(models.Model):
    """What agents are asked to run, and what comes of it."""

    _inherit = "implementation.check"

    def action_run(self):
        """Ask agents to run these commands; gives the one job, or the list."""
        self._check_operator()
        self.check_access("read")
        jobs = self.env["implementation.job"]
        running = self.filtered("job_id")
        due = (self - running).grouped(
            lambda check: (check.run_environment_id, check.run_kind or "shell")
        )
        for (environment, kind), checks in due.items():
            jobs |= jobs._enqueue(
                checks, kind, lambda check: check.display_name, environment
            )
        found = jobs | running.job_id
        self.invalidate_recordset(["job_id"])
        return found._get_action()

    def _check_operator(self):
        if not self.env.user.has_group("implementation_base.group_operator"):
            raise AccessError(
                coded(
                    "role_required",
                    self.env._(
                        'Only the role "Operator" has commands run. '
                        "Ask someone who has it."
                    ),
                )
            )

    def _get_job_orders(self):
        """The commands as they are now, if standing sign-offs cover them."""
        covers = self.env["implementation.approval"]._get_covers(self)
        for check in self:
            check._check_runnable(covers[check])
        return {
            check.id: {
                "content": check._get_content(),
                "signed": covers[check]._get_signed_entries(),
            }
            for check in self
        }

    def _check_runnable(self, covers):
        """Refuse what is no command, and what nobody signed as it is now."""
        if not (self.command or "").strip():
            raise UserError(
                coded(
                    "no_command",
                    self.env._(
                        "%(check)s has no command. Write the command that proves it.",
                        check=self.display_name,
                    ),
                )
            )
        if not self._get_content():
            raise UserError(
                coded(
                    "bad_request",
                    self.env._(
                        "%(check)s is no request. Write one line, such as GET "
                        "https://staging.example.com/health.",
                        check=self.display_name,
                    ),
                )
            )
        if not covers:
            raise UserError(
                coded(
                    "not_signed",
                    self.env._(
                        "Nobody has signed %(check)s as it is now, so no agent runs "
                        "it. Ask for the sign-off that covers verification commands.",
                        check=self.display_name,
                    ),
                )
            )

    def _on_job_ended(self, job):
        """A run is evidence, whatever came of it; what was cancelled says nothing."""
        super()._on_job_ended(job)
        self.invalidate_recordset(["job_id"])
        if job.state == "cancelled":
            return
        now = fields.Datetime.now()
        data = json.loads(job.data or "{}")
        verdict = evidence.verdict_of(job.outcome or job.state)
        self.env["implementation.evidence"]._record(
            self,
            {
                "kind": "check",
                "verdict": verdict,
                "summary": job.message or "",
                "produced_at": now,
                "expires_at": self.plan_id._get_expiry(now),
                "content_hash": job.content_hash,
                "commit": str(data.get("commit") or ""),
                "environment_res_id": job.environment_id.id,
                "environment": job.environment_id.name or job.target,
                "producer": job.agent_id.name or self.env.user.login,
                "job_id": job.id,
                "token": job.token,
                "exit_code": str(job.exit_code) if job.has_exit_code else "",
                "duration": job.duration,
                "log_digest": job.log_digest,
            },
        )
