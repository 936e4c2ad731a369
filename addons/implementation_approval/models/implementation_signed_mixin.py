# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from odoo.addons.implementation_base.refusal import ListedRefusal


class ImplementationSignedMixin(models.AbstractModel):
    """A record that roles sign off: what needs it, what is missing, what follows.

    ``_sign_off_kind`` is its kind in policies and requests. ``_on_signed_off``,
    ``_on_sign_off_void`` and ``_on_sign_off_rejected`` say what a request's outcome
    does to the record. The model has ``plan_id``, or is the plan.
    """

    _name = "implementation.signed.mixin"
    _description = "Signed Off by Roles"
    _sign_off_kind = ""
    #: Whether those who wrote what is signed may not sign it.
    _sign_off_bars_authors = False

    sign_off_ids = fields.One2many(
        comodel_name="implementation.approval",
        inverse_name="subject_id",
        string="Requests",
        domain=lambda self: [("subject_model", "=", self._name)],
        readonly=True,
    )

    def _get_sign_off_plan(self):
        """The plan of each record."""
        return self.plan_id

    def _filter_policies(self, policies):
        """Those of a plan's policies that ask for this very record."""
        return policies

    def _get_doers(self):
        """People who did the work and so cannot sign it off."""
        return self.env["res.users"]

    def _get_operators(self):
        """People who operate what is signed and so cannot sign it."""
        return self.env["res.users"]

    def _on_signed_off(self, approval):
        """Called once when a request is approved."""

    def _on_sign_off_void(self, approval):
        """Called when an approved request was voided or rejected."""

    def _on_sign_off_rejected(self, approval):
        """Called when a request was rejected."""

    def _move_by_sign_off(self, name):
        """Take a transition because the people who sign decided it."""
        own, edge = self.sudo(), self._workflow.transitions[name]  # sudo: see above
        before = {own.id: own.state}
        own._set_state_privately(edge.target)
        own._log_transition(edge, before, "")

    def _get_policies(self):
        """``{record: policies}`` that ask for sign-offs of these records."""
        records = self.sudo()  # sudo: policies bind whoever works in a plan
        none = self.env["implementation.approval.policy"].sudo()  # sudo: as above
        if not none._get_ids(self._sign_off_kind):
            return {record: none for record in self}
        found = none._find(self._sign_off_kind, records._get_sign_off_plan())
        return {
            record.with_env(self.env): record._filter_policies(
                found.get(record._get_sign_off_plan(), none)
            )
            for record in records
        }

    def _get_requests(self):
        """Requests of this kind about these records, withdrawn ones left out."""
        approvals = self.env[
            "implementation.approval"
        ].sudo()  # sudo: rules look at all
        return approvals.search(
            [
                ("subject_model", "=", self._name),
                ("subject_id", "in", self.ids),
                ("subject_kind", "=", self._sign_off_kind),
                ("status", "!=", "withdrawn"),
            ]
        )

    def _get_missing_sign_offs(self):
        """Sign-offs that policies ask for and nobody has given: findings."""
        if not self:
            return []
        policies = self._get_policies()
        requests = self._get_requests() if any(policies.values()) else ()
        approved = {
            (request.subject_id, request.role_id.id)
            for request in requests
            if request.status == "approved"
        }
        return [
            record._get_sign_off_finding(policy, requests)
            for record, own in policies.items()
            for policy in own
            if (record.id, policy.role_id.id) not in approved
        ]

    def _get_sign_off_finding(self, policy, requests):
        """A missing sign-off as an unmet condition."""
        own = [
            request
            for request in requests
            if (request.subject_id, request.role_id) == (self.id, policy.role_id)
        ]
        request = own[0] if own else None
        phase = self.phase_id if "phase_id" in self._fields else None
        finding = {
            "code": "sign_off_missing",
            "message": self.env._(
                "%(role)s has not signed %(subject)s",
                role=policy.role_id.name,
                subject=self._get_sign_off_name(),
            ),
            "model": request._name if request else self._name,
            "res_id": request.id if request else self.id,
            "ref": "",
            "owner": request._get_asked_text() if request else policy.role_id.name,
            "phase_id": phase.id if phase else False,
        }
        return request._with_status_words(finding) if request else finding

    def _get_sign_off_name(self):
        """The record's name in a sentence."""
        return self.display_name

    def _check_signed_off(self):
        """Refuse while a sign-off that a policy asks for is missing."""
        findings = self._get_missing_sign_offs()
        if not findings:
            return
        names = ", ".join(record._get_sign_off_name() for record in self)
        raise ListedRefusal(
            "sign_off_needed",
            self.env._("%(name)s needs a sign-off", name=names),
            findings,
            self.env._("Ask for the sign-off. It is done when the role has signed."),
        )

    def _request_sign_offs(self, facts=None):
        """Ask the roles that policies name; a request in play is left as it is."""
        approvals = self.env[
            "implementation.approval"
        ].sudo()  # sudo: asking is the server's
        present = {
            (row.subject_id, row.role_id.id): row for row in self._get_requests()
        }
        asked = approvals
        vals_list = []
        for record, policies in self._get_policies().items():
            for policy in policies:
                row = present.get((record.id, policy.role_id.id))
                if row is None:
                    vals_list.append(record._prepare_request(policy, facts))
                elif row.status in ("rejected", "void") or not row.is_requested:
                    asked |= row
        asked |= approvals._create_privately(vals_list)
        asked._ask()
        return asked

    def _prepare_request(self, policy, facts=None):
        """Values of a request to this policy's role."""
        plan = self.sudo()._get_sign_off_plan()  # sudo: doers need not see the plan
        return {
            "plan_id": plan.id,
            "subject_kind": self._sign_off_kind,
            "subject_model": self._name,
            "subject_id": self.id,
            "subject_name": self._get_sign_off_name(),
            "role_id": policy.role_id.id,
            "policy_id": policy.id,
            "quorum": policy.quorum or 1,
            "step": policy.step,
            "facts": facts or False,
        }

    def action_request_sign_off(self):
        """Ask the roles that must sign this record off."""
        self.check_access("write")
        self._request_sign_offs()
        return True
