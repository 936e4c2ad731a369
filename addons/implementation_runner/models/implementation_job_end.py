# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
import logging

from plankit import job as rules
from plankit.canonical import canonical
from plankit.workflows import JOB

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

_BATCH = 100


class ImplementationJob(models.Model):
    """How jobs end, and what becomes of those whose agent was not heard of."""

    _inherit = "implementation.job"

    outcome = fields.Char(readonly=True, help="How the agent says that it ended.")
    exit_code = fields.Integer(readonly=True)
    has_exit_code = fields.Boolean(readonly=True)
    duration = fields.Float(readonly=True, help="In seconds.")
    message = fields.Text(readonly=True)
    data = fields.Text(string="Details", readonly=True)
    result_hash = fields.Char(readonly=True)
    ended_at = fields.Datetime(string="Ended", readonly=True)
    log_count = fields.Integer(string="Log Chunks", readonly=True)
    log_size = fields.Integer(readonly=True, help="In characters.")
    log_digest = fields.Char(readonly=True, help="SHA-256 over all chunks.")

    def _end(self, state, code="", **vals):
        """The job is over: its record hears of it in the same transaction."""
        self.ensure_one()
        if code:
            vals["data"] = canonical({"code": code})
        before = self.state
        self._write_privately(
            {
                **vals,
                "state": state,
                "ended_at": self._now(),
                "lease_until": False,
                "progress_until": False,
                "cancel_requested": False,
            }
        )
        self._log_end(before, code)
        record = self._get_record()
        if record:
            record._on_job_ended(self)

    def _log_end(self, before, code):
        words = dict(JOB.states)
        self.env["implementation.event"]._log(
            self,
            f"job.{self.state}",
            self.env._(
                "%(name)s: %(old)s → %(new)s",
                name=self.name,
                old=words[before],
                new=words[self.state],
            ),
            reason=self.message or "",
            data={
                "agent": self.agent_id.name or "",
                "code": code or json.loads(self.data or "{}").get("code") or "",
                "content_hash": self.content_hash or "",
                "log_digest": self.log_digest or "",
                "outcome": self.outcome or "",
                "token": self.token,
            },
        )

    @api.model
    def _cron_settle_overdue(self):
        """Jobs of silent agents are offered again or lost, agents asking or not."""
        self._settle_overdue()

    @api.model
    def _settle_overdue(self):
        """One that cannot be ended does not keep the others from it."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM implementation_job
                 WHERE (state = 'leased' AND LEAST(lease_until, progress_until)
                            < clock_timestamp() AT TIME ZONE 'UTC')
                    OR (state = 'queued'
                        AND expires_at < clock_timestamp() AT TIME ZONE 'UTC')
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                _BATCH,
            )
        )
        jobs = self.browse(row[0] for row in self.env.cr.fetchall())
        if not jobs:
            return
        self.invalidate_model(flush=False)
        now = self._now()
        for job in jobs:
            try:
                with self.env.cr.savepoint():
                    job._settle(now)
            except Exception:
                _logger.exception("Job %s is overdue and could not be settled", job.id)

    def _settle(self, now):
        """Offer an overdue job again, or end it."""
        loan = self._get_loan()
        code = rules.overdue(loan, now)
        if not code:
            return
        state = rules.after_loss(loan, now)
        message = self._get_overdue_words(code)
        if state != "queued":
            self._end(state, outcome=state, code=code, message=message)
            return
        self._write_privately(
            {
                "state": "queued",
                "lease_until": False,
                "progress_until": False,
                "message": message,
            }
        )

    def _get_overdue_words(self, code):
        agent = self.agent_id.name or ""
        return {
            rules.LEASE_LAPSED: self.env._(
                "The agent %(agent)s was not heard of in time.", agent=agent
            ),
            rules.NO_PROGRESS: self.env._(
                "Nothing moved in time on the agent %(agent)s.", agent=agent
            ),
            rules.EXPIRED: self.env._(
                "No agent with the labels %(labels)s took it in time.",
                labels=self.labels or "-",
            ),
        }[code]
