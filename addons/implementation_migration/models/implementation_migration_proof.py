# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from plankit import evidence, migration
from plankit.canonical import canonical

from odoo import fields, models

#: What an action that succeeded leads to.
_EDGES = {"rehearse": "rehearse", "apply": "apply", "rollback": "roll_back"}


class ImplementationMigration(models.Model):
    """What agents report of a migration becomes levels, stands and evidence."""

    _inherit = "implementation.migration"

    def _get_evidence_hash(self):
        """An edited script is not what was proved."""
        return self.checksum or ""

    def _get_order_content(self, action):
        """What an agent is to do, with the migrations that come before."""
        self.ensure_one()
        rows = self.plan_id.migration_ids.sorted(lambda row: (row.sequence, row.id))
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
        is_present = data.get("checksum") in (None, self.checksum)
        self._record_run(run, job, data)
        if applied := data.get("applied"):
            self._take_stand(run, job, applied)
        if not is_present:
            return
        if data.get("lint") or data.get("rehearsal"):
            self._write_privately({"report": canonical(data)})
        if rehearsal := data.get("rehearsal"):
            self._take_levels(rehearsal, job)
        self._follow_run(run, job)

    def _record_run(self, run, job, data):
        now = fields.Datetime.now()
        self.env["implementation.evidence"]._record(
            self,
            {
                "kind": "migration",
                "verdict": evidence.verdict_of(job.outcome or job.state),
                "summary": f"{run.display_name}. {job.message or ''}".strip(),
                "produced_at": now,
                "expires_at": self.plan_id._get_expiry(now),
                "content_hash": data.get("checksum") or self.checksum,
                "environment_res_id": run.environment_id.id,
                "environment": run.environment_id.name,
                "producer": job.agent_id.name or self.env.user.login,
                "job_id": job.id,
                "token": job.token,
                "duration": job.duration,
                "log_digest": job.log_digest,
            },
        )

    def _take_levels(self, rehearsal, job):
        """What was proved of the present scripts; nothing else lifts a level."""
        levels = {
            "rollback_level": dict(migration.ROLLBACK_LEVELS),
            "downtime_level": dict(migration.DOWNTIME_LEVELS),
        }
        found = {
            name: rehearsal.get(name)
            for name, known in levels.items()
            if rehearsal.get(name) in known
        }
        self._write_privately({**found, "proved_at": fields.Datetime.now()})

    def _take_stand(self, run, job, applied):
        """How the database's own ledger says that the migration stands there."""
        # sudo: a job's result moves it, whoever's agent it is
        states = self.env["implementation.migration.state"].sudo()
        row = states.search(
            [
                ("migration_id", "=", self.id),
                ("environment_id", "=", run.environment_id.id),
            ]
        )
        vals = {
            "state": applied.get("state") or "not_applied",
            "checksum": applied.get("checksum") or self.checksum,
            "position": applied.get("position") or 0,
            "total": applied.get("of") or 0,
            "changed_at": fields.Datetime.now(),
            "job_id": job.id,
        }
        if row:
            row._write_privately(vals)
            return
        states._create_privately(
            [{"migration_id": self.id, "environment_id": run.environment_id.id, **vals}]
        )

    def _follow_run(self, run, job):
        """The state of the whole: that of the highest database."""
        rungs = self.plan_id.environment_ids.filtered("has_database")
        if job.state == "succeeded":
            edge = _EDGES.get(run.action)
            is_last = run.environment_id == rungs[-1:]
            if edge and (run.action == "rehearse" or is_last):
                self._move(edge)
                if edge == "rehearse" and self._get_policies()[self]:
                    self._on_signed_off(None)
        elif run.action in ("apply", "rollback"):
            self._move("fail")

    def _get_edited_stands(self):
        """Databases in which other scripts ran than those that are here now."""
        return self.state_ids.filtered(
            lambda row: (
                row.state in ("applied", "partial")
                and row.checksum != row.migration_id.checksum
            )
        )

    def _compute_report_rows(self):
        """The last report as lines for a person: ``tone``, ``what``, ``text``."""
        for row in self:
            data = json.loads(row.report or "{}")
            row.report_rows = _report_rows(data)


def _report_rows(data):
    rehearsal = data.get("rehearsal") or {}
    rows = [
        {"tone": "warning", "what": one.get("rule", ""), "text": _lint_text(one)}
        for one in (data.get("lint") or {}).get("findings", [])
    ]
    rows += [
        {"tone": "danger", "what": one.get("level", ""), "text": one.get("message", "")}
        for one in rehearsal.get("reasons", [])
    ]
    rows += [
        {"tone": "danger", "what": "catalog", "text": _difference_text(one)}
        for one in rehearsal.get("catalog_differences", [])
    ]
    rows += [
        {"tone": "danger", "what": "rows", "text": _difference_text(one)}
        for one in rehearsal.get("row_differences", [])
    ]
    rows += [
        {"tone": "muted", "what": "lock", "text": _lock_text(one)}
        for one in rehearsal.get("locks", [])
    ]
    return rows


def _lint_text(one):
    line = one.get("line")
    place = f"line {line}: " if line else ""
    return f"{place}{one.get('message', '')}"


def _lock_text(one):
    return f"{one.get('table')}: {one.get('mode')}, {one.get('milliseconds')} ms"


def _difference_text(one):
    if not isinstance(one, dict):
        return str(one)
    place = " ".join(str(one[key]) for key in ("object", "field") if one.get(key))
    return f"{place}: {one.get('before', '')} → {one.get('after', '')}"
