# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.scope import PARTS

from odoo import api, fields, models

from odoo.addons.implementation_base.compat import Constraint


class ImplementationSignedPart(models.Model):
    """A part of a plan that a role signs; the table is ``plankit.scope``."""

    _name = "implementation.signed.part"
    _description = "Signed Part of a Plan"
    _order = "sequence, id"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)

    _code_uniq = Constraint("UNIQUE(code)", "A part is listed once.")

    @api.model
    def _get_all(self):
        """Every part, in the order of a plan: one short table."""
        return self.search([("code", "in", list(PARTS))])

    @api.model
    def _fill(self):
        """A row for each part that the table knows; names stay as translated."""
        known = set(self._get_all().mapped("code"))
        self.create(
            [
                {"code": code, "name": part.label, "sequence": 10 * place}
                for place, (code, part) in enumerate(PARTS.items(), 1)
                if code not in known
            ]
        )
