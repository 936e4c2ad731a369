# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


from plankit.canonical import digest
from plankit.check_content import RUN_KINDS, CheckRefused, check_content

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.implementation_base.refusal import coded


class ImplementationCheck(models.Model):
    """A command that an agent runs once humans have signed it."""

    _name = "implementation.check"
    _inherit = [
        "implementation.check",
        "implementation.evidence.subject.mixin",
        "implementation.job.source.mixin",
    ]

    environment_id = fields.Many2one(
        comodel_name="implementation.environment",
        string="Runs On",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        domain="[('plan_id', '=', plan_id)]",
        help="Without one it runs on the plan's first environment.",
    )
    deliverable_id = fields.Many2one(
        comodel_name="implementation.deliverable",
        string="Proves",
        index="btree_not_null",
        ondelete="set null",
        domain="[('plan_id', '=', plan_id)]",
        help="The deliverable that is ticked while this check passes.",
    )
    run_kind = fields.Selection(
        selection=list(RUN_KINDS),
        string="Run As",
        help="A shell command, unless it says otherwise.",
    )
    expected = fields.Char(
        help="Of a request a status or a text of the answer, of a query its one value."
    )
    run_environment_id = fields.Many2one(
        comodel_name="implementation.environment",
        string="Run On",
        compute="_compute_run_environment_id",
    )
    job_id = fields.Many2one(
        comodel_name="implementation.job",
        string="Running Job",
        compute="_compute_job_id",
    )

    @property
    def _linking_fields(self):
        return [*super()._linking_fields, "environment_id", "deliverable_id"]

    @api.constrains("environment_id", "deliverable_id", "plan_id")
    def _check_links_of_plan(self):
        for check in self:
            strange = [
                one
                for one in check._get_linked()
                if one and one.plan_id != check.plan_id
            ]
            if strange:
                raise ValidationError(
                    coded(
                        "link_of_other_plan",
                        self.env._(
                            "%(check)s cannot name %(other)s of another plan. Choose "
                            "one of its own plan.",
                            check=check.display_name,
                            other=strange[0].display_name,
                        ),
                    )
                )

    def _get_linked(self):
        """What a check names of its own plan."""
        return [self.environment_id, self.deliverable_id]

    @api.depends("environment_id", "plan_id.environment_ids.sequence")
    def _compute_run_environment_id(self):
        for check in self:
            every = check.plan_id.environment_ids.sorted(
                lambda one: (one.sequence, one._origin.id)
            )
            check.run_environment_id = check.environment_id or every[:1]

    @api.model
    def _get_signed_parts(self):
        """A command that was signed for staging is not signed for production.

        One that names no environment may be run wherever an operator asks for it.
        """
        return [
            *super()._get_signed_parts(),
            ("environment", "environment_id"),
            ("deliverable", "deliverable_id"),
            ("run_kind", "run_kind"),
            ("expected", "expected"),
        ]

    @api.depends("command", "environment_id", "run_kind", "expected")
    def _compute_evidence_id(self):
        return super()._compute_evidence_id()

    def _is_seen_here(self, row):
        """A run on staging says nothing of production."""
        own = self.environment_id
        return not own or row.environment_res_id == own._origin.id

    def _compute_job_id(self):
        jobs = self.env["implementation.job"].search(
            [
                ("model", "=", self._name),
                ("res_id", "in", self._origin.ids),
                ("state", "in", ["queued", "leased"]),
            ]
        )
        running = {job.res_id: job for job in jobs}
        for check in self:
            check.job_id = running.get(check._origin.id, jobs.browse())

    def write(self, vals):
        """A check that proves another thing, or by other means, unticks what it did."""
        before = self.deliverable_id if vals.keys() & _PROVING else None
        result = super().write(vals)
        if before is not None:
            (before | self.deliverable_id)._follow_evidence()
        return result

    def _get_evidence_hash(self):
        content = self._get_content()
        return digest(content) if content else ""

    def _get_content(self):
        """What an agent is to run; nothing where there is nothing it could."""
        if not (self.command or "").strip():
            return {}
        try:
            return check_content(self.run_kind or "", self.command, self.expected or "")
        except CheckRefused:
            return {}

    def action_record_evidence(self):
        """What was seen of a check that no agent runs."""
        return self._get_record_action("check_id")

    def _on_evidence(self, row):
        super()._on_evidence(row)
        self.deliverable_id._follow_evidence()

    # The gate

    def _get_unproved_finding(self):
        """This check as an unmet condition of a gate."""
        words = {
            "none": self.env._('Check "%(name)s" was never run'),
            "fail": self.env._('Check "%(name)s" failed'),
            "no_data": self.env._('Check "%(name)s" found no data'),
            "error": self.env._('Check "%(name)s" could not be run'),
            "stale": self.env._('Check "%(name)s" was edited since its last run'),
            "expired": self.env._('The proof of check "%(name)s" has expired'),
        }
        return {
            "code": f"check_{self.standing}",
            "message": words[self.standing] % {"name": self.display_name},
            "model": self._name,
            "res_id": self.id,
            "ref": "",
            "owner": self.env._("operator"),
            "phase_id": self.phase_id.id,
        }

    def _get_gate_condition(self):
        """What a gate proof keeps of this check."""
        row = self.evidence_id
        return {
            "kind": "check",
            "name": self.display_name,
            "content": self._get_content(),
            "state": self.standing,
            "content_hash": self._get_evidence_hash(),
            "evidence": row._get_content() if row else {},
            "digest": row.digest or "",
        }


_PROVING = {"command", "run_kind", "expected", "deliverable_id", "environment_id"}
