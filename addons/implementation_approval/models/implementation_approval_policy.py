# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models, tools

from odoo.addons.implementation_base.companies import (
    check_created,
    check_links,
    check_vals_reach,
)
from odoo.addons.implementation_base.compat import Constraint

from ..tools import edits


class ImplementationApprovalPolicy(models.Model):
    """Which subject needs the sign-off of which role."""

    _name = "implementation.approval.policy"
    _description = "Sign-off Policy"
    _order = "subject_kind, step, role_id, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    subject_kind = fields.Selection(
        selection=lambda self: (
            self.env["implementation.approval"]._fields["subject_kind"].selection
        ),
        string="What Needs It",
        required=True,
        default="task",
    )
    role_id = fields.Many2one(
        comodel_name="implementation.role",
        string="Who Signs",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        index=True,
        ondelete="cascade",
        check_company=True,
        help="Empty: every plan of the company.",
    )
    task_role_id = fields.Many2one(
        comodel_name="implementation.role",
        string="Tasks of Role",
        ondelete="restrict",
        check_company=True,
        help="Empty: every task.",
    )
    quorum = fields.Integer(
        string="Signatures Needed",
        default=1,
        required=True,
    )
    step = fields.Integer(
        string="Order",
        help="Lower numbers are signed first; equal ones in any order.",
    )
    due_days = fields.Integer(
        string="Due After (Days)",
        default=3,
        help="Days from the request to its due date.",
    )
    escalation_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Escalate To",
        check_company=True,
        help="Who is told when a request is overdue. Empty: the plan's owner.",
    )

    _quorum_positive = Constraint(
        "CHECK(quorum > 0)", "[quorum] At least one signature is needed."
    )
    _due_days_positive = Constraint(
        "CHECK(due_days >= 0)", "[due_days] A request is due on its day or later."
    )

    @api.depends("subject_kind", "role_id.name")
    def _compute_name(self):
        kinds = dict(self._fields["subject_kind"]._description_selection(self.env))
        for policy in self:
            policy.name = self.env._(
                "%(kind)s: %(role)s",
                kind=kinds.get(policy.subject_kind, ""),
                role=policy.role_id.name or self.env._("nobody yet"),
            )

    @api.model_create_multi
    def create(self, vals_list):
        check_vals_reach(self, vals_list)
        check_created(self, vals_list, "role_id", "plan_id", "task_role_id")
        policies = super().create(vals_list)
        policies._note_edit()
        policies._log_change("created")
        return policies

    def write(self, vals):
        if "company_id" in vals:
            check_vals_reach(self, [vals])
        check_links(self, [vals], "role_id", "plan_id", "task_role_id")
        self._note_edit()
        result = super().write(vals)
        self._note_edit()
        self._log_change("changed")
        return result

    def unlink(self):
        self._note_edit()
        self._log_change("removed")
        return super().unlink()

    def _log_change(self, what):
        """Who asks less of whom stands in the ledger."""
        words = {
            "created": self.env._("created"),
            "changed": self.env._("changed"),
            "removed": self.env._("removed"),
        }
        self.env["implementation.event"]._log(
            self,
            f"policy.{what}",
            lambda policy: self.env._(
                "Sign-off policy %(name)s: %(what)s",
                name=policy.name,
                what=words[what],
            ),
            data=lambda policy: {
                "policy": policy.id,
                "says": policy._get_text(),
                "active": policy.active,
            },
        )

    def _note_edit(self):
        """Which roles must sign is signed too."""
        found = edits.of(self.env)
        for policy in self:
            if policy.plan_id:
                row = (policy.plan_id._name, policy.plan_id.id)
                found.rows[policy.plan_id.id].add(row)
            else:
                found.company_ids.add(policy.company_id.id)
        self.env["implementation.approval"]._forget_status()
        self.env.registry.clear_cache()

    @api.model
    @tools.ormcache("kind")
    def _get_ids(self, kind):
        """Ids of a kind's policies: asked at each change of a task's status."""
        # sudo: policies bind whoever works in a plan
        return tuple(self.sudo().search([("subject_kind", "=", kind)]).ids)

    @api.model
    def _find(self, kind, plans):
        """``{plan: policies}`` that say what of the plan needs which role."""
        every = self.sudo().browse(self._get_ids(kind))  # sudo: they bind everyone
        if not every:
            return {}
        return {
            plan: every.filtered(
                lambda policy, plan=plan: (
                    policy.company_id == plan.company_id
                    and policy.plan_id in (plan, policy.plan_id.browse())
                )
            )
            for plan in plans
        }

    def _get_text(self):
        """The policy as it is signed, without an id."""
        return "|".join(
            (
                self.subject_kind,
                self.role_id.name or "",
                self.task_role_id.name or "",
                str(self.quorum),
                str(self.step),
            )
        )
