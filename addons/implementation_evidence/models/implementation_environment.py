# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import evidence

from odoo import api, fields, models


class ImplementationEnvironment(models.Model):
    """An environment is as well as the checks that run on it."""

    _inherit = "implementation.environment"

    check_ids = fields.One2many(
        comodel_name="implementation.check",
        inverse_name="environment_id",
        string="Checks",
    )
    standing = fields.Selection(
        selection=list(evidence.STANDINGS),
        string="Proof",
        compute="_compute_standing",
        help="Proved while all of its checks pass; else the first that does not.",
    )
    passed_text = fields.Char(string="Checks Passed", compute="_compute_standing")

    @api.depends("check_ids.command", "check_ids.environment_id")
    def _compute_standing(self):
        for environment in self:
            states = environment.check_ids.mapped("standing")
            open_ones = [state for state in states if state != "pass"]
            passed = len(states) - len(open_ones)
            environment.standing = (open_ones or states or ["none"])[0]
            environment.passed_text = f"{passed} / {len(states)}" if states else False

    @api.model
    def _get_naming_fields(self):
        """Checks are signed with the name of where they run."""
        return (*super()._get_naming_fields(), "check_ids")

    def action_run_checks(self):
        """Ask agents to run every check of the environment."""
        return self.check_ids.filtered("command").action_run()
