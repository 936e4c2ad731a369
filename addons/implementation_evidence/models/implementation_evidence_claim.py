# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.claim_verdict import ClaimRefused, judged
from plankit.deliverable_claims import read_claim

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.refusal import coded


class ImplementationEvidence(models.Model):
    """Numbers that are delivered for what a deliverable claims."""

    _inherit = "implementation.evidence"

    @api.model
    def _judge(self, subject, given):
        """The verdict that a delivery comes to; a claim is decided by its number."""
        is_deliverable = subject._name == "implementation.deliverable"
        claim = read_claim(subject.name or "") if is_deliverable else None
        if not claim:
            if given.measured is not None:
                raise UserError(
                    coded(
                        "no_claim",
                        self.env._(
                            "%(name)s claims no number: nothing is to be compared with "
                            "what was measured. Deliver a verdict.",
                            name=subject.display_name,
                        ),
                    )
                )
            return given.verdict
        try:
            return judged(
                claim,
                given.verdict,
                given.measured,
                given.measured_seconds,
                given.environment,
                given.measured_unit,
            )
        except ClaimRefused as refusal:
            raise UserError(
                coded(refusal.code, self._get_claim_words(subject, refusal))
            ) from refusal

    @api.model
    def _get_claim_words(self, subject, refusal):
        """Why a delivery does not fit a claim, and what would."""
        words = {
            "measured_needed": self.env._(
                "%(name)s is decided by a number (%(claim)s). Deliver it as measured."
            ),
            "wrong_unit": self.env._(
                "%(name)s (%(claim)s) is not measured in %(unit)s."
            ),
            "measured_impossible": self.env._(
                "%(measured)s cannot be measured of %(name)s (%(claim)s). Shares go "
                "from 0 to 1 (0.93 is 93 %%), times are in seconds."
            ),
            "window_too_short": self.env._(
                "%(name)s (%(claim)s) has to be seen for %(window)s seconds, and it "
                "was for %(seconds)s. Deliver it once it was seen for so long."
            ),
            "measured_contradicts": self.env._(
                "%(measured)s measured of %(name)s (%(claim)s) does not give the "
                "verdict that is delivered with it. Leave the verdict out."
            ),
            "wrong_environment": self.env._(
                "%(name)s is claimed of %(environment)s, and not of where it was seen."
            ),
        }
        values = {
            key: f"{one:.15g}" if isinstance(one, (int, float)) else one
            for key, one in refusal.values.items()
        }
        named = {"name": subject.display_name, "claim": subject.claim_text}
        return words[refusal.code] % {**named, **values}
