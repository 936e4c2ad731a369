# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationCheck(models.Model):
    """A command that would prove something; Odoo keeps it and never runs it."""

    _name = "implementation.check"
    _description = "Verification Command"
    _inherit = ["implementation.phase.item.mixin"]
    _order = "plan_id, phase_id, sequence, id"
    _document_collection = "checks"
    _document_map = {"phase": "phase_id", "name": "name", "command": "command"}

    name = fields.Char(help="What the command proves.")
    command = fields.Text(help="Run by people or agents, never by this server.")

    @api.depends("name", "command")
    def _compute_display_name(self):
        for check in self:
            lines = (check.command or "").strip().splitlines()
            check.display_name = check.name or next(iter(lines), "")
