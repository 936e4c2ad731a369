# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ImplementationDashboard(models.Model):
    _name = "implementation.dashboard"
    _description = "Dashboard"
    _inherit = ["implementation.item.mixin"]
    _order = "plan_id, sequence, id"
    _document_collection = "dashboards"
    _document_map = {"name": "name", "done": "done"}

    name = fields.Char()
    done = fields.Boolean(
        string="Deployed (claimed)",
        index=True,
        help="The box of the document is ticked. A claim, not evidence.",
    )
