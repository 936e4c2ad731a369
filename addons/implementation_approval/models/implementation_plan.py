# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter

from plankit.scope import PARTS

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.refusal import ListedRefusal, coded
from odoo.addons.implementation_plan import roads

from ..tools import edits

_HEADER = frozenset(name for part in PARTS.values() for name in part.header)


class ImplementationPlan(models.Model):
    _name = "implementation.plan"
    _inherit = ["implementation.plan", "implementation.signed.mixin"]
    _sign_off_kind = "plan"
    _sign_off_bars_authors = True

    approval_ids = fields.One2many(
        comodel_name="implementation.approval",
        inverse_name="plan_id",
        string="Sign-offs",
        domain=[("subject_kind", "=", "plan"), ("is_dropped", "=", False)],
    )
    override_ids = fields.One2many(
        comodel_name="implementation.approval",
        inverse_name="plan_id",
        string="Reviews of Overrides",
        domain=[("subject_kind", "=", "override")],
    )
    approval_count = fields.Integer(
        string="Sign-offs Asked For",
        compute="_compute_approval_counts",
    )
    approved_count = fields.Integer(
        string="Sign-offs Given",
        compute="_compute_approval_counts",
    )
    waiting_text = fields.Char(
        string="Waiting On",
        compute="_compute_waiting_text",
        help="Who was asked to sign and has not.",
    )
    is_waiting_on_me = fields.Boolean(
        string="Waiting on Me",
        compute="_compute_is_waiting_on_me",
        search="_search_is_waiting_on_me",
    )

    @api.depends("approval_ids.status")
    def _compute_approval_counts(self):
        groups = self.env["implementation.approval"]._read_group(
            [
                ("plan_id", "in", self.ids),
                ("status", "!=", "withdrawn"),
                ("subject_kind", "=", "plan"),
            ],
            ["plan_id", "status"],
            ["__count"],
        )
        asked, given = Counter(), Counter()
        for plan, status, count in groups:
            asked[plan.id] += count
            given[plan.id] += count if status == "approved" else 0
        for plan in self:
            plan.approval_count = asked[plan._origin.id]
            plan.approved_count = given[plan._origin.id]

    @api.depends("approval_ids.status", "approval_ids.is_requested")
    def _compute_waiting_text(self):
        rows = self.env["implementation.approval"].search(
            [
                ("plan_id", "in", self.ids),
                ("status", "in", ["pending", "void"]),
                ("is_requested", "=", True),
            ]
        )
        for plan in self:
            own = rows.filtered(lambda row, plan=plan: row.plan_id == plan._origin)
            names = dict.fromkeys(row.role_id.name or row.display_name for row in own)
            plan.waiting_text = ", ".join(names) or False

    @api.depends_context("uid")
    def _compute_is_waiting_on_me(self):
        plans = self.env["implementation.approval"]._get_my_requests().plan_id
        for plan in self:
            plan.is_waiting_on_me = plan in plans

    @api.model
    def _search_is_waiting_on_me(self, operator, value):
        if operator not in ("=", "!=", "in", "not in"):
            return NotImplemented
        values = value if operator in ("in", "not in") else [value]
        wanted = (True in values) == (operator in ("=", "in"))
        plans = self.env["implementation.approval"]._get_my_requests().plan_id
        return [("id", "in" if wanted else "not in", plans.ids)]

    # What is signed

    @api.model
    def _get_signed_header_fields(self):
        """Fields of the plan itself that signatures cover."""
        names = {
            field
            for name, field in self._get_document_header().items()
            if name in _HEADER or name == "slug"
        }
        return {*names, "document_extra", "source_text"}

    def modified(self, fnames, create=False, before=False):
        """The header is signed too, whatever road changes it."""
        super().modified(fnames, create=create, before=before)
        if create or before or self._get_signed_header_fields().isdisjoint(fnames):
            return
        found = edits.of(self.env)
        for plan_id in self._ids:
            if isinstance(plan_id, int):
                row = (self._name, plan_id)
                found.rows[plan_id].add(edits.EVERY_ROW if "slug" in fnames else row)
                found.authors.add((plan_id, self._name, plan_id, self.env.uid))
        self.env["implementation.approval"]._forget_status()

    def _get_policy_text(self):
        """Which roles must sign what in this plan, as it is signed."""
        every = self.env["implementation.approval.policy"].sudo()  # sudo: signed by all
        found = every.search(
            [
                ("company_id", "=", self.company_id.id),
                ("plan_id", "in", [False, self.id]),
            ]
        )
        return "\n".join(sorted(policy._get_text() for policy in found))

    def _get_sign_off_plan(self):
        return self

    def _open_revision(self):
        """Signed content was edited: from here on it is another revision."""
        road = {**self.env.context, roads.KEY: roads.DOCUMENT}
        self.with_context(road).write({"revision": self.revision + 1})

    def _get_edit_warnings(self, changes, document):
        """Whose sign-off these changes would void, before they are written."""
        warnings = super()._get_edit_warnings(changes, document)
        approvals = self.env["implementation.approval"]
        return [*warnings, *approvals._get_void_warnings(self, changes, document)]

    # Workflow

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        self.env["implementation.signing"]._make(plans)
        return plans

    def unlink(self):
        """A signature is about a plan that is there."""
        self._check_never_signed()
        requests = self.env[
            "implementation.approval"
        ].sudo()  # sudo: all go with the plan
        requests.search([("plan_id", "in", self.ids)]).unlink()
        return super().unlink()

    def _check_never_signed(self):
        signatures = self.env["implementation.signature"].sudo()  # sudo: all count
        signed = signatures.search([("plan_id", "in", self.ids)], limit=1)
        if signed:
            raise UserError(
                coded(
                    "plan_signed",
                    self.env._(
                        "%(plan)s has signatures and is kept. Archive it instead.",
                        plan=signed.plan_id.display_name,
                    ),
                )
            )

    def action_submit(self):
        """Ask for review: the roles of the Approval table and of policies are asked."""
        result = super().action_submit()
        for plan in self:
            plan._request_sign_offs()
            planned = plan.approval_ids.filtered(
                lambda row: row.status in ("pending", "rejected")
            )
            # sudo: the requester is whoever submitted; the rest is the server's
            planned.filtered(lambda row: not row.is_requested).sudo()._ask()
        return result

    def action_request_sign_off(self):
        """Ask the roles that must sign this plan."""
        self.check_access("write")
        for plan in self:
            plan._request_sign_offs()
            plan.approval_ids.filtered(lambda row: row.status == "pending")._ask()
        return True

    def _guard_approve(self):
        """Nobody approves before the roles have signed."""
        super()._guard_approve()
        self._check_plan_signed()

    def _guard_start(self):
        """A plan that was edited after its sign-offs is signed again first."""
        self._check_plan_signed()

    def _check_plan_signed(self):
        findings = self._get_plan_sign_off_findings()
        if findings:
            raise ListedRefusal(
                "sign_off_needed",
                self.env._("%(plan)s is not signed", plan=self.display_name),
                findings,
                self.env._("When all have signed, press it again."),
            )

    def _get_plan_sign_off_findings(self):
        """Requests about the plan itself, and policies, that nobody has met."""
        rows = self.approval_ids.filtered(
            lambda row: row.is_requested and row.status not in ("approved", "withdrawn")
        )
        asked = [row._get_open_finding() for row in rows]
        known = {(finding["model"], finding["res_id"]) for finding in asked}
        missing = self._get_missing_sign_offs()
        return [
            *asked,
            *(f for f in missing if (f["model"], f["res_id"]) not in known),
        ]

    def _get_findings(self, scope):
        """Missing sign-offs, and overrides nobody has reviewed, keep a gate shut."""
        findings = super()._get_findings(scope)
        if scope == self:
            findings += self._get_plan_sign_off_findings()
            findings += self.phase_ids.filtered(
                lambda phase: phase.state == "verifying"
            )._get_missing_sign_offs()
        else:
            findings += scope._get_missing_sign_offs()
        return findings

    def _get_common_findings(self):
        """Overrides that no second person has reviewed: no gate passes before."""
        rows = self.override_ids.filtered(lambda row: row.status in ("pending", "void"))
        return [
            *super()._get_common_findings(),
            *(row._get_debt_finding() for row in rows),
        ]

    def _on_signed_off(self, approval):
        """The last signature approves a plan that is in review."""
        rows = self.approval_ids.filtered(lambda row: row.status != "withdrawn")
        if self.state == "in_review" and set(rows.mapped("status")) == {"approved"}:
            self._move_by_sign_off("approve")

    @api.model
    def _get_document_sections(self):
        """Sign-off requests are the document's Approval table."""
        return [
            *super()._get_document_sections(),
            ("approvals", "implementation.approval"),
        ]
