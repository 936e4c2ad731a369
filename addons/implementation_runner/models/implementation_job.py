# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from plankit import job as rules
from plankit.canonical import canonical, digest
from plankit.joblog import EMPTY
from plankit.workflows import JOB

from odoo import api, fields, models

from odoo.addons.implementation_base.compat import Index

#: What a job gets unless its maker says otherwise; seconds and characters.
DEFAULTS = {
    "max_attempts": 3,
    "timeout": 3600,
    "progress_timeout": 0,
    "output_limit": 1_000_000,
}
#: How long a job waits for an agent, in hours.
PATIENCE = 24
#: Odoo's own fields.
_AUTOMATIC = {"id", "create_uid", "create_date", "write_uid", "write_date"}


class ImplementationJob(models.Model):
    """One piece of work for an agent. The server runs none of it."""

    _name = "implementation.job"
    _description = "Job"
    _inherit = ["implementation.private.mixin"]
    _order = "id desc"
    _private_code = "job_private"

    name = fields.Char(required=True, readonly=True)
    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="plan_id.company_id",
        store=True,
        index=True,
    )
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record ID",
        model_field="model",
        required=True,
        readonly=True,
        index=True,
    )
    kind = fields.Selection(selection=list(rules.KINDS), required=True, readonly=True)
    environment_id = fields.Many2one(
        comodel_name="implementation.environment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    target = fields.Char(required=True, readonly=True)
    labels = fields.Char(
        readonly=True,
        help="An agent takes the job only with all of these labels.",
    )
    content = fields.Text(readonly=True, help="What is to be run, as canonical JSON.")
    content_hash = fields.Char(readonly=True)
    signed = fields.Text(readonly=True, help="Who signed it, as JSON.")
    state = fields.Selection(
        selection=list(JOB.states),
        default=JOB.initial,
        required=True,
        readonly=True,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Requested By",
        required=True,
        readonly=True,
        ondelete="restrict",
    )

    # How it is run

    timeout = fields.Integer(readonly=True, help="In seconds.")
    progress_timeout = fields.Integer(
        readonly=True,
        help="Seconds without output or progress after which it is given up; "
        "0 sets no such limit.",
    )
    output_limit = fields.Integer(readonly=True, help="Characters of log at most.")
    max_attempts = fields.Integer(readonly=True)
    expires_at = fields.Datetime(readonly=True)

    # Who runs it

    token = fields.Integer(readonly=True, help="Rises with each agent that takes it.")
    attempts = fields.Integer(readonly=True)
    agent_id = fields.Many2one(
        comodel_name="implementation.agent",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    leased_at = fields.Datetime(string="Started", readonly=True)
    lease_until = fields.Datetime(readonly=True)
    progress_until = fields.Datetime(readonly=True)
    cancel_requested = fields.Boolean(string="Being Cancelled", readonly=True)
    progress_done = fields.Float(readonly=True)
    progress_total = fields.Float(readonly=True)
    progress_text = fields.Char(string="Step", readonly=True)
    progress = fields.Float(compute="_compute_progress", help="In percent.")

    _queue_idx = Index("(id) WHERE state = 'queued'")
    _lease_idx = Index("(lease_until) WHERE state = 'leased'")

    @property
    def _private_fields(self):
        """All of it: a job is the server's own."""
        return tuple(
            name
            for name, field in self._fields.items()
            if field.store and name not in _AUTOMATIC
        )

    @api.depends("progress_done", "progress_total", "state")
    def _compute_progress(self):
        for job in self:
            share = job.progress_done / job.progress_total if job.progress_total else 0
            done = 1 if job.state == "succeeded" else min(max(share, 0), 1)
            job.progress = 100 * done

    @api.model
    def _enqueue(self, records, kind, name, environment=None, **options):
        """A job for each of ``records`` (``implementation.job.source.mixin``).

        ``name`` says what a job does, as a function of a record. ``options`` replace
        ``DEFAULTS``; ``expires_at`` is naive UTC.
        """
        now = fields.Datetime.now()
        environment = environment or self.env["implementation.environment"]
        common = {
            **DEFAULTS,
            "expires_at": now + timedelta(hours=PATIENCE),
            **options,
            "kind": kind,
            "environment_id": environment.id,
            "target": (environment and environment.job_target) or "default",
            "labels": environment._get_job_labels() if environment else "",
            "user_id": self.env.uid,
            "log_digest": EMPTY,
        }
        vals_list = [
            {
                **common,
                "name": name(record),
                "plan_id": record.plan_id.id,
                "model": record._name,
                "res_id": record.id,
            }
            for record in records
        ]
        # sudo: jobs are born here alone, for whoever the caller has checked
        jobs = self.sudo()._create_privately(vals_list)
        orders = records._get_job_orders()
        for job, record in zip(jobs, records, strict=True):
            job._write_privately(job._prepare_order(orders[record.id]))
        self.env["implementation.event"]._log(
            jobs,
            "job.queued",
            lambda job: self.env._("%(name)s: asked of an agent", name=job.name),
            data=lambda job: {"kind": job.kind, "content_hash": job.content_hash},
        )
        return jobs.with_env(self.env)

    @api.model
    def _prepare_order(self, order):
        """What is to be run and who signed it, as its record says now."""
        return {
            "content": canonical(order["content"]),
            "content_hash": digest(order["content"]),
            "signed": canonical(order["signed"]),
        }

    def _get_record(self):
        """What the job is for, or an empty recordset when it is gone."""
        self.ensure_one()
        # sudo: the queue serves records whoever may see them
        return self.env[self.model].sudo().browse(self.res_id).exists()

    def _get_loan(self):
        """The job as ``plankit.job`` knows it."""
        self.ensure_one()
        return rules.Loan(
            key=self.id,
            state=self.state,
            token=self.token,
            attempts=self.attempts,
            max_attempts=self.max_attempts,
            expires_at=self.expires_at,
            lease_until=self.lease_until or None,
            progress_until=self.progress_until or None,
            cancel_requested=self.cancel_requested,
        )
