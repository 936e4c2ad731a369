# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ImplementationMigrationUploadLine(models.TransientModel):
    """One migration of the folder."""

    _name = "implementation.migration.upload.line"
    _description = "Script of an Upload"

    upload_id = fields.Many2one(
        comodel_name="implementation.migration.upload",
        required=True,
        ondelete="cascade",
        index=True,
    )
    version = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    kind = fields.Selection(
        selection=[("new", "New"), ("changed", "Changed"), ("unchanged", "Unchanged")],
        readonly=True,
    )
    note = fields.Char(readonly=True)
