# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from plankit import evidence
from plankit.canonical import digest

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.implementation_base.refusal import coded


class ImplementationCheck(models.Model):
    """A command that an agent runs once humans have signed it."""

    _name = "implementation.check"
    _inherit = [
        "implementation.check",
        "implementation.evidence.subject.mixin",
        "implementation.job.source.mixin",
    ]

    environment_id = fields.Many2one(
        comodel_name="implementation.environment",
        string="Runs On",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        domain="[('plan_id', '=', plan_id)]",
        help="Without one it runs on the plan's first environment.",
    )
    deliverable_id = fields.Many2one(
        comodel_name="implementation.deliverable",
        string="Proves",
        index="btree_not_null",
        ondelete="set null",
        domain="[('plan_id', '=', plan_id)]",
        help="The deliverable that is ticked while this check passes.",
    )
    run_environment_id = fields.Many2one(
        comodel_name="implementation.environment",
        string="Run On",
        compute="_compute_run_environment_id",
    )
    job_id = fields.Many2one(
        comodel_name="implementation.job",
        string="Running Job",
        compute="_compute_job_id",
    )

    @property
    def _linking_fields(self):
        return [*super()._linking_fields, "environment_id", "deliverable_id"]

    @api.constrains("environment_id", "deliverable_id", "plan_id")
    def _check_links_of_plan(self):
        for check in self:
            strange = [
                one
                for one in check._get_linked()
                if one and one.plan_id != check.plan_id
            ]
            if strange:
                raise ValidationError(
                    coded(
                        "link_of_other_plan",
                        self.env._(
                            "%(check)s cannot name %(other)s of another plan. Choose "
                            "one of its own plan.",
                            check=check.display_name,
                            other=strange[0].display_name,
                        ),
                    )
                )

    def _get_linked(self):
        """What a check names of its own plan."""
        return [self.environment_id, self.deliverable_id]

    @api.depends("environment_id", "plan_id.environment_ids.sequence")
    def _compute_run_environment_id(self):
        for check in self:
            every = check.plan_id.environment_ids.sorted(
                lambda one: (one.sequence, one._origin.id)
            )
            check.run_environment_id = check.environment_id or every[:1]

    @api.model
    def _get_signed_parts(self):
        """A command that was signed for staging is not signed for production.

        One that names no environment may be run wherever an operator asks for it.
        """
        return [
            *super()._get_signed_parts(),
            ("environment", "environment_id"),
            ("deliverable", "deliverable_id"),
        ]

    @api.depends("command", "environment_id")
    def _compute_evidence_id(self):
        return super()._compute_evidence_id()

    def _is_seen_here(self, row):
        """A run on staging says nothing of production."""
        own = self.environment_id
        return not own or row.environment_res_id == own._origin.id

    def _compute_job_id(self):
        jobs = self.env["implementation.job"].search(
            [
                ("model", "=", self._name),
                ("res_id", "in", self._origin.ids),
                ("state", "in", ["queued", "leased"]),
            ]
        )
        running = {job.res_id: job for job in jobs}
        for check in self:
            check.job_id = running.get(check._origin.id, jobs.browse())

    def write(self, vals):
        """A check that proves another thing, or by other means, unticks what it did."""
        before = self.deliverable_id if vals.keys() & _PROVING else None
        result = super().write(vals)
        if before is not None:
            (before | self.deliverable_id)._follow_evidence()
        return result

    def _get_evidence_hash(self):
        return digest(self._get_content()) if (self.command or "").strip() else ""

    def _get_content(self):
        """What an agent is to run."""
        return {"command": self.command or ""}

    # Runs

    def action_run(self):
        """Ask agents to run these commands; gives the one job, or the list."""
        self._check_operator()
        self.check_access("read")
        jobs = self.env["implementation.job"]
        running = self.filtered("job_id")
        for environment, checks in (
            (self - running).grouped("run_environment_id").items()
        ):
            jobs |= jobs._enqueue(
                checks, "shell", lambda check: check.display_name, environment
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

    def _on_evidence(self, row):
        super()._on_evidence(row)
        self.deliverable_id._follow_evidence()

    # The gate

    def _get_unproved_finding(self):
        """This check as an unmet condition of a gate."""
        words = {
            "none": self.env._('Check "%(name)s" was never run'),
            "fail": self.env._('Check "%(name)s" failed'),
            "no_data": self.env._('Check "%(name)s" found no data'),
            "error": self.env._('Check "%(name)s" could not be run'),
            "stale": self.env._('Check "%(name)s" was edited since its last run'),
            "expired": self.env._('The proof of check "%(name)s" has expired'),
        }
        return {
            "code": f"check_{self.standing}",
            "message": words[self.standing] % {"name": self.display_name},
            "model": self._name,
            "res_id": self.id,
            "ref": "",
            "owner": self.env._("operator"),
            "phase_id": self.phase_id.id,
        }

    def _get_gate_condition(self):
        """What a gate proof keeps of this check."""
        row = self.evidence_id
        return {
            "kind": "check",
            "name": self.display_name,
            "command": self.command or "",
            "state": self.standing,
            "content_hash": self._get_evidence_hash(),
            "evidence": row._get_content() if row else {},
            "digest": row.digest or "",
        }


_PROVING = {"command", "deliverable_id", "environment_id"}
