# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationDeliverable(models.Model):
    """A deliverable that checks prove is ticked while they pass."""

    _name = "implementation.deliverable"
    _inherit = [
        "implementation.deliverable",
        "implementation.evidence.subject.mixin",
        "implementation.private.mixin",
    ]
    _private_fields = ("is_ticked_by_evidence",)

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

    def _is_proved(self):
        """Whether all that is to prove it does so now; None where nothing is to."""
        self.ensure_one()
        own = self.standing
        states = self.check_ids.mapped("standing")
        if own != "none":
            states.append(own)
        return all(state == "pass" for state in states) if states else None

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
