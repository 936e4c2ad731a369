# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.refusal import coded

from .. import roads


class ProjectProject(models.Model):
    _inherit = "project.project"

    plan_ids = fields.One2many(
        comodel_name="implementation.plan",
        inverse_name="project_id",
        string="Implementation Plan",
        context={"active_test": False},
        copy=False,
    )

    def write(self, vals):
        """A plan's project is archived with its plan and stays in its company."""
        if roads.taken(self, roads.OWNER):
            clean = self.with_context({**self.env.context, roads.KEY: roads.ARCHIVE})
            return super(ProjectProject, clean).write(vals)
        if vals.keys() & {"active", "company_id"}:
            self._check_not_owned()
        return super().write(vals)

    def unlink(self):
        if not roads.taken(self, roads.OWNER):
            self._check_not_owned()
        return super().unlink()

    def _check_not_owned(self):
        # sudo: the plan may be one the caller does not see
        owned = self.filtered(lambda project: project.sudo().plan_ids)[:1]
        if owned:
            raise UserError(
                coded(
                    "project_of_plan",
                    self.env._(
                        "%(project)s belongs to an implementation plan. Archive, "
                        "delete or copy the plan, and the project follows.",
                        project=owned.display_name,
                    ),
                )
            )
