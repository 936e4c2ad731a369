# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.migration_rules import Situation, objections

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.implementation_base.refusal import ListedRefusal, coded


class ImplementationMigration(models.Model):
    """What may be done with a migration in a database, and what stands against it."""

    _inherit = "implementation.migration"

    check_ids = fields.One2many(
        comodel_name="implementation.check",
        inverse_name="migration_id",
        string="Checks",
    )

    @api.model
    def _get_naming_fields(self):
        """Checks are signed with the name of their migration."""
        return (*super()._get_naming_fields(), "check_ids")

    def _get_situation(self, environment, run=None):
        """How this migration is seen from an environment (``plankit``)."""
        self.ensure_one()
        own = self.sudo()  # sudo: rules look at all, whoever asks
        return Situation(
            has_up=bool((own.up_sql or "").strip()),
            has_down=bool((own.down_sql or "").strip()),
            is_covered=bool(self.env["implementation.approval"]._get_covers(own)[own]),
            is_signed_off=not own._get_missing_sign_offs(),
            rollback_level=own.rollback_level,
            downtime_level=own.downtime_level,
            is_irreversible=bool((own.irreversible_reason or "").strip()),
            may_lock=bool((own.downtime_reason or "").strip()),
            is_expired=bool(own.proved_until)
            and own.proved_until <= fields.Datetime.now(),
            is_running=bool(own._get_running(environment, run)),
            **own._get_order_facts(environment),
        )

    def _get_order_facts(self, environment):
        """What the lower and higher migrations and databases say."""
        rows = self._get_siblings()
        stands = self._get_stands(rows, environment)
        edited = (
            rows._get_edited_stands()
            .filtered(lambda one: one.environment_id == environment)
            .migration_id
        )
        place = list(rows.ids).index(self.id)
        lower, higher = rows[:place], rows[place + 1 :]
        below = environment._get_below()
        stand_below = self.state_ids.filtered(lambda one: one.environment_id == below)
        return {
            "stand": stands[self.id],
            "lower_open": lower.filtered(
                lambda row: row.up_sql and stands[row.id] != "applied"
            )._get_versions(),
            "higher_applied": higher.filtered(
                lambda row: stands[row.id] in ("applied", "partial")
            )._get_versions(),
            "is_edited": self in edited,
            "edited": (lower & edited | self & edited)._get_versions(),
            "below": below.name or "",
            "is_applied_below": stand_below.state == "applied"
            and stand_below.checksum == self.checksum,
            "unproved_below": self._get_unproved_checks(stand_below),
        }

    def _get_unproved_checks(self, stand):
        """Its checks that run there and have not passed since it was applied."""
        own = self.check_ids.filtered(
            lambda check: check.run_environment_id == stand.environment_id
        )
        return tuple(
            check.display_name
            for check in own
            if check.standing != "pass" or check.evidence_at < stand.changed_at
        )

    def _get_siblings(self):
        """All migrations of the plan in the order in which they run."""
        return self.plan_id.migration_ids.sorted(lambda row: (row.sequence, row.id))

    def _get_versions(self):
        return tuple(row.version or row.display_name for row in self)

    def _get_stands(self, rows, environment):
        """``{migration id: how it stands there}``."""
        found = {
            one.migration_id.id: one.state
            for one in rows.state_ids
            if one.environment_id == environment
        }
        return {row.id: found.get(row.id, "not_applied") for row in rows}

    def _get_running(self, environment, run=None):
        """Runs of it there, but for this one, that an agent has or is to have."""
        known = run.ids if run else []
        return self.run_ids.filtered(
            lambda row: (
                row.id not in known
                and row.environment_id == environment
                and row.action in ("rehearse", "apply", "rollback")
                and row.job_id.state in ("queued", "leased")
            )
        )

    def _get_objections(self, action, environment, run=None):
        """All that stands against an action there: ``[{code, message}]``."""
        if environment.plan_id != self.plan_id:
            message = self.env._("Choose an environment of the migration's own plan.")
            return [{"code": "other_plan", "message": message}]
        if not environment.has_database:
            message = self.env._(
                "%(place)s has no database. Say so on the environment, if it has one.",
                place=environment.name or self.env._("The environment"),
            )
            return [{"code": "no_database", "message": message}]
        situation = self._get_situation(environment, run)
        words = self._get_objection_words(situation, environment)
        return [
            {"code": code, "message": words[code]}
            for code in objections(action, situation)
        ]

    def _get_objection_words(self, situation, environment):
        return {
            **self._get_proof_words(situation),
            **self._get_place_words(situation, environment),
        }

    def _get_proof_words(self, situation):
        """What is missing of the migration itself, wherever it is to run."""
        name = self.display_name
        until = self.proved_until and fields.Datetime.to_string(
            fields.Datetime.context_timestamp(self, self.proved_until)
        )
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
            "rehearsal_expired": self.env._(
                "Its rehearsal counted until %(moment)s. Rehearse it again.",
                moment=until or "",
            ),
        }

    def _get_place_words(self, situation, environment):
        """What stands against it in this very database."""
        name, place = self.display_name, environment.name
        return {
            "already_running": self.env._(
                "An agent has it already on %(place)s. Watch that run, or cancel it.",
                place=place,
            ),
            "applied_script_edited": self.env._(
                "Other scripts of %(names)s ran on %(place)s. Take the edit back, and "
                "write a new migration instead.",
                names=", ".join(situation.edited),
                place=place,
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
            "checks_below": self.env._(
                "%(checks)s: not passed on %(below)s since it was applied there. Run "
                "it there first.",
                checks=", ".join(situation.unproved_below),
                below=situation.below,
            ),
        }

    def _check_action(self, action, environment, run=None):
        """Refuse what may not be done, naming every reason."""
        self.ensure_one()
        reasons = self._get_objections(action, environment, run)
        if not reasons:
            return
        kinds = self.env["implementation.migration.run"]._fields["action"]
        words = dict(kinds._description_selection(self.env))
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
