# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.deliverable_claims import read_claim
from plankit.evidence import VERDICTS
from plankit.trigger_parts import read_amount
from plankit.trigger_words import SECONDS

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.companies import check_created, check_links
from odoo.addons.implementation_base.refusal import coded

_LINKS = ("deliverable_id", "check_id", "environment_id")


class ImplementationEvidenceRecord(models.TransientModel):
    """What an operator saw, kept as CI's deliveries are: with its author and file."""

    _name = "implementation.evidence.record"
    _description = "Record Evidence"

    deliverable_id = fields.Many2one(
        comodel_name="implementation.deliverable", readonly=True, ondelete="cascade"
    )
    check_id = fields.Many2one(
        comodel_name="implementation.check", readonly=True, ondelete="cascade"
    )
    plan_id = fields.Many2one(
        comodel_name="implementation.plan", compute="_compute_plan_id"
    )
    claim_text = fields.Char(related="deliverable_id.claim_text")
    has_number = fields.Boolean(compute="_compute_has_number")
    has_window = fields.Boolean(compute="_compute_has_number")
    verdict = fields.Selection(selection=list(VERDICTS), default="pass", required=True)
    measured = fields.Char(help="A number with its unit: 93 %, 450 ms, 0.")
    seen_for = fields.Char(help="Without a break: 24 h.")
    environment_id = fields.Many2one(
        comodel_name="implementation.environment",
        string="Where",
        domain="[('plan_id', '=', plan_id)]",
        ondelete="cascade",
    )
    commit = fields.Char(help="Of the code that was looked at.")
    summary = fields.Text(help="What was seen, in a line or two.")
    file = fields.Binary(string="Report", help="At most 5 MB; it stays as it is.")
    file_name = fields.Char()

    @api.model_create_multi
    def create(self, vals_list):
        """What one may not read shows not even its name."""
        check_created(self, vals_list, *_LINKS)
        return super().create(vals_list)

    def write(self, vals):
        check_links(self, [vals], *_LINKS)
        return super().write(vals)

    @api.depends("deliverable_id", "check_id")
    def _compute_plan_id(self):
        for wizard in self:
            wizard.plan_id = wizard._get_subject().plan_id

    @api.depends("deliverable_id")
    def _compute_has_number(self):
        for wizard in self:
            claim = read_claim(wizard.deliverable_id.name or "")
            wizard.has_number = bool(claim and not claim.is_state)
            wizard.has_window = bool(claim and claim.window_seconds)

    def _get_subject(self):
        return self.deliverable_id or self.check_id

    def action_record(self):
        """Keep it; the deliverable is ticked or opened by what it says."""
        self.ensure_one()
        self.env["implementation.evidence"]._deliver(
            self._get_subject(), self._prepare_delivery()
        )
        return {"type": "ir.actions.act_window_close"}

    def _prepare_delivery(self):
        """As ``submit`` takes it; a number says itself whether it passes."""
        given = {
            "environment": self.environment_id.name or "",
            "commit": self.commit or "",
            "summary": self.summary or "",
            "file_name": self.file_name or "",
            "file_base64": (self.file or b"").decode(),
        }
        if self.has_window and self.seen_for:
            given["measured_seconds"] = float(self._read_amount("seen_for").value)
        if not self.has_number:
            return {**given, "verdict": self.verdict}
        amount = self._read_amount("measured")
        return {**given, "measured": float(amount.value), "measured_unit": amount.unit}

    def _read_amount(self, name):
        """A number with its unit, in base units."""
        found = read_amount(self[name] or "")
        wanted = SECONDS if name == "seen_for" else None
        if found is None or (wanted and found.unit != wanted):
            raise UserError(
                coded(
                    "bad_number",
                    self.env._(
                        "%(field)s is not read. Write a number with its unit, such as "
                        "93 %%, 450 ms or 24 h.",
                        field=self._fields[name]._description_string(self.env),
                    ),
                )
            )
        return found
