# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import risk
from plankit.plan import LEVELS
from plankit.workflows import RISK

from odoo import api, fields, models


class ImplementationRisk(models.Model):
    _name = "implementation.risk"
    _description = "Risk"
    _inherit = [
        "implementation.item.mixin",
        "implementation.workflow.mixin",
        "implementation.private.mixin",
        "implementation.signed.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "plan_id, sequence, id"
    _check_company_auto = True
    _workflow = RISK
    _sign_off_kind = "risk"
    _sign_off_bars_authors = True
    _private_fields = ("score", "tone")
    _document_collection = "risks"
    _document_map = {
        "name": "name",
        "impact": "impact",
        "probability": "probability",
        "mitigation": "mitigation",
        "owner": "role_id",
    }

    name = fields.Char(
        tracking=True,
    )
    impact = fields.Selection(
        selection=list(LEVELS),
        index=True,
        tracking=True,
    )
    impact_text = fields.Char(
        string="Impact as Written",
        help="The author's own words, where they are no level of the scale.",
    )
    probability = fields.Selection(
        selection=list(LEVELS),
        index=True,
        tracking=True,
    )
    probability_text = fields.Char(
        string="Probability as Written",
        help="The author's own words, where they are no level of the scale.",
    )
    score = fields.Integer(
        compute="_compute_score",
        store=True,
        help="Impact times probability, 1 to 25. 0 while one of them is unknown.",
    )
    tone = fields.Selection(
        selection=list(risk.TONES),
        string="Exposure",
        compute="_compute_score",
        store=True,
    )
    mitigation = fields.Text()
    role_id = fields.Many2one(
        comodel_name="implementation.role",
        string="Owner",
        ondelete="restrict",
        index=True,
        check_company=True,
        help="The role the plan names as the risk's owner.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        index=True,
        check_company=True,
        tracking=True,
        help="Who looks after the risk now.",
    )
    state = fields.Selection(
        selection=list(RISK.states),
        default=RISK.initial,
        required=True,
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )

    @api.depends("impact", "probability")
    def _compute_score(self):
        for record in self:
            record.score = risk.score(record.impact or "", record.probability or "")
            record.tone = risk.tone(record.score) or False

    def action_mitigate(self):
        return self._apply_transition("mitigate")

    def action_accept(self):
        return self._apply_transition("accept")

    def action_close(self):
        return self._apply_transition("close")

    def action_occur(self):
        return self._apply_transition("occur")

    def action_reopen(self):
        return self._apply_transition("reopen")

    def _guard_accept(self):
        """Where a policy asks for it, a risk is accepted by a role's sign-off alone."""
        self._check_signed_off()

    def _get_unaccepted_finding(self):
        """This risk as an unmet condition of a gate."""
        return {
            "code": "risk_unaccepted",
            "message": self.env._(
                'Nobody has accepted the severe risk "%(name)s"',
                name=self.name or "",
            ),
            "model": self._name,
            "res_id": self.id,
            "ref": "",
            "owner": self.user_id.name or self.role_id.name or "",
            "phase_id": False,
        }

    def _on_signed_off(self, approval):
        """The last sign-off accepts the risk as it was signed."""
        if self.state in ("open", "mitigating") and not self._get_missing_sign_offs():
            self._move_by_sign_off("accept")

    def _on_sign_off_void(self, approval):
        """An acceptance was of the risk as it stood: edited, it is open again."""
        if self.state == "accepted":
            self._move_by_sign_off("reopen")

    @api.model
    def get_matrix(self, plan_id=False, with_closed=False):
        """Counts of the risks the caller may read, one entry a cell of the scale."""
        domain = self._get_matrix_domain(plan_id, with_closed)
        counts = {
            (impact, probability): count
            for impact, probability, count in self._read_group(
                domain, ["impact", "probability"], ["__count"]
            )
        }
        labels = dict(self._fields["impact"]._description_selection(self.env))
        tones = dict(self._fields["tone"]._description_selection(self.env))
        return {
            "domain": domain,
            "levels": [{"key": key, "label": labels[key]} for key, _label in LEVELS],
            "cells": [
                {
                    "impact": impact,
                    "probability": probability,
                    "score": score,
                    "tone": tone,
                    "tone_label": tones[tone],
                    "count": counts.get((impact, probability), 0),
                }
                for impact, probability, score, tone in risk.cells()
            ],
            "unplaced": sum(count for key, count in counts.items() if not all(key)),
        }

    def _get_matrix_domain(self, plan_id, with_closed):
        """Risks of the matrix: of one plan or of all live ones, closed on request."""
        plan_id = plan_id if isinstance(plan_id, int) else False
        domain = [("plan_id", "=", plan_id)] if plan_id else []
        if not plan_id:
            domain += [("plan_id.is_template", "=", False)]
        if not with_closed:
            domain += [("state", "!=", "closed")]
        return domain
