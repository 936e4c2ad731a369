# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from plankit.workflows import JOB

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.implementation_base.refusal import coded

from .implementation_job import PATIENCE

_PAGE = 200


class ImplementationJob(models.Model):
    """What people do with jobs: watch, cancel, ask again."""

    _inherit = "implementation.job"

    def get_log(self, after=0):
        """The log from chunk ``after`` on, with where the job stands."""
        self.ensure_one()
        self.check_access("read")
        rows = self.env["implementation.job.chunk"].search_read(
            [
                ("job_id", "=", self.id),
                ("token", "=", self.token),
                ("sequence", ">=", int(after)),
            ],
            ["sequence", "stream", "text"],
            order="sequence",
            limit=_PAGE,
        )
        chunks = [
            {key: row[key] or "" for key in ("stream", "text")}
            | {"sequence": row["sequence"]}
            for row in rows
        ]
        return {
            "chunks": chunks,
            "next": chunks[-1]["sequence"] + 1 if chunks else int(after),
            "count": self.log_count,
            "token": self.token,
            "state": self.state,
            "progress": self.progress,
            "step": self.progress_text or "",
        }

    def action_cancel(self):
        """Nobody runs it any more; an agent that does so is told to stop."""
        self._check_person("cancel")
        jobs = self._locked()
        jobs._check_source("cancel")
        for job in jobs:
            if job.state == "queued":
                job._end("cancelled", outcome="cancelled", code="cancelled_by_person")
            else:
                job._write_privately({"cancel_requested": True})
        return True

    def action_retry(self):
        """Into the queue again, as it was asked for; agents check it anew."""
        self._check_person("retry")
        jobs = self._locked()
        jobs._check_source("retry")
        for job in jobs:
            record = job._get_record()
            if not record:
                job._refuse_gone()
            job._write_privately(
                {
                    **job._prepare_order(record._get_job_orders()[record.id]),
                    "state": "queued",
                    "attempts": 0,
                    "expires_at": fields.Datetime.now() + timedelta(hours=PATIENCE),
                    "user_id": self.env.uid,
                    "cancel_requested": False,
                    "outcome": False,
                    "message": False,
                    "data": False,
                    "result_hash": False,
                    "has_exit_code": False,
                    "exit_code": 0,
                    "duration": 0,
                    "ended_at": False,
                }
            )
        self.env["implementation.event"]._log(
            jobs.with_env(self.env),
            "job.retry",
            lambda job: self.env._("%(name)s: asked of an agent again", name=job.name),
        )
        return True

    def action_open_record(self):
        """Open what the job is for, as far as its reader may."""
        self.ensure_one()
        self.check_access("read")
        record = self._get_record().with_env(self.env)
        if not record:
            self._refuse_gone()
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def _get_action(self):
        """The one job, or the list of these."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "implementation_runner.implementation_job_action"
        )
        if len(self) == 1:
            return {**action, "res_id": self.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", self.ids)], "context": {}}

    def _locked(self):
        """The jobs under their rows' locks: an agent may report at this moment."""
        self.check_access("read")
        self.flush_recordset()
        self.env.cr.execute(
            "SELECT id FROM implementation_job WHERE id = ANY(%s)"
            " ORDER BY id FOR UPDATE",
            [self.ids],
        )
        self.invalidate_recordset(flush=False)
        # sudo: the role was checked; nobody may edit a job
        return self.sudo()

    def _check_person(self, name):
        role = JOB.transitions[name].role
        group = f"implementation_base.group_{role}"
        if not self.env.user.has_group(group):
            raise AccessError(
                coded(
                    "role_required",
                    self.env._(
                        'Only the role "%(role)s" may do this. Ask someone who has it.',
                        # sudo: names of groups are public
                        role=self.env.ref(group).sudo().name,
                    ),
                )
            )

    def _check_source(self, name):
        sources = JOB.transitions[name].sources
        words = dict(self._fields["state"]._description_selection(self.env))
        for job in self:
            if job.state not in sources:
                raise UserError(
                    coded(
                        "transition_refused",
                        self.env._(
                            '%(name)s is in state "%(state)s": this is possible from '
                            "%(sources)s.",
                            name=job.name,
                            state=words[job.state],
                            sources=", ".join(
                                f'"{words[key]}"' for key in words if key in sources
                            ),
                        ),
                    )
                )

    def _refuse_gone(self):
        raise UserError(
            coded(
                "record_gone",
                self.env._(
                    "What %(name)s was for is gone. Its log is what is left.",
                    name=self.name,
                ),
            )
        )
