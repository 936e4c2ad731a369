# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ImplementationComponent(models.Model):
    """A row of the technology stack."""

    _name = "implementation.component"
    _description = "Technology Stack Component"
    _inherit = ["implementation.item.mixin"]
    _order = "plan_id, sequence, id"
    _rec_name = "technology"
    _document_collection = "components"
    _document_map = {
        "layer": "layer",
        "technology": "technology",
        "purpose": "purpose",
    }

    layer = fields.Char(help="Frontend, API, Database, ...")
    technology = fields.Char(index="trigram")
    purpose = fields.Char()
