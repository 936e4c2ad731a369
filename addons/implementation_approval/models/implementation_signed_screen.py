# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from plankit.plan import IN_REVIEW

from odoo import api, fields, models

#: What needs someone most stands first.
_ORDER = ("rejected", "void", "needed", "pending", "approved")


class ImplementationSignedMixin(models.AbstractModel):
    """How a record's own form says what stands and what is missing."""

    _inherit = "implementation.signed.mixin"

    sign_off_state = fields.Selection(
        selection=[
            ("none", "No Sign-off"),
            ("needed", "To Be Asked"),
            ("pending", "Waiting"),
            ("void", "Void"),
            ("rejected", "Rejected"),
            ("approved", "Signed"),
        ],
        string="Sign-off",
        compute="_compute_sign_off_state",
    )
    sign_off_text = fields.Char(
        string="Sign-off Status",
        compute="_compute_sign_off_state",
        help="Which roles sign this, who has signed and who is missing.",
    )
    can_sign_off = fields.Boolean(
        string="Mine to Sign",
        compute="_compute_can_sign_off",
        help="A sign-off of this is asked of you.",
    )

    @api.depends("sign_off_ids.status", "sign_off_ids.is_requested")
    def _compute_sign_off_state(self):
        policies = self._origin._get_policies()
        requests = defaultdict(self.env["implementation.approval"].browse)
        for request in self._get_requests().with_env(self.env):
            requests[request.subject_id] |= request
        for record in self:
            own = requests[record._origin.id]
            wanted = policies.get(record._origin) or ()
            missing = [p.role_id for p in wanted if p.role_id not in own.role_id]
            record.sign_off_state = _state(own, missing)
            texts = [row._get_state_text() for row in own]
            texts += [
                self.env._("%(role)s: to be asked", role=role.name) for role in missing
            ]
            record.sign_off_text = "; ".join(texts) or False

    @api.depends("sign_off_ids.status", "sign_off_ids.is_requested")
    @api.depends_context("uid")
    def _compute_can_sign_off(self):
        mine = self.env["implementation.approval"]._get_my_requests()
        own = {(row.subject_model, row.subject_id) for row in mine}
        for record in self:
            record.can_sign_off = (self._name, record._origin.id) in own

    def action_open_sign_off(self):
        """Read and sign what of this record is asked of the user."""
        self.ensure_one()
        self.check_access("read")
        mine = (
            self.env["implementation.approval"]
            ._get_my_requests()
            .filtered(
                lambda row: (row.subject_model, row.subject_id) == (self._name, self.id)
            )
        )
        return mine[:1].action_open_page() if mine else False


def _state(requests, missing):
    """One word for several requests: the one that needs someone most."""
    found = {
        row.status if row.is_requested or row.status == "approved" else "needed"
        for row in requests
    }
    if missing:
        found.add("needed")
    if not found:
        return "none"
    return min(found, key=_ORDER.index)


class ProjectTask(models.Model):
    _inherit = "project.task"

    def action_set_in_review(self):
        """The work is done: whoever signs the task off is asked."""
        return self.write({"plan_status": IN_REVIEW})
