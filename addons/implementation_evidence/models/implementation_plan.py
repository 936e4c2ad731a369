# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.refusal import coded

#: A week: what was seen longer ago says little about today.
HOURS = 168


class ImplementationPlan(models.Model):
    """Gates that read evidence, and a plan that stays because of it."""

    _inherit = "implementation.plan"

    evidence_hours = fields.Integer(
        string="Proofs Count For",
        default=HOURS,
        required=True,
        help="In hours, from when something was seen; 0 sets no end.",
    )
    evidence_count = fields.Integer(
        string="Number of Evidence",
        compute="_compute_evidence_count",
    )

    def _compute_evidence_count(self):
        counts = dict(
            self.env["implementation.evidence"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.evidence_count = counts.get(plan._origin, 0)

    def _get_expiry(self, seen):
        """Until when something counts that was seen then, or False."""
        hours = self.evidence_hours
        return seen + timedelta(hours=hours) if hours > 0 else False

    def _get_findings(self, scope):
        """A check that does not pass now keeps a gate shut, whatever anybody says."""
        checks = scope.check_ids.filtered(lambda check: check.standing != "pass")
        claimed = scope.deliverable_ids.filtered(
            lambda row: row.state == "accepted" and row._is_proved() is False
        )
        return [
            *super()._get_findings(scope),
            *(check._get_unproved_finding() for check in checks),
            *(deliverable._get_unproved_finding() for deliverable in claimed),
        ]

    def get_gate(self, code):
        """How the gate of a phase stands: what is open, what is proved, its proof.

        ``code`` is the phase's (``P1``); the answer is ``{phase, state, open, checks,
        proof}``, where ``proof`` is the signed statement of the gate that was passed.
        """
        self.ensure_one()
        self.check_access("read")
        phase = self.env["implementation.phase"].search(
            [("plan_id", "=", self.id), ("code", "=", code)], limit=1
        )
        if not phase:
            raise UserError(
                coded(
                    "no_phase",
                    self.env._(
                        "%(plan)s has no phase %(code)s.",
                        plan=self.display_name,
                        code=code,
                    ),
                )
            )
        return phase._get_gate_answer()

    def action_view_evidence(self):
        """All evidence of this plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "implementation_evidence.implementation_evidence_action"
        )
        return {**action, "domain": [("plan_id", "=", self.id)], "context": {}}

    def unlink(self):
        """What was proved stays on record with the plan it was proved of."""
        self._check_no_evidence()
        return super().unlink()

    def _check_no_evidence(self):
        for model in ("implementation.evidence", "implementation.gate.proof"):
            rows = self.env[model].sudo()  # sudo: all count
            found = rows.search([("plan_id", "in", self.ids)], limit=1)
            if not found:
                continue
            raise UserError(
                coded(
                    "plan_has_evidence",
                    self.env._(
                        "There is evidence of %(plan)s: it stays on record. "
                        "Archive it instead.",
                        plan=found.plan_id.display_name,
                    ),
                )
            )
