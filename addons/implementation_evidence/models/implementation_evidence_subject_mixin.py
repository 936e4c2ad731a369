# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import evidence

from odoo import fields, models


class ImplementationEvidenceSubjectMixin(models.AbstractModel):
    """A record that is proved by evidence, and by nothing else.

    The model has ``plan_id``. ``_get_evidence_hash`` is of what has to be proved.
    """

    _name = "implementation.evidence.subject.mixin"
    _description = "Proved by Evidence"

    evidence_id = fields.Many2one(
        comodel_name="implementation.evidence",
        string="Latest Evidence",
        compute="_compute_evidence_id",
    )
    standing = fields.Selection(
        selection=list(evidence.STANDINGS),
        string="Proof",
        compute="_compute_evidence_id",
        help="Only a pass counts, until it expires and while nothing was edited.",
    )
    evidence_at = fields.Datetime(
        string="Last Run",
        compute="_compute_evidence_id",
    )

    def _get_evidence_hash(self):
        """SHA-256 of what has to be proved; empty where nothing is run for it."""
        return ""

    def _compute_evidence_id(self):
        rows = self.env["implementation.evidence"]
        latest = rows._get_latest(self._name, self._origin.ids) if self.ids else {}
        now = fields.Datetime.now()
        for record in self:
            row = latest.get(record._origin.id, rows)
            record.evidence_id = row
            record.evidence_at = row.produced_at
            proof = row and evidence.Proof(
                verdict=row.verdict,
                content_hash=row.content_hash or "",
                expires_at=row.expires_at or None,
            )
            stands = evidence.standing(proof or None, record._get_evidence_hash(), now)
            is_elsewhere = row and not record._is_seen_here(row)
            record.standing = "stale" if is_elsewhere else stands

    def _is_seen_here(self, row):
        """Whether evidence is of where this record has to be proved."""
        return True

    def _on_evidence(self, row):
        """New evidence of this record is there."""
        self.invalidate_recordset(["evidence_id", "standing", "evidence_at"])

    def action_view_evidence(self):
        """All evidence there ever was of this record."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "implementation_evidence.implementation_evidence_action"
        )
        domain = [("model", "=", self._name), ("res_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}

    def _get_record_action(self, name):
        """The form in which an operator says what was seen of this record."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "implementation_evidence.implementation_evidence_record_action"
        )
        return {**action, "context": {f"default_{name}": self.id}}
