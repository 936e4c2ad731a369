# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.joblog import STREAMS

from odoo import fields, models

from odoo.addons.implementation_base.compat import Constraint


class ImplementationJobChunk(models.Model):
    """A piece of a job's log, as the agent sent it: secrets are masked there."""

    _name = "implementation.job.chunk"
    _description = "Log of a Job"
    _inherit = ["implementation.append.only.mixin"]
    _order = "job_id, token, sequence"
    _rec_name = "sequence"
    _log_access = False

    job_id = fields.Many2one(
        comodel_name="implementation.job",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="job_id.company_id")
    token = fields.Integer(
        required=True,
        readonly=True,
        help="Which of the agents that took the job wrote it.",
    )
    sequence = fields.Integer(required=True, readonly=True)
    stream = fields.Selection(
        selection=[(name, name) for name in STREAMS],
        required=True,
        readonly=True,
    )
    text = fields.Text(readonly=True)

    _sequence_uniq = Constraint(
        "UNIQUE(job_id, token, sequence)", "A chunk of a log is written once."
    )
