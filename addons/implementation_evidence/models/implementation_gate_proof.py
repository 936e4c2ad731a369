# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import json

from plankit import envelope, statement
from plankit.canonical import canonical

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_runner.tools.signing_key import signing_key


class ImplementationGateProof(models.Model):
    """That a phase passed its gate, with all that let it pass: a signed statement."""

    _name = "implementation.gate.proof"
    _description = "Gate Proof"
    _inherit = ["implementation.append.only.mixin"]
    _order = "id desc"

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    phase_res_id = fields.Integer(required=True, readonly=True, index=True)
    name = fields.Char(string="Phase", required=True, readonly=True)
    passed_at = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Passed By",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    envelope = fields.Text(
        required=True, readonly=True, help="DSSE around an in-toto Statement."
    )
    is_signed = fields.Boolean(
        readonly=True, help="The server had a key to sign with when it was passed."
    )
    digest = fields.Char(required=True, readonly=True)
    file = fields.Binary(compute="_compute_file", string="Proof")
    file_name = fields.Char(compute="_compute_file")

    @api.depends("envelope")
    def _compute_file(self):
        for proof in self:
            proof.file = base64.b64encode((proof.envelope or "").encode())
            proof.file_name = f"gate-{proof.id}.json"

    @api.model
    def _record(self, phase):
        """The proof of a phase whose gate is open to it now."""
        value = statement.gate_statement(phase._get_gate_values())
        sealed, is_signed = self._seal(value)
        # sudo: proofs are born here alone
        proof = self.sudo()._append(
            [
                {
                    "plan_id": phase.plan_id.id,
                    "company_id": phase.company_id.id,
                    "phase_res_id": phase.id,
                    "name": phase.display_name,
                    "passed_at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "envelope": canonical(sealed),
                    "is_signed": is_signed,
                    "digest": envelope.payload_digest(sealed),
                }
            ]
        )
        self.env["implementation.event"]._log(
            proof,
            "gate.passed",
            self.env._("%(phase)s passed its gate", phase=phase.display_name),
            data={"digest": proof.digest, "phase": phase.id},
        )
        return proof

    @api.model
    def _seal(self, value):
        """Signed where the server has a key; a proof without one says so itself."""
        try:
            key = signing_key(self.env)
        except UserError:
            return envelope.unsigned(statement.PAYLOAD_TYPE, value), False
        sealed = envelope.sealed(statement.PAYLOAD_TYPE, value, key.keyid, key.sign)
        return sealed, True

    def _get_envelope(self):
        self.ensure_one()
        return json.loads(self.envelope)
