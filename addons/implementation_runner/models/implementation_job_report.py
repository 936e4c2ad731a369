# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from plankit import job as rules
from plankit.canonical import canonical, digest
from plankit.joblog import Chunk, extended

from odoo import models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.implementation_base.refusal import coded

from ..tools import wire
from .implementation_job_lease import LEASE


class ImplementationJob(models.Model):
    """What the agent that holds a job may say of it. Each call shows its token."""

    _inherit = "implementation.job"

    def heartbeat(self, token, progress=False):
        """Hold the job for another while; tells whether it is to be cancelled."""
        job = self._get_held(token)
        found = wire.read_progress(self.env, progress)
        now = job._now()
        vals = {"lease_until": now + timedelta(seconds=LEASE)}
        if found:
            done, total, text = found
            if (done, text) != (job.progress_done, job.progress_text or ""):
                vals |= job._prepare_progress(now)
            vals |= {
                "progress_done": done,
                "progress_total": total,
                "progress_text": text,
            }
        job._write_privately(vals)
        job.agent_id._touch(job.agent_id.labels, job.agent_id.capacity)
        return {
            "state": job.state,
            "cancel": job.cancel_requested,
            "lease_seconds": LEASE,
        }

    def append_log(self, token, chunks):
        """Add to the job's log; what is there already is taken as sent again."""
        job = self._get_held(token)
        chunks = wire.read_chunks(self.env, chunks)
        known = [one for one in chunks if one.sequence < job.log_count]
        new = chunks[len(known) :]
        job._check_same(known)
        if new and new[0].sequence != job.log_count:
            job._refuse_gap(job.log_count)
        if new:
            job._append_chunks(new)
        return {"next": job.log_count}

    def complete(self, token, result):
        """Say how the job ended, once; the same answer again changes nothing."""
        found = wire.read_result(self.env, result)
        job = self._get_own_job()
        said = digest({**result, "duration": str(found.duration)})
        if job.token == token and job.state in rules.ENDED and job.result_hash == said:
            return {"state": job.state}
        job._check_held(token)
        if found.chunks != job.log_count:
            job._refuse_gap(job.log_count)
        if found.digest != job.log_digest:
            job._refuse_conflict()
        job._end(
            rules.OUTCOMES[found.outcome],
            outcome=found.outcome,
            message=found.message,
            exit_code=found.exit_code or 0,
            has_exit_code=found.exit_code is not None,
            duration=found.duration,
            data=canonical(found.data),
            result_hash=said,
        )
        return {"state": job.state}

    # Holding

    def _get_own_job(self):
        """The job under the row's lock, for the account whose agent took it."""
        self._check_runner()
        self.ensure_one()
        self.env.cr.execute(
            SQL("SELECT id FROM implementation_job WHERE id = %s FOR UPDATE", self.id)
        )
        job = self.sudo()  # sudo: an agent's account reads no tables
        if not self.env.cr.fetchone():
            self._refuse_lost()
        job.invalidate_recordset()
        if job.agent_id.user_id != self.env.user:
            self._refuse_lost()
        job.agent_id._check_active()
        return job

    def _get_held(self, token):
        job = self._get_own_job()
        job._check_held(token)
        return job

    def _check_held(self, token):
        if not rules.may_report(self._get_loan(), token):
            self._refuse_lost()

    def _refuse_lost(self):
        raise UserError(
            coded(
                "lease_lost",
                self.env._(
                    "This agent does not hold job %(job)s any more. "
                    "Stop it and write nothing more.",
                    job=self.id,
                ),
            )
        )

    def _prepare_progress(self, now):
        """Something moved: the deadline for progress begins anew."""
        if not self.progress_timeout:
            return {}
        return {"progress_until": now + timedelta(seconds=self.progress_timeout)}

    # The log

    def _check_same(self, chunks):
        if not chunks:
            return
        rows = self.env["implementation.job.chunk"].search(
            [
                ("job_id", "=", self.id),
                ("token", "=", self.token),
                ("sequence", "in", [one.sequence for one in chunks]),
            ]
        )
        kept = {Chunk(row.sequence, row.stream, row.text or "") for row in rows}
        if kept != set(chunks):
            self._refuse_conflict()

    def _append_chunks(self, chunks):
        size = self.log_size + sum(len(one.text) for one in chunks)
        if size > self.output_limit + wire.LONGEST_CHUNK:
            raise ValidationError(
                coded(
                    "log_too_long",
                    self.env._(
                        "%(job)s: its log has more than %(limit)s characters. "
                        "The agent cuts it there and says so.",
                        job=self.name,
                        limit=self.output_limit,
                    ),
                )
            )
        end = self.log_digest
        for one in chunks:
            end = extended(end, one)
        self.env["implementation.job.chunk"]._append(
            [
                {
                    "job_id": self.id,
                    "token": self.token,
                    "sequence": one.sequence,
                    "stream": one.stream,
                    "text": one.text,
                }
                for one in chunks
            ]
        )
        self._write_privately(
            {
                "log_count": self.log_count + len(chunks),
                "log_size": size,
                "log_digest": end,
                **self._prepare_progress(self._now()),
            }
        )

    def _refuse_gap(self, wanted):
        raise ValidationError(
            coded(
                "log_gap",
                self.env._(
                    "%(job)s: chunk %(number)s of its log comes next.",
                    job=self.name,
                    number=wanted,
                ),
            )
        )

    def _refuse_conflict(self):
        raise ValidationError(
            coded(
                "log_conflict",
                self.env._(
                    "%(job)s: another log was sent under the same numbers before.",
                    job=self.name,
                ),
            )
        )
