# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import migration
from plankit.workflows import MIGRATION

from odoo import api, fields, models


class ImplementationMigration(models.Model):
    _name = "implementation.migration"
    _description = "Migration"
    _inherit = [
        "implementation.item.mixin",
        "implementation.private.mixin",
        "implementation.signed.mixin",
        "implementation.evidence.subject.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "plan_id, sequence, id"
    _sign_off_kind = "migration"
    _sign_off_bars_authors = True
    _private_fields = (
        "checksum",
        "rollback_claimed",
        "rollback_level",
        "downtime_claimed",
        "downtime_level",
        "state",
        "proved_at",
        "proved_until",
        "report",
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

    state = fields.Selection(
        selection=list(MIGRATION.states),
        default=MIGRATION.initial,
        required=True,
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    proved_at = fields.Datetime(string="Proved", readonly=True, copy=False)
    proved_until = fields.Datetime(
        string="Counts Until",
        readonly=True,
        copy=False,
        help="Afterwards it is to be rehearsed again before it is applied.",
    )
    irreversible_reason = fields.Text(
        string="Why It Cannot Be Taken Back",
        help="Signed with the scripts; a rollback needs no proof then.",
    )
    downtime_reason = fields.Text(
        string="Agreed Downtime",
        help="Signed with the scripts; locks need no proof then.",
    )
    smoke_command = fields.Text(
        string="Smoke Check of the Previous Version",
        help="Run on the rehearsal's database after the up script: R4.",
    )
    lock_budget = fields.Integer(
        string="Lock Budget (ms)",
        default=1000,
        help="How long a lock may hold others up.",
    )
    state_ids = fields.One2many(
        comodel_name="implementation.migration.state",
        inverse_name="migration_id",
        string="Databases",
    )
    run_ids = fields.One2many(
        comodel_name="implementation.migration.run",
        inverse_name="migration_id",
        string="Runs",
    )
    job_id = fields.Many2one(
        comodel_name="implementation.job",
        string="Running Job",
        compute="_compute_job_id",
    )
    report = fields.Text(readonly=True, copy=False)
    report_rows = fields.Json(compute="_compute_report_rows")

    @api.model
    def _get_signed_parts(self):
        """Scripts stand in no document and are signed all the same."""
        names = (
            "up_sql",
            "down_sql",
            "irreversible_reason",
            "downtime_reason",
            "smoke_command",
            "lock_budget",
        )
        return [*super()._get_signed_parts(), *((name, name) for name in names)]

    def _get_sign_off_name(self):
        return self.display_name

    @api.depends("up_sql", "down_sql")
    def _compute_checksum(self):
        for record in self:
            record.checksum = migration.checksum(
                record.up_sql or "", record.down_sql or ""
            )

    @api.depends("run_ids.job_id.state")
    def _compute_job_id(self):
        for record in self:
            record.job_id = record.run_ids.job_id.filtered(
                lambda job: job.state in ("queued", "leased")
            )[:1]

    @api.depends("version", "name")
    def _compute_display_name(self):
        for record in self:
            parts = (record.version, record.name)
            record.display_name = " ".join(part for part in parts if part)
