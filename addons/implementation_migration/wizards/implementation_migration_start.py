# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.migration_rules import ACTIONS

from odoo import api, fields, models

from odoo.addons.implementation_base.companies import check_created, check_links


class ImplementationMigrationStart(models.TransientModel):
    """Where a migration is run and what stands against it, before anything starts."""

    _name = "implementation.migration.start"
    _description = "Start a Migration"

    migration_id = fields.Many2one(
        comodel_name="implementation.migration",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    plan_id = fields.Many2one(related="migration_id.plan_id")
    action = fields.Selection(
        selection=list(ACTIONS), string="What", required=True, default="rehearse"
    )
    environment_id = fields.Many2one(
        comodel_name="implementation.environment",
        string="Where",
        required=True,
        domain="[('plan_id', '=', plan_id), ('has_database', '=', True)]",
        ondelete="cascade",
        compute="_compute_environment_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    objection_text = fields.Text(compute="_compute_objection_text")
    effect_text = fields.Text(compute="_compute_effect_text")

    @api.model_create_multi
    def create(self, vals_list):
        """What one may not read shows not even its name."""
        check_created(self, vals_list, "migration_id", "environment_id")
        return super().create(vals_list)

    def write(self, vals):
        check_links(self, [vals], "migration_id", "environment_id")
        return super().write(vals)

    @api.depends("migration_id")
    def _compute_environment_id(self):
        """The lowest database on which it is not applied yet."""
        for wizard in self:
            rungs = wizard.plan_id.environment_ids.filtered("has_database")
            done = wizard.migration_id.state_ids.filtered(
                lambda row: row.state == "applied"
            ).environment_id
            wizard.environment_id = (rungs - done)[:1] or rungs[:1]

    @api.depends("migration_id", "action", "environment_id")
    def _compute_objection_text(self):
        for wizard in self:
            found = wizard.migration_id._get_objections(
                wizard.action, wizard.environment_id
            )
            lines = [f"• {one['message']}" for one in found]
            wizard.objection_text = "\n".join(lines)

    @api.depends("action", "environment_id")
    def _compute_effect_text(self):
        words = {
            "lint": self.env._("The scripts are read. No database is touched."),
            "rehearse": self.env._(
                "On a throw-away database beside the target: up, writes between, down, "
                "up again. The target itself is only read."
            ),
            "apply": self.env._(
                "The up script runs on the target, once, and its ledger notes it."
            ),
            "rollback": self.env._("The down script runs on the target."),
            "reconcile": self.env._("The target's ledger is read. Nothing is written."),
        }
        for wizard in self:
            wizard.effect_text = words.get(wizard.action, "")

    def action_confirm(self):
        """Ask the agents; shows the job with its log."""
        self.ensure_one()
        job = self.migration_id._start(self.action, self.environment_id)
        return job._get_action()
