# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.implementation_base.refusal import coded

from ..tools.delivery import Delivery

#: Fields that a delivery names what it is about by, and their models.
_SUBJECTS = (
    ("check", "implementation.check"),
    ("deliverable", "implementation.deliverable"),
    ("phase", "implementation.phase"),
)
_ROLES = ("runner", "operator")


class ImplementationEvidence(models.Model):
    """Verdicts that CI and other machines deliver."""

    _inherit = "implementation.evidence"

    @api.model
    def submit(self, vals):
        """Keep a verdict with its file; gives ``{evidence_id, verdict, digest}``.

        ``vals``: ``plan`` (slug); ``deliverable`` or ``check`` by name, ``phase`` by
        code; ``verdict``; and, where known, ``commit``, ``environment``, ``producer``,
        ``produced_at`` and ``expires_at`` (ISO 8601), ``summary``, ``file_name``,
        ``file_base64``, ``key`` (the same key again changes nothing).
        """
        self._check_deliverer()
        given = Delivery.from_wire(self.env, vals)
        plan = self._find_plan(given.plan)
        if given.key:
            # sudo: an account of CI reads no tables
            known = self.sudo().search(
                [("plan_id", "=", plan.id), ("submit_key", "=", given.key)]
            )
            if known:
                return known._get_receipt()
        subject = self._find_subject(plan, given)
        return self._record(subject, self._prepare_delivery(plan, given))._get_receipt()

    @api.model
    def _check_deliverer(self):
        groups = [f"implementation_base.group_{role}" for role in _ROLES]
        if not any(map(self.env.user.has_group, groups)):
            raise AccessError(
                coded(
                    "role_required",
                    self.env._(
                        'Only the roles "Runner" and "Operator" deliver verdicts.'
                    ),
                )
            )

    @api.model
    def _find_plan(self, slug):
        # sudo: an account of CI reads no tables; its companies bound what it finds
        plan = (
            self.env["implementation.plan"]
            .sudo()
            .search(
                [
                    ("slug", "=", slug),
                    ("company_id", "in", self.env.companies.ids),
                    ("is_template", "=", False),
                ],
                limit=1,
            )
        )
        if not plan:
            raise UserError(
                coded(
                    "no_plan",
                    self.env._("There is no plan %(slug)s here.", slug=slug),
                )
            )
        return plan

    @api.model
    def _find_subject(self, plan, given):
        """The record of the plan that the delivery names, or the plan itself."""
        for name, model in _SUBJECTS:
            wanted = getattr(given, name)
            if not wanted:
                continue
            domain = [("plan_id", "=", plan.id)]
            if name != "phase" and given.phase:
                domain.append(("phase_id.code", "=", given.phase))
            domain.append(("code" if name == "phase" else "name", "=", wanted))
            # sudo: an account of CI reads no tables
            found = self.env[model].sudo().search(domain, limit=2)
            if len(found) != 1:
                raise UserError(
                    coded(
                        "no_subject",
                        self.env._(
                            "%(plan)s has %(count)s called %(name)s (%(kind)s). Name "
                            "one, and its phase where names repeat.",
                            plan=plan.slug,
                            count=len(found) if len(found) < 2 else "several",
                            name=wanted,
                            kind=name,
                        ),
                    )
                )
            if name == "check" and (found.command or "").strip():
                raise UserError(
                    coded(
                        "run_needed",
                        self.env._(
                            "%(check)s has a command: only its run by an agent proves "
                            "it. Deliver the verdict for a deliverable.",
                            check=found.display_name,
                        ),
                    )
                )
            return found
        return plan

    @api.model
    def _prepare_delivery(self, plan, given):
        environments = plan.environment_ids
        own = environments.filtered(lambda one: one.name == given.environment)
        seen = given.produced_at or fields.Datetime.now()
        limits = [one for one in (given.expires_at, plan._get_expiry(seen)) if one]
        return {
            "kind": "verdict",
            "verdict": given.verdict,
            "summary": given.summary,
            "produced_at": seen,
            "expires_at": min(limits, default=False),
            "commit": given.commit,
            "environment_res_id": own[:1].id,
            "environment": given.environment,
            "producer": given.producer or self.env.user.login,
            "file_name": given.file_name,
            "file": given.file_base64,
            "file_sha256": given.file_sha256,
            "submit_key": given.key or False,
        }

    def _get_receipt(self):
        return {
            "evidence_id": self.id,
            "verdict": self.verdict,
            "digest": self.digest,
        }
