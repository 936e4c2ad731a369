# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import migration

from odoo import api, fields, models


class ImplementationMigration(models.Model):
    _name = "implementation.migration"
    _description = "Migration"
    _inherit = ["implementation.item.mixin", "implementation.private.mixin"]
    _order = "plan_id, sequence, id"
    _private_fields = (
        "checksum",
        "rollback_claimed",
        "rollback_level",
        "downtime_claimed",
        "downtime_level",
    )
    _private_code = "migration_private"
    _document_collection = "migrations"
    _document_map = {
        "version": "version",
        "name": "name",
        "description": "description",
        "breaking": "breaking",
    }

    version = fields.Char()
    name = fields.Char()
    description = fields.Char()
    breaking = fields.Selection(
        selection=list(migration.BREAKING),
        index=True,
        help="Whether the previous version of the application stops working on it.",
    )
    breaking_text = fields.Char(
        string="Breaking as Written",
        help="The author's own words, where they are neither yes nor no.",
    )
    up_sql = fields.Text(
        string="Up Script",
        help="SQL that brings the database forward. The server never runs it.",
    )
    down_sql = fields.Text(
        string="Down Script",
        help="SQL that takes the up script back. The server never runs it.",
    )
    checksum = fields.Char(
        compute="_compute_checksum",
        store=True,
        help="SHA-256 of the up script, a NUL and the down script.",
    )
    rollback_claimed = fields.Boolean(
        related="plan_id.rollback_tested_claimed",
        help="The strategy says that rollback was tested. A claim, not evidence.",
    )
    rollback_level = fields.Selection(
        selection=list(migration.ROLLBACK_LEVELS),
        string="Rollback Proved",
        default="R0",
        required=True,
        readonly=True,
        copy=False,
    )
    downtime_claimed = fields.Boolean(
        string="Zero Downtime Claimed",
        related="plan_id.zero_downtime_claimed",
        help="The strategy says that no downtime is needed. A claim, not evidence.",
    )
    downtime_level = fields.Selection(
        selection=list(migration.DOWNTIME_LEVELS),
        string="Zero Downtime Proved",
        default="Z0",
        required=True,
        readonly=True,
        copy=False,
    )

    @api.model
    def _get_signed_parts(self):
        """Scripts stand in no document and are signed all the same."""
        return [
            *super()._get_signed_parts(),
            ("up_sql", "up_sql"),
            ("down_sql", "down_sql"),
        ]

    @api.depends("up_sql", "down_sql")
    def _compute_checksum(self):
        for record in self:
            record.checksum = migration.checksum(
                record.up_sql or "", record.down_sql or ""
            )

    @api.depends("version", "name")
    def _compute_display_name(self):
        for record in self:
            parts = (record.version, record.name)
            record.display_name = " ".join(part for part in parts if part)
