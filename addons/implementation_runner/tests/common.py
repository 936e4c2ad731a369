# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

from plankit import ed25519, envelope
from plankit.joblog import Chunk, digest_of

from odoo.tests import new_test_user
from odoo.tools import SQL, config

from odoo.addons.implementation_base.tests.common import (
    ImplementationCase,
    add_access,
    add_fake_models,
)

from ..tools import transaction
from ..tools.signing_key import OPTION


class AgentCase(ImplementationCase):
    """A key to sign jobs with, and agents that ask for them.

    Leases share the test's transaction; tests/e2e leases in real ones.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        path = Path(folder, "job.pem")
        cls.key = ed25519.create(path)
        cls.enterClassContext(patch.dict(config.options, {OPTION: str(path)}))
        cls.enterClassContext(
            patch.object(transaction, "read_committed", cls.same_transaction)
        )
        cls.jobs = cls.env["implementation.job"]

    @staticmethod
    def same_transaction(env):
        return nullcontext(env)

    def lease(self, labels=("staging",), capacity=20, name="one", user=None):
        jobs = self.jobs.with_user(user or self.users["runner"])
        return self.call(jobs, "lease", list(labels), capacity, name)

    def agent_call(self, job, method, *args, user=None):
        jobs = self.jobs.with_user(user or self.users["runner"])
        return self.call(jobs, method, job.ids, *args)

    def opened(self, lease):
        """What an agent that trusts the server's key reads in the envelope."""
        check = ed25519.checker(self.key.public)
        return envelope.opened(
            lease["envelope"], envelope.JOB_TYPE, {self.key.keyid: check}
        )

    @staticmethod
    def chunks(*texts, first=0):
        return [
            {"sequence": first + place, "stream": "stdout", "text": text}
            for place, text in enumerate(texts)
        ]

    @staticmethod
    def result(*texts, **values):
        log = [Chunk(place, "stdout", text) for place, text in enumerate(texts)]
        return {
            "outcome": "succeeded",
            "exit_code": 0,
            "duration": 1.5,
            "chunks": len(log),
            "digest": digest_of(log),
            "message": "",
            "data": {},
            **values,
        }

    def age(self, job, **intervals):
        """Move times of the job into the past: seconds by field."""
        for name, seconds in intervals.items():
            job.flush_recordset()
            column = SQL.identifier(name)
            self.env.cr.execute(
                SQL(
                    "UPDATE implementation_job SET %s = %s - make_interval(secs => %s)"
                    " WHERE id = %s",
                    column,
                    column,
                    seconds,
                    job.id,
                )
            )
            job.invalidate_recordset()

    @contextmanager
    def key_file(self, path):
        with patch.dict(config.options, {OPTION: path}):
            yield


class JobCase(AgentCase):
    """A plan with work for agents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        from .fake_models import FakeWork

        add_fake_models(cls, FakeWork)
        add_access(cls.env, FakeWork._name, "planner")
        cls.plan = cls.env["implementation.plan"].create({"name": "Shop relaunch"})
        cls.environment = cls.env["implementation.environment"].create(
            {"plan_id": cls.plan.id, "name": "Staging"}
        )
        cls.other_runner = new_test_user(
            cls.env,
            login="implementation-other-runner",
            groups="implementation_base.group_runner",
        )

    def new_work(self, command="true", **values):
        return self.env["implementation.fake.work"].create(
            {"name": "Health check", "plan_id": self.plan.id, "command": command}
            | values
        )

    def enqueue(self, work=None, environment=None, **options):
        work = work or self.new_work()
        jobs = self.jobs.with_user(self.users["operator"])
        return jobs._enqueue(
            work, "shell", lambda record: record.name, environment, **options
        ).with_env(self.env)

    def running(self, work=None, **options):
        """A job that the runner's agent has: ``(job, token)``."""
        job = self.enqueue(work, **options)
        [lease] = self.lease()
        self.assertEqual(lease["id"], job.id)
        return job, lease["token"]
