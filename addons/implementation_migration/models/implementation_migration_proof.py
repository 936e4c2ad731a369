# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from plankit import evidence, migration
from plankit.canonical import canonical
from plankit.migration_rules import STANDS, edge_after

from odoo import api, fields, models

from ..tools import report


class ImplementationMigration(models.Model):
    """What agents report of a migration becomes levels, stands and evidence."""

    _inherit = "implementation.migration"

    def _get_evidence_hash(self):
        """An edited script is not what was proved."""
        return self.checksum or ""

    def _get_order_content(self, action):
        """What an agent is to do, with the migrations that come before."""
        self.ensure_one()
        rows = self._get_siblings()
        before = rows[: list(rows.ids).index(self.id)].filtered("up_sql")
        return {
            "action": action,
            "migration": {**self._get_script(), "breaking": self.breaking or ""},
            "before": [row._get_script() for row in before],
            "previous_smoke": self.smoke_command or "",
            "lock_budget_ms": self.lock_budget,
        }

    def _get_script(self):
        return {
            "version": self.version or str(self.id),
            "name": self.name or "",
            "up": self.up_sql or "",
            "down": self.down_sql or "",
            "checksum": self.checksum or "",
        }

    def _take_result(self, run, job, data):
        """The report of a run, of these very scripts or of older ones."""
        self.ensure_one()
        ordered = json.loads(job.content or "{}").get("migration", {}).get("checksum")
        said = data.get("checksum") or ordered or ""
        self._record_run(run, job, str(said), report.part(data, "rehearsal"))
        stand = self._take_stand(run, job, report.part(data, "applied"))
        if {said, ordered} != {self.checksum}:
            return
        if data.get("lint") or data.get("rehearsal"):
            self._write_privately({"report": canonical(data)})
        if data.get("rehearsal"):
            self._take_levels(report.part(data, "rehearsal"))
        if job.outcome != "refused":
            self._follow_run(run, job, stand)

    def _record_run(self, run, job, checksum, rehearsal):
        now = fields.Datetime.now()
        words = [run.display_name, job.message or "", self._get_claims_text(rehearsal)]
        self.env["implementation.evidence"]._record(
            self,
            {
                "kind": "migration",
                "verdict": evidence.verdict_of(job.outcome or job.state),
                "summary": "\n".join(filter(None, words)),
                "produced_at": now,
                "expires_at": self.plan_id._get_expiry(now),
                "content_hash": checksum,
                "environment_res_id": run.environment_id.id,
                "environment": run.environment_id.name,
                "producer": job.agent_id.name or self.env.user.login,
                "job_id": job.id,
                "token": job.token,
                "duration": job.duration,
                "log_digest": job.log_digest,
            },
        )

    def _get_claims_text(self, rehearsal):
        """What was claimed when it was rehearsed, beside what that proved."""
        if not rehearsal:
            return ""
        yes, no = self.env._("claimed"), self.env._("not claimed")
        back, down = _levels(rehearsal)
        return self.env._(
            "Rollback: %(back_claim)s, proved %(back)s. "
            "Zero downtime: %(down_claim)s, proved %(down)s.",
            back_claim=yes if self.rollback_claimed else no,
            back=back,
            down_claim=yes if self.downtime_claimed else no,
            down=down,
        )

    def _take_levels(self, rehearsal):
        """What was proved of the present scripts; what is not named is not proved."""
        now = fields.Datetime.now()
        back, down = _levels(rehearsal)
        self._write_privately(
            {
                "rollback_level": back,
                "downtime_level": down,
                "proved_at": now,
                "proved_until": self.plan_id._get_expiry(now),
            }
        )

    def _take_stand(self, run, job, applied):
        """How the database's own ledger says that the migration stands there."""
        stand = str(applied.get("state"))
        if stand not in _STANDS:
            return ""
        # sudo: a job's result moves it, whoever's agent it is
        states = self.env["implementation.migration.state"].sudo()
        row = states.search(
            [
                ("migration_id", "=", self.id),
                ("environment_id", "=", run.environment_id.id),
            ]
        )
        vals = {
            "state": stand,
            "checksum": str(applied.get("checksum") or self.checksum),
            "position": report.number(applied, "position"),
            "total": report.number(applied, "of"),
            "changed_at": fields.Datetime.now(),
            "job_id": job.id,
        }
        if row:
            row._write_privately(vals)
            return stand
        states._create_privately(
            [{"migration_id": self.id, "environment_id": run.environment_id.id, **vals}]
        )
        return stand

    def _follow_run(self, run, job, stand):
        """The state of the whole: that of the highest database."""
        rungs = self.plan_id.environment_ids.filtered("has_database")
        edge = edge_after(
            run.action,
            succeeded=job.state == "succeeded",
            stand=stand,
            is_last=run.environment_id == rungs[-1:],
            state=self.state,
            code=str(json.loads(job.data or "{}").get("code") or ""),
        )
        if edge:
            self._move(edge)
        if self.state == "rehearsed" and self._get_policies()[self]:
            self._on_signed_off(None)

    def _get_edited_stands(self):
        """Databases in which other scripts ran than those that are here now."""
        return self.state_ids.filtered(
            lambda row: (
                row.state in ("applied", "partial")
                and row.checksum != row.migration_id.checksum
            )
        )

    @api.depends("report")
    def _compute_report_rows(self):
        """The last report as lines for a person: ``tone``, ``what``, ``text``."""
        for row in self:
            row.report_rows = report.rows(self.env, json.loads(row.report or "{}"))


_ROLLBACK, _DOWNTIME = dict(migration.ROLLBACK_LEVELS), dict(migration.DOWNTIME_LEVELS)
_STANDS = dict(STANDS)


def _levels(rehearsal):
    """What a rehearsal reached; what is no level is the lowest."""
    back, down = (
        str(rehearsal.get(name)) for name in ("rollback_level", "downtime_level")
    )
    return back if back in _ROLLBACK else "R0", down if down in _DOWNTIME else "Z0"
