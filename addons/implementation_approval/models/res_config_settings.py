# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    implementation_rpc_signing = fields.Boolean(
        related="company_id.implementation_rpc_signing",
        readonly=False,
    )
