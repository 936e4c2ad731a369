# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..compat import set_privileges


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _set_implementation_privileges(self, category_xmlid, privileges):
        """Called from the groups' XML, where no series is known."""
        set_privileges(self.env, category_xmlid, privileges)
        return True
