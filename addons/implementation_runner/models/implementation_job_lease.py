# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
import logging
from datetime import timedelta, timezone

from plankit import envelope
from plankit.job import label_text
from plankit.joblog import EMPTY

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.implementation_base.refusal import code_of, coded

from ..tools import transaction, wire
from ..tools.signing_key import signing_key

_logger = logging.getLogger(__name__)

#: How long an agent holds a job without a heartbeat, in seconds.
LEASE = 60
#: How long an agent may begin a job after it was handed out, in seconds.
FRESH = 900


class ImplementationJob(models.Model):
    """Handing jobs out: each to one agent, in the order of the queue."""

    _inherit = "implementation.job"

    @api.model
    def lease(self, labels, capacity=1, name=""):
        """Jobs for the calling agent, with the signed envelope of each.

        ``labels`` are what the agent offers, ``capacity`` how many jobs it can take,
        ``name`` tells agents of one account apart.
        """
        self._check_runner()
        labels = wire.read_labels(self.env, labels)
        capacity = wire.read_capacity(self.env, capacity)
        name = wire.read_name(self.env, name)
        key = signing_key(self.env)
        with transaction.read_committed(self.env) as env:
            agent = env["implementation.agent"]._get_own(name, labels, capacity)
            jobs = env[self._name].sudo()  # sudo: an agent's account reads no tables
            jobs._settle_overdue()
            taken = jobs._take(agent, labels, capacity)
            return [job._get_lease(key) for job in taken if job._is_confirmed()]

    @api.model
    def _check_runner(self):
        if not self.env.user.has_group("implementation_base.group_runner"):
            raise AccessError(
                coded(
                    "role_required",
                    self.env._(
                        'Only the role "Runner", an agent\'s account, takes jobs.'
                    ),
                )
            )

    @api.model
    def _now(self):
        """The database's clock: agents and servers may disagree about the time."""
        self.env.cr.execute("SELECT clock_timestamp() AT TIME ZONE 'UTC'")
        return self.env.cr.fetchone()[0].replace(microsecond=0)

    def _take(self, agent, labels, capacity):
        """Lock and lease the oldest jobs that fit; others are passed over."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE implementation_job AS job
                   SET state = 'leased',
                       token = COALESCE(token, 0) + 1,
                       attempts = COALESCE(attempts, 0) + 1,
                       agent_id = %(agent)s,
                       leased_at = moment.now,
                       lease_until = moment.now + make_interval(secs => %(lease)s),
                       progress_until = CASE WHEN progress_timeout > 0 THEN
                           moment.now + make_interval(secs => progress_timeout) END,
                       progress_done = 0, progress_total = 0, progress_text = NULL,
                       log_count = 0, log_size = 0, log_digest = %(empty)s
                  FROM (SELECT date_trunc('second', clock_timestamp())
                               AT TIME ZONE 'UTC' AS now) AS moment
                 WHERE id IN (
                       SELECT id FROM implementation_job
                        WHERE state = 'queued'
                          AND company_id = ANY(%(companies)s)
                          AND expires_at > clock_timestamp() AT TIME ZONE 'UTC'
                          AND (COALESCE(labels, '') = ''
                               OR string_to_array(labels, ', ') <@ %(labels)s)
                        ORDER BY id
                        LIMIT %(capacity)s
                          FOR UPDATE SKIP LOCKED)
             RETURNING id
                """,
                agent=agent.id,
                lease=LEASE,
                empty=EMPTY,
                companies=agent.user_id.company_ids.ids,
                labels=label_text(labels).split(", "),
                capacity=capacity,
            )
        )
        found = sorted(row[0] for row in self.env.cr.fetchall())
        self.invalidate_model(flush=False)
        return self.browse(found)

    def _is_confirmed(self):
        """A job that cannot be asked about keeps no other from being handed out."""
        try:
            with self.env.cr.savepoint():
                return self._confirm()
        except Exception:
            _logger.exception("Job %s cannot be handed out", self.id)
            return False

    def _confirm(self):
        """Whether the job is still what was asked for; else it is cancelled."""
        code, message = "", ""
        record = self._get_record()
        try:
            if not record:
                code, message = "record_gone", self.env._("Its record is gone.")
            else:
                vals = self._prepare_order(record._get_job_orders()[record.id])
                if vals["content_hash"] == self.content_hash:
                    self._write_privately(vals)
                    return True
                code = "content_changed"
                message = self.env._(
                    "What it is to run has changed since it was asked for. Ask again."
                )
        except UserError as error:
            code, message = code_of(error) or "refused", str(error)
        self._end("cancelled", outcome="cancelled", code=code, message=message)
        return False

    def _get_lease(self, key):
        """What the agent gets: the order in its envelope, and how long it holds."""
        now = self._now().replace(tzinfo=timezone.utc)
        until = self.expires_at.replace(tzinfo=timezone.utc)
        content = json.loads(self.content)
        order = envelope.Order(
            server=self._get_server_id(),
            job=self.id,
            token=self.token,
            agent=self.agent_id.name,
            kind=self.kind,
            target=self.target,
            content=content,
            content_hash=self.content_hash,
            signed=tuple(json.loads(self.signed)),
            timeout=self.timeout,
            progress_timeout=self.progress_timeout,
            output_limit=self.output_limit,
            issued_at=now,
            expires_at=min(until, now + timedelta(seconds=FRESH)),
        )
        value = envelope.order_value(order)
        return {
            "id": self.id,
            "token": self.token,
            "kind": self.kind,
            "lease_seconds": LEASE,
            "envelope": envelope.sealed(envelope.JOB_TYPE, value, key.keyid, key.sign),
        }

    @api.model
    def _get_server_id(self):
        """What an agent's policy calls this server."""
        # sudo: the database's own name, which each envelope tells
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")
