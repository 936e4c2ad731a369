# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import signoff
from plankit.errors import PlanError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.implementation_base.companies import check_created, check_vals_reach
from odoo.addons.implementation_base.refusal import coded

from ..tools.words import refusal


class ImplementationDelegation(models.Model):
    """Who signs for whom while someone is away: scoped, dated, by themself."""

    _name = "implementation.delegation"
    _description = "Delegation of Sign-offs"
    _inherit = ["implementation.private.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _private_fields = ("delegator_id", "revoked_at")
    _private_code = "delegation_private"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    delegator_id = fields.Many2one(
        comodel_name="res.users",
        string="Away",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    delegate_id = fields.Many2one(
        comodel_name="res.users",
        string="Signs Instead",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False), ('id', '!=', uid)]",
    )
    role_id = fields.Many2one(
        comodel_name="implementation.role",
        ondelete="restrict",
        check_company=True,
        help="Empty: every role you sign for.",
    )
    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        ondelete="restrict",
        check_company=True,
        help="Empty: every plan.",
    )
    date_start = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_end = fields.Date(string="To", required=True, help="The last day, included.")
    reason = fields.Char(required=True)
    revoked_at = fields.Datetime(string="Revoked On", readonly=True)

    @api.depends("delegator_id", "delegate_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "%(delegate)s for %(delegator)s",
                delegate=row.delegate_id.name or self.env._("Nobody yet"),
                delegator=row.delegator_id.name,
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Everyone hands on their own sign-offs only."""
        check_vals_reach(self, vals_list)
        check_created(self, vals_list, "role_id", "plan_id", "delegate_id")
        rows = super().create(vals_list)
        rows._check_rules()
        self.env["implementation.event"]._log(
            rows,
            "delegation.created",
            lambda row: row._get_log_text(),
            reason=rows[:1].reason or "",
            data=lambda row: row._get_log_data(),
        )
        return rows

    def write(self, vals):
        """A delegation is revoked and made anew, never changed."""
        if vals.keys() - {"revoked_at"}:
            raise UserError(
                coded(
                    "delegation_fixed",
                    self.env._(
                        "A delegation stays as it was given. "
                        "Revoke it and give another one."
                    ),
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            coded(
                "delegation_fixed",
                self.env._("A delegation is revoked, never deleted."),
            )
        )

    def _check_rules(self):
        """No circles, no self, no dates that end before they begin."""
        every = self.sudo().search(  # sudo: a circle may lead over other people
            [("revoked_at", "=", False), ("date_end", ">=", fields.Date.today())]
        )
        known = [row._to_delegation() for row in every]
        for row in self:
            try:
                signoff.check_delegation(row._to_delegation(), known)
            except PlanError as error:
                raise refusal(self.env, error, row) from error
            if not row.delegate_id.has_group("implementation_base.group_approver"):
                raise UserError(
                    coded(
                        "delegate_not_approver",
                        self.env._(
                            "%(person)s is no approver. "
                            "Choose someone who has that role.",
                            person=row.delegate_id.name,
                        ),
                    )
                )

    def action_revoke(self):
        """Take a delegation back from now on: its giver, or a manager."""
        self.check_access("read")
        manager = self.env.user.has_group("implementation_base.group_manager")
        if not manager and self.delegator_id != self.env.user:
            raise AccessError(
                coded(
                    "not_your_delegation",
                    self.env._("Only whoever gave a delegation takes it back."),
                )
            )
        running = self.filtered(lambda row: not row.revoked_at)
        # sudo: nobody writes delegations; the check stands above
        running.sudo()._write_privately({"revoked_at": fields.Datetime.now()})
        self.env["implementation.event"]._log(
            running,
            "delegation.revoked",
            lambda row: row._get_log_text(),
            data=lambda row: row._get_log_data(),
        )
        return True

    def _covers(self, approval):
        """Whether a request is within what was handed on."""
        return self.role_id in (
            approval.role_id,
            self.role_id.browse(),
        ) and self.plan_id in (approval.plan_id, self.plan_id.browse())

    def _get_log_text(self):
        return self.env._(
            "%(delegate)s signs for %(delegator)s from %(start)s to %(end)s",
            delegate=self.delegate_id.name,
            delegator=self.delegator_id.name,
            start=self.date_start,
            end=self.date_end,
        )

    def _get_log_data(self):
        return {
            "delegation": self.id,
            "delegator": self.delegator_id.login,
            "delegate": self.delegate_id.login,
            "role": self.role_id.name or "",
            "plan": self.plan_id.slug or "",
            "from": fields.Date.to_string(self.date_start),
            "to": fields.Date.to_string(self.date_end),
        }

    def _to_delegation(self):
        """The row as the rules of ``plankit.signoff`` know it."""
        return signoff.Delegation(
            id=self.id,
            delegator=self.delegator_id.id,
            delegate=self.delegate_id.id,
            role=self.role_id.id or 0,
            plan=self.plan_id.id or 0,
            start=self.date_start,
            end=self.date_end,
            revoked=bool(self.revoked_at),
        )
