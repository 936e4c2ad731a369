# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A record that agents work for; made for one test class (``add_fake_models``)."""

from odoo import fields, models
from odoo.exceptions import UserError


class FakeWork(models.Model):
    _name = "implementation.fake.work"
    _description = "Fake Work"
    _inherit = ["implementation.job.source.mixin"]

    name = fields.Char()
    plan_id = fields.Many2one(comodel_name="implementation.plan")
    command = fields.Char(default="true")
    is_signed = fields.Boolean(default=True)
    heard = fields.Char(default="")

    def _get_job_orders(self):
        if not all(self.mapped("is_signed")):
            raise UserError(self.env._("[not_signed] Nobody has signed it."))
        return {
            work.id: {"content": {"command": work.command}, "signed": [{"role": "SRE"}]}
            for work in self
        }

    def _on_job_ended(self, job):
        if self.command == "explode":
            raise ValueError("the hook broke")
        self.heard = f"{self.heard}{job.state} "
