# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..companies import check_vals_reach
from ..compat import Constraint
from ..lengths import check_lengths


class ImplementationRole(models.Model):
    """A job in a plan ("Tech Lead"); who does it is said by each plan's team."""

    _name = "implementation.role"
    _description = "Plan Role"
    _order = "name, id"

    name = fields.Char(required=True, index="trigram")
    description = fields.Text()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self._default_company_id(),
    )

    _name_uniq = Constraint(
        "UNIQUE(company_id, name)", "A company has each role only once."
    )

    def _default_company_id(self):
        return self.env.company

    @api.model_create_multi
    def create(self, vals_list):
        check_vals_reach(self, vals_list)
        check_lengths(self, vals_list, "name")
        return super().create(vals_list)

    def write(self, vals):
        if "company_id" in vals:
            check_vals_reach(self, [vals])
        check_lengths(self, [vals], "name")
        return super().write(vals)

    @api.model
    def _get_or_create(self, names, company=None):
        """``{name: role}`` of a company, archived ones too; missing ones are made."""
        company = company or self.env.company
        wanted = list(dict.fromkeys(name for name in names if name))
        domain = [("company_id", "=", company.id), ("name", "in", wanted)]
        found = self.with_context(active_test=False).search(domain) if wanted else self
        roles = {role.name: role for role in found}
        missing = [name for name in wanted if name not in roles]
        created = self.create(
            [{"name": name, "company_id": company.id} for name in missing]
        )
        roles.update(zip(missing, created, strict=True))
        return {name: roles[name].with_env(self.env) for name in wanted}
