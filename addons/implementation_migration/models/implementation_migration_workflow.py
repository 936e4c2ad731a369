# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.migration_rules import Situation, objections
from plankit.workflows import MIGRATION

from odoo import models
from odoo.exceptions import AccessError

from odoo.addons.implementation_base.refusal import ListedRefusal, coded

_SCRIPTS = {"up_sql", "down_sql"}


class ImplementationMigration(models.Model):
    """What may be done with a migration, and its way from planned to applied."""

    _inherit = "implementation.migration"

    def write(self, vals):
        """An edited script is another one: nothing of it is proved any more."""
        before = {row: row.checksum for row in self} if vals.keys() & _SCRIPTS else {}
        result = super().write(vals)
        edited = self.browse(
            row.id for row, known in before.items() if row.checksum != known
        )
        if edited:
            edited._forget_proofs()
        return result

    def _forget_proofs(self):
        self._write_privately(
            {"rollback_level": "R0", "downtime_level": "Z0", "proved_at": False}
        )
        edge = MIGRATION.transitions["edit"]
        self.filtered(lambda row: row.state in edge.sources)._move("edit")

    def _move(self, name):
        """Take an edge of the table on every record, with an event each."""
        edge = MIGRATION.transitions[name]
        moved = self.filtered(lambda row: row.state in edge.sources)
        before = {row: row.state for row in moved}
        moved._write_privately({"state": edge.target})
        words = dict(MIGRATION.states)
        self.env["implementation.event"]._log(
            moved,
            f"migration.{name}",
            lambda row: self.env._(
                "%(name)s: %(old)s → %(new)s",
                name=row.display_name,
                old=words[before[row]],
                new=words[edge.target],
            ),
            data=lambda row: {"checksum": row.checksum, "from": before[row]},
        )

    # Sign-offs

    def _on_signed_off(self, approval):
        """The last sign-off approves what was rehearsed."""
        if self.state == "rehearsed" and not self._get_missing_sign_offs():
            self._move("approve")

    def _on_sign_off_void(self, approval):
        """What was signed has changed: it is not approved any more."""
        if self.state == "approved":
            self._move("void")

    # Actions

    def _get_situation(self, environment):
        """How this migration is seen from an environment (``plankit``)."""
        self.ensure_one()
        own = self.sudo()  # sudo: rules look at all, whoever asks
        rows = own.plan_id.migration_ids.sorted(lambda row: (row.sequence, row.id))
        stands = own._get_stands(rows, environment)
        place = list(rows.ids).index(own.id)
        below = environment._get_below()
        stand_below = own.state_ids.filtered(lambda one: one.environment_id == below)
        return Situation(
            has_up=bool((own.up_sql or "").strip()),
            has_down=bool((own.down_sql or "").strip()),
            is_covered=bool(self.env["implementation.approval"]._get_covers(own)[own]),
            is_signed_off=not own._get_missing_sign_offs(),
            rollback_level=own.rollback_level,
            downtime_level=own.downtime_level,
            is_irreversible=bool((own.irreversible_reason or "").strip()),
            may_lock=bool((own.downtime_reason or "").strip()),
            stand=stands[own.id],
            lower_open=tuple(
                row.version or row.display_name
                for row in rows[:place]
                if row.up_sql and stands[row.id] != "applied"
            ),
            higher_applied=tuple(
                row.version or row.display_name
                for row in rows[place + 1 :]
                if stands[row.id] in ("applied", "partial")
            ),
            below=below.name or "",
            is_applied_below=stand_below.state == "applied"
            and stand_below.checksum == own.checksum,
        )

    def _get_stands(self, rows, environment):
        """``{migration id: how it stands there}``."""
        found = {
            one.migration_id.id: one.state
            for one in rows.state_ids
            if one.environment_id == environment
        }
        return {row.id: found.get(row.id, "not_applied") for row in rows}

    def _get_objections(self, action, environment):
        """All that stands against an action there: ``[{code, message}]``."""
        if not environment.has_database:
            message = self.env._(
                "%(place)s has no database. Say so on the environment, if it has one.",
                place=environment.name or self.env._("The environment"),
            )
            return [{"code": "no_database", "message": message}]
        situation = self._get_situation(environment)
        words = self._get_objection_words(situation, environment)
        return [
            {"code": code, "message": words[code]}
            for code in objections(action, situation)
        ]

    def _get_objection_words(self, situation, environment):
        name, place = self.display_name, environment.name
        return {
            "no_script": self.env._("%(name)s has no up script.", name=name),
            "no_down": self.env._("%(name)s has no down script.", name=name),
            "not_signed": self.env._(
                "Nobody has signed the scripts of %(name)s as they are now. Ask for "
                "the sign-off that covers migrations.",
                name=name,
            ),
            "sign_off_needed": self.env._(
                "%(name)s needs the sign-offs that its policies name.", name=name
            ),
            "rollback_unproved": self.env._(
                "Its rollback is proved to %(level)s, R3 is needed. Rehearse it, or "
                "write why it cannot be taken back.",
                level=situation.rollback_level,
            ),
            "downtime_unproved": self.env._(
                "Its locks are proved to %(level)s, Z2 is needed. Rehearse it, or "
                "write which downtime is agreed.",
                level=situation.downtime_level,
            ),
            "already_applied": self.env._(
                "%(name)s is applied on %(place)s.", name=name, place=place
            ),
            "not_applied": self.env._(
                "%(name)s is not applied on %(place)s.", name=name, place=place
            ),
            "out_of_order": self.env._(
                "Migrations go in order: first %(others)s.",
                others=", ".join(situation.lower_open or situation.higher_applied),
            ),
            "lower_environment_first": self.env._(
                "The same scripts have to be applied on %(below)s first.",
                below=situation.below,
            ),
        }

    def _check_action(self, action, environment, leased=False):
        """Refuse what may not be done, naming every reason."""
        self.ensure_one()
        reasons = self._get_objections(action, environment)
        if not reasons:
            return
        words = dict(
            self.env["implementation.migration.run"]._fields["action"].selection
        )
        raise ListedRefusal(
            reasons[0]["code"],
            self.env._(
                "%(action)s of %(name)s was not started",
                action=words[action],
                name=self.display_name,
            ),
            reasons,
            self.env._("When all are settled, start it again."),
        )

    def _start(self, action, environment):
        """Ask an agent; gives the job."""
        if not self.env.user.has_group("implementation_base.group_operator"):
            raise AccessError(
                coded(
                    "role_required",
                    self.env._(
                        'Only the role "Operator" has migrations run. '
                        "Ask someone who has it."
                    ),
                )
            )
        self.check_access("read")
        self._check_action(action, environment)
        # sudo: runs are born here alone
        run = (
            self.env["implementation.migration.run"]
            .sudo()
            ._create_privately(
                [
                    {
                        "migration_id": self.id,
                        "environment_id": environment.id,
                        "action": action,
                        "user_id": self.env.uid,
                    }
                ]
            )
        )
        job = self.env["implementation.job"]._enqueue(
            run.with_env(self.env),
            "postgres-migration",
            lambda one: one.display_name,
            environment,
            max_attempts=1,
        )
        run._write_privately({"job_id": job.id})
        return job

    def action_start(self):
        """Choose where, see what stands against it, then start."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Migration %(name)s", name=self.display_name),
            "res_model": "implementation.migration.start",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_migration_id": self.id,
                "default_action": self.env.context.get("migration_action", "rehearse"),
            },
        }
