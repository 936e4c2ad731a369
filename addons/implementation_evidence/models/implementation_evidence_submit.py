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
        code; ``verdict``, or for a claim ("Test coverage >= 90%") ``measured`` in
        seconds, as a share from 0 to 1 or a count, seen for ``measured_seconds``; and,
        where known, ``measured_unit`` (``s``, ``ratio``, ``count``), ``commit``,
        ``environment``, ``producer``, ``produced_at`` and ``expires_at`` (ISO 8601),
        ``summary``, ``file_name``, ``file_base64``, ``key`` (the same key again changes
        nothing).
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
        return self._keep(plan, subject, given)._get_receipt()

    @api.model
    def _deliver(self, subject, vals):
        """The same for a record that is known; gives the row."""
        self._check_deliverer()
        subject.check_access("read")
        own = subject.sudo()  # sudo: as machines deliver
        if not own or own.plan_id.is_template:
            self._refuse_plan(own.plan_id.slug or "")
        given = Delivery.from_wire(self.env, {**vals, "plan": own.plan_id.slug})
        self._check_provable(own)
        return self._keep(own.plan_id, own, given)

    @api.model
    def _keep(self, plan, subject, given):
        return self._record(subject, self._prepare_delivery(plan, subject, given))

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
            self._refuse_plan(slug)
        return plan

    @api.model
    def _refuse_plan(self, slug):
        raise UserError(
            coded("no_plan", self.env._("There is no plan %(slug)s here.", slug=slug))
        )

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
            self._check_provable(found)
            return found
        return plan

    @api.model
    def _check_provable(self, subject):
        """What an agent runs is proved by that alone."""
        if subject._name == "implementation.check" and (subject.command or "").strip():
            raise UserError(
                coded(
                    "run_needed",
                    self.env._(
                        "%(check)s has a command: only its run by an agent proves it. "
                        "Deliver the verdict for a deliverable.",
                        check=subject.display_name,
                    ),
                )
            )

    @api.model
    def _prepare_delivery(self, plan, subject, given):
        environments = plan.environment_ids
        own = environments.filtered(lambda one: one.name == given.environment)
        if subject._name == "implementation.check" and not given.environment:
            own = subject.environment_id
        now = fields.Datetime.now()
        seen = min(given.produced_at or now, now)
        limits = [one for one in (given.expires_at, plan._get_expiry(seen)) if one]
        return {
            "kind": "verdict",
            "verdict": self._judge(subject, given),
            "summary": given.summary,
            "content_hash": (
                subject._get_evidence_hash() if "standing" in subject._fields else ""
            ),
            "measured": _number_text(given.measured),
            "measured_seconds": _number_text(given.measured_seconds or None),
            "produced_at": seen,
            "expires_at": min(limits, default=False),
            "commit": given.commit,
            "environment_res_id": own[:1].id,
            "environment": given.environment or own.name,
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


def _number_text(number):
    """A number as it is kept, with all its digits; False where there is none."""
    return False if number is None else repr(number)
