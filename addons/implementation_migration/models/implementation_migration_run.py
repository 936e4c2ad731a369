# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from plankit.migration_rules import ACTIONS

from odoo import fields, models


class ImplementationMigrationRun(models.Model):
    """That something was asked of an agent with a migration, and what came of it."""

    _name = "implementation.migration.run"
    _description = "Run of a Migration"
    _inherit = ["implementation.private.mixin", "implementation.job.source.mixin"]
    _order = "id desc"

    migration_id = fields.Many2one(
        comodel_name="implementation.migration",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    plan_id = fields.Many2one(related="migration_id.plan_id", store=True, index=True)
    company_id = fields.Many2one(
        related="migration_id.company_id", store=True, index=True
    )
    environment_id = fields.Many2one(
        comodel_name="implementation.environment",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    action = fields.Selection(selection=list(ACTIONS), required=True, readonly=True)
    job_id = fields.Many2one(
        comodel_name="implementation.job", readonly=True, ondelete="restrict"
    )
    job_state = fields.Selection(related="job_id.state", string="How It Went")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Requested By",
        required=True,
        readonly=True,
        ondelete="restrict",
    )

    @property
    def _private_fields(self):
        """All of it: a run is asked for by its action."""
        return ("migration_id", "environment_id", "action", "job_id", "user_id")

    def _compute_display_name(self):
        words = dict(self._fields["action"]._description_selection(self.env))
        for run in self:
            name = run.migration_id.display_name
            place = run.environment_id.name
            run.display_name = f"{words.get(run.action)} {name} ({place})"

    def _get_job_orders(self):
        """The scripts as they are now, if they may still be used so."""
        migrations = self.migration_id
        covers = self.env["implementation.approval"]._get_covers(migrations)
        orders = {}
        for run in self:
            migration = run.migration_id
            migration._check_action(run.action, run.environment_id, run=run)
            orders[run.id] = {
                "content": migration._get_order_content(run.action),
                "signed": covers[migration]._get_signed_entries(),
            }
        return orders

    def _on_job_ended(self, job):
        super()._on_job_ended(job)
        data = json.loads(job.data or "{}")
        if job.state != "cancelled" or data.get("applied"):
            self.migration_id._take_result(self, job, data)
