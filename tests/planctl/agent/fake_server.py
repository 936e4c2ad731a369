# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A server's queue in memory, as strict as the real one, and a key to sign with."""

import threading
from datetime import datetime, timedelta, timezone

from planctl.errors import CommandError
from plankit import ed25519
from plankit.canonical import digest
from plankit.envelope import JOB_TYPE, Order, order_value, sealed
from plankit.joblog import EMPTY, Chunk, extended

SERVER = "0f0f-fake"
AGENT = "box"


class Job:
    def __init__(self, number, command, **values):
        self.number, self.command, self.values = number, command, values
        self.state, self.token = "queued", 0
        self.cancel = False
        self.begin()

    def begin(self):
        self.chunks, self.digest, self.result = [], EMPTY, None

    @property
    def text(self):
        return "".join(chunk.text for chunk in self.chunks)


class FakeServer:
    """``call`` as ``planctl.rpc.Server``; ``away`` makes it unreachable."""

    def __init__(self, folder, *commands, lease_seconds=30, **values):
        self.key = ed25519.create(folder / "job.pem")
        self.jobs = {
            number: Job(number, command, **values)
            for number, command in enumerate(commands, 1)
        }
        self.lease_seconds = lease_seconds
        self.lock = threading.RLock()
        self.away = 0
        self.calls = []
        self.before = lambda method: None

    def call(self, model, method, *args):
        self.before(method)
        with self.lock:
            if self.away:
                self.away -= 1
                raise CommandError("no_server", "away")
            self.calls.append(method)
            return getattr(self, method)(*args)

    def lease(self, labels, capacity, name):
        waiting = [job for job in self.jobs.values() if job.state == "queued"]
        return [self.lend(job, name) for job in waiting[:capacity]]

    def lend(self, job, name):
        job.state, job.token = "leased", job.token + 1
        job.begin()
        return {
            "id": job.number,
            "token": job.token,
            "kind": "shell",
            "lease_seconds": self.lease_seconds,
            "envelope": self.envelope(job, name),
        }

    def envelope(self, job, name, key=None, **changes):
        key = key or self.key
        now = datetime.now(timezone.utc)
        content = {"command": job.command}
        values = {
            "server": SERVER,
            "job": job.number,
            "token": job.token,
            "agent": name,
            "kind": "shell",
            "target": "staging",
            "content": content,
            "content_hash": digest(content),
            "signed": ({"role": "Tech Lead"},),
            "timeout": 60,
            "progress_timeout": 0,
            "output_limit": 100_000,
            "issued_at": now,
            "expires_at": now + timedelta(minutes=15),
            **job.values,
            **changes,
        }
        return sealed(JOB_TYPE, order_value(Order(**values)), key.keyid, key.sign)

    def held(self, ids, token):
        job = self.jobs[ids[0]]
        if job.state != "leased" or token != job.token:
            raise CommandError("lease_lost", "This agent does not hold it any more.")
        return job

    def heartbeat(self, ids, token, progress):
        job = self.held(ids, token)
        return {"state": job.state, "cancel": job.cancel, "lease_seconds": 30}

    def append_log(self, ids, token, rows):
        job = self.held(ids, token)
        assert 0 < len(rows) <= 50
        for row in rows:
            chunk = Chunk(row["sequence"], row["stream"], row["text"])
            assert len(chunk.text) <= 16_000
            assert "\0" not in chunk.text
            if chunk.sequence < len(job.chunks):
                assert job.chunks[chunk.sequence] == chunk
                continue
            assert chunk.sequence == len(job.chunks)
            job.chunks.append(chunk)
            job.digest = extended(job.digest, chunk)
        return {"next": len(job.chunks)}

    def complete(self, ids, token, result):
        job = self.jobs[ids[0]]
        if job.result == result and token == job.token:
            return {"state": job.state}
        job = self.held(ids, token)
        assert result["chunks"] == len(job.chunks)
        assert result["digest"] == job.digest
        job.result, job.state = result, result["outcome"]
        return {"state": job.state}
