# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    implementation_rpc_signing = fields.Boolean(
        string="Signing over RPC",
        help="Signatures over RPC are weaker: an API key replaces the password, and "
        "nobody knows what the signer saw. They are marked so.",
    )
