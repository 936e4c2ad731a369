# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.statement import Gate

from odoo import api, fields, models

from odoo.addons.implementation_approval.tools.content import PlanContents


class ImplementationPhase(models.Model):
    """A phase that is done once everything is proved, and keeps the proof of that."""

    _inherit = "implementation.phase"

    gate_proof_ids = fields.Many2many(
        comodel_name="implementation.gate.proof",
        compute="_compute_gate_proof_ids",
        string="Gate Proofs",
    )

    def _compute_gate_proof_ids(self):
        proofs = self.env["implementation.gate.proof"].search(
            [("phase_res_id", "in", self._origin.ids)]
        )
        for phase in self:
            phase.gate_proof_ids = proofs.filtered(
                lambda proof, phase=phase: proof.phase_res_id == phase._origin.id
            )

    @api.depends("check_ids.command")
    def _compute_conditions(self):
        return super()._compute_conditions()

    def _count_conditions(self):
        """Checks are conditions, met or not."""
        totals = super()._count_conditions()
        return {
            phase.id: totals.get(phase.id, 0) + len(phase.check_ids) for phase in self
        }

    def action_complete(self):
        """Passing the gate writes its proof."""
        result = super().action_complete()
        for phase in self:
            self.env["implementation.gate.proof"]._record(phase)
        self.invalidate_recordset(["gate_proof_ids"])
        return result

    def action_run_checks(self):
        """Ask agents to run every check of the phase that does not pass now."""
        checks = self.check_ids.filtered(lambda check: check.command)
        due = checks.filtered(lambda check: check.standing != "pass")
        return (due or checks).action_run()

    # What the gate says

    def _get_gate_answer(self):
        self.ensure_one()
        findings = self.plan_id._get_findings(self)
        keys = ("code", "message", "model", "res_id", "ref", "owner")
        proof = self.gate_proof_ids[:1]
        return {
            "phase": self.code or "",
            "name": self.name,
            "state": self.state,
            "open": [
                {key: finding.get(key) or "" for key in keys} for finding in findings
            ],
            "checks": [
                {
                    "name": check.display_name,
                    "command": check.command or "",
                    "standing": check.standing,
                    "verdict": check.evidence_id.verdict or "",
                    "produced_at": _iso(check.evidence_id.produced_at),
                    "expires_at": _iso(check.evidence_id.expires_at),
                }
                for check in self.check_ids
            ],
            "proof": proof._get_envelope() if proof and self.state == "done" else False,
        }

    def _get_gate_values(self):
        """All that let this phase pass, as it is now."""
        self.ensure_one()
        phase = self.sudo()  # sudo: a proof holds what is there, whoever passes it
        plan = phase.plan_id
        parts = {"phases", "tasks", "checklist", "deliverables", "checks"}
        contents = PlanContents(plan, parts)
        return Gate(
            plan=plan.slug,
            plan_name=plan.name,
            revision=plan.revision,
            phase=phase.code or str(phase.id),
            phase_name=phase.name,
            content_hash=contents.hash_of_record("phase", phase),
            passed_at=fields.Datetime.now(),
            passed_by=self.env.user.login,
            server=self.env["implementation.job"]._get_server_id(),
            conditions=tuple(phase._get_gate_conditions()),
        )

    def _get_gate_conditions(self):
        """Each condition that is met: ``{kind, name, state}`` and what shows it."""
        tasks = [
            {
                "kind": "task",
                "name": task.display_name,
                "ref": task.plan_ref or "",
                "state": task.plan_status,
                "override": task.plan_override_reason or "",
            }
            for task in self.task_ids
        ]
        deliverables = [row._get_gate_condition() for row in self.deliverable_ids]
        blockers = [
            {"kind": "blocker", "name": row.display_name, "state": row.state}
            for row in self.blocker_ids
        ]
        approvals = [
            {
                "kind": "approval",
                "name": row.display_name,
                "state": row.status,
                "role": row.role_id.name or "",
                "user": row.user_id.login or "",
                "content_hash": row.content_hash or "",
            }
            for row in self._get_requests().filtered(
                lambda request: request.status == "approved"
            )
        ]
        checks = [check._get_gate_condition() for check in self.check_ids]
        return [*tasks, *deliverables, *checks, *approvals, *blockers]


def _iso(moment):
    return moment.isoformat(timespec="seconds") + "Z" if moment else ""
