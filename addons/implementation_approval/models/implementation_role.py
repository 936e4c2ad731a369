# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from ..tools import edits


class ImplementationRole(models.Model):
    _inherit = "implementation.role"

    def modified(self, fnames, create=False, before=False):
        """A role's name stands in every plan that names it as an owner."""
        super().modified(fnames, create=create, before=before)
        if self and not create and not before and "name" in fnames:
            # sudo: a caller may rename a role of a company without reading it
            found = edits.of(self.env)
            found.company_ids.update(self.sudo().company_id.ids)  # sudo: as above
            self.env["implementation.approval"]._forget_status()
