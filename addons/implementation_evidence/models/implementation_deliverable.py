# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.canonical import digest
from plankit.deliverable_claims import read_claim

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.refusal import coded


class ImplementationDeliverable(models.Model):
    """A deliverable that evidence proves is ticked while it does.

    What a machine can decide ("Test coverage >= 90%") is ticked by nothing else.
    """

    _name = "implementation.deliverable"
    _inherit = [
        "implementation.deliverable",
        "implementation.evidence.subject.mixin",
        "implementation.private.mixin",
    ]
    _private_fields = ("is_ticked_by_evidence", "claim")

    check_ids = fields.One2many(
        comodel_name="implementation.check",
        inverse_name="deliverable_id",
        string="Proved By",
    )
    is_ticked_by_evidence = fields.Boolean(
        readonly=True,
        copy=False,
        index=True,
        help="Its checks ticked it; it is open again as soon as one does not pass.",
    )

    claim = fields.Char(
        compute="_compute_claim",
        store=True,
        help="What its words promise, as a machine reads them.",
    )
    claim_text = fields.Char(
        string="Decided by Evidence",
        compute="_compute_claim_text",
        help="What a machine reads in its words, and evidence has to show.",
    )

    @api.depends("name")
    def _compute_claim(self):
        for deliverable in self:
            claim = read_claim(deliverable.name or "")
            deliverable.claim = claim.to_json() if claim else False

    @api.depends("name")
    def _compute_claim_text(self):
        for deliverable in self:
            claim = read_claim(deliverable.name or "")
            deliverable.claim_text = claim.to_text() if claim else False

    @api.depends("name")
    def _compute_evidence_id(self):
        return super()._compute_evidence_id()

    def _get_evidence_hash(self):
        """Of what is claimed; other words for the same claim change nothing."""
        return digest({"claim": self.claim or self.name})

    def _is_proved(self):
        """Whether all that is to prove it does so now; None where nothing is to.

        A claim needs a measurement or a command that ran: a check without one is
        somebody's word.
        """
        self.ensure_one()
        own = self.standing
        states = self.check_ids.mapped("standing")
        if own != "none":
            states.append(own)
        if self.claim and own == "none" and not any(self.check_ids.mapped("command")):
            return False
        return all(state == "pass" for state in states) if states else None

    def write(self, vals):
        """What says another thing now is ticked by no older evidence."""
        result = super().write(vals)
        if "name" in vals:
            self._follow_evidence()
        return result

    @api.model
    def _get_naming_fields(self):
        """Checks are signed with the name of what they prove."""
        return (*super()._get_naming_fields(), "check_ids")

    def _on_signed_off(self, approval):
        """Sign-offs are no measurement: what is claimed waits for its evidence."""
        if not self.claim or self._is_proved():
            super()._on_signed_off(approval)

    def _guard_accept(self):
        """A person accepts no number in its stead."""
        super()._guard_accept()
        if self.claim and not self._is_proved():
            raise UserError(
                coded(
                    "evidence_needed",
                    self.env._(
                        '"%(name)s" is decided by evidence (%(claim)s), and there is '
                        "none that passes. Run the check that proves it, or have an "
                        "operator record what was measured.",
                        name=self.name,
                        claim=self.claim_text,
                    ),
                )
            )

    def _follow_evidence(self):
        """Tick what is proved, and untick what evidence ticked and no longer proves."""
        self.invalidate_recordset(["standing"])
        # sudo: evidence moves it, whoever brings the evidence
        for deliverable in self.sudo():
            proved = deliverable._is_proved()
            if proved and deliverable.state == "open":
                if not deliverable._get_missing_sign_offs():
                    deliverable._move_by_evidence("accept")
            elif not proved and deliverable.is_ticked_by_evidence:
                deliverable._move_by_evidence("reopen")

    def _move_by_evidence(self, name):
        """The transition by evidence: no person's role is asked for."""
        edge = self._workflow.transitions[name]
        before = {record.id: record.state for record in self}
        self._write_privately({"is_ticked_by_evidence": name == "accept"})
        self._set_state_privately(edge.target)
        self._log_transition(edge, before, self.env._("By evidence"))

    def _on_evidence(self, row):
        super()._on_evidence(row)
        self._follow_evidence()

    def action_record_evidence(self):
        """What was seen of it, by an operator."""
        return self._get_record_action("deliverable_id")

    def action_reopen(self):
        """What a person opens is open until that changes what evidence says."""
        result = super().action_reopen()
        self._write_privately({"is_ticked_by_evidence": False})
        return result

    @api.model
    def _cron_follow_evidence(self):
        """Proofs expire while nobody looks."""
        self.search([("is_ticked_by_evidence", "=", True)])._follow_evidence()

    def _get_unproved_finding(self):
        """Accepted by a person, although what is to prove it does not."""
        return {
            "code": "deliverable_unproved",
            "message": self.env._(
                'Deliverable "%(name)s" is accepted and not proved', name=self.name
            ),
            "model": self._name,
            "res_id": self.id,
            "ref": "",
            "owner": self.env._("operator"),
            "phase_id": self.phase_id.id,
        }

    def _get_gate_condition(self):
        """What a gate proof keeps of this deliverable, with what was measured of it."""
        condition = {"kind": "deliverable", "name": self.name, "state": self.state}
        if self.claim:
            condition["claim"] = self.claim_text
        if self.check_ids:
            condition["checks"] = [
                check._get_gate_condition() for check in self.check_ids
            ]
        row = self.evidence_id
        if row:
            condition |= {"evidence": row._get_content(), "digest": row.digest}
        return condition
