# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.addons.implementation_evidence.tests.common import EvidenceCase

GOOD = {"rollback_level": "R3", "downtime_level": "Z2", "reasons": []}


class MigrationCase(EvidenceCase):
    """Two migrations and two databases; the Tech Lead signs every migration."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.plan.env
        cls.environment.write({"name": "Staging", "has_database": True, "sequence": 1})
        cls.production = env["implementation.environment"].create(
            {
                "plan_id": cls.plan.id,
                "name": "Production",
                "has_database": True,
                "sequence": 2,
            }
        )
        cls.first, cls.second = env["implementation.migration"].create(
            [
                {
                    "plan_id": cls.plan.id,
                    "sequence": number,
                    "version": f"00{number}",
                    "name": name,
                    "breaking": "no",
                    "up_sql": f"CREATE TABLE {name} (id int)",
                    "down_sql": f"DROP TABLE {name}",
                }
                for number, name in ((1, "orders"), (2, "lines"))
            ]
        )

    def start(self, migration, action, environment=None, user=None):
        own = migration.with_user(user or self.operator)
        wizard = own.env["implementation.migration.start"].create(
            {
                "migration_id": migration.id,
                "action": action,
                "environment_id": (environment or self.environment).id,
            }
        )
        wizard.action_confirm()
        return migration.run_ids.sorted("id")[-1:].job_id

    def answer(self, job, outcome="succeeded", **data):
        """What the agent says of a job of these scripts."""
        lease = next(
            one for one in self.lease(["staging", "production"]) if one["id"] == job.id
        )
        content = self.opened(lease)["content"]
        said = {
            "action": content["action"],
            "checksum": content["migration"]["checksum"],
            **data,
        }
        result = self.result(outcome=outcome, exit_code=False, data=said)
        self.agent_call(job, "complete", lease["token"], result)
        self.env.invalidate_all()
        return content

    def run_it(self, migration, action, environment=None, **answer):
        """Start an action and let the agent end it as usual."""
        job = self.start(migration, action, environment)
        if action == "rehearse":
            answer.setdefault("rehearsal", GOOD)
        if action in ("apply", "rollback"):
            state = "applied" if action == "apply" else "rolled_back"
            applied = {
                "state": state,
                "position": 1,
                "of": 1,
                "checksum": migration.checksum,
            }
            answer.setdefault("applied", applied)
        self.answer(job, **answer)
        return job
