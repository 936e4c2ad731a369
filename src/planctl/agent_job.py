# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One job of an agent: examined, carried out, reported."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from planctl import agent_groups
from planctl.agent_journal import Journal, State
from planctl.agent_policy import OrderRefused, Policy
from planctl.agent_report import (
    JOB,
    PASSING,
    Log,
    complete,
    patiently,
)
from planctl.errors import CommandError
from planctl.executors import load
from planctl.executors.base import Result, error
from planctl.rpc import Server
from plankit.envelope import JOB_TYPE, Order, opened, read_order
from plankit.errors import PlanError
from plankit.redact import Redactor

#: How long the end of a job is told to a server that is away, in seconds.
PATIENCE = 600.0
#: How long an executor may take to end after its deadline, in seconds.
OVERTIME = 20.0
#: Between two heartbeats at most, in seconds: so soon it hears of a cancellation.
PULSE = 5.0
_TICK = 0.2


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What every job of an agent is given. ``say`` tells the operator's terminal."""

    name: str
    policy: Policy
    secrets: Mapping[str, str]
    state: State
    environ: Mapping[str, str]
    say: Callable[[str], None]
    stop: threading.Event = field(default_factory=threading.Event)


def examine(setup: Setup, lease: Mapping[str, Any]) -> Order:
    """The order of a lease, if all of this agent's rules allow it.

    Else a ``PlanError``: codes of ``plankit.envelope``, of the policy, ``foreign_job``.
    """
    policy = setup.policy
    value = opened(lease.get("envelope"), JOB_TYPE, policy.keys, policy.revoked)
    now = datetime.now(timezone.utc)
    order = read_order(value, server=policy.server, agent=setup.name, now=now)
    told = (lease.get("id"), lease.get("token"), lease.get("kind"))
    if told != (order.job, order.token, order.kind):
        raise OrderRefused("The lease names another job.", code="foreign_job")
    policy.check(order)
    return order


class JobRun:
    """Carries out one lease; ``context`` of its executor (``executors.base``)."""

    def __init__(self, setup: Setup, lease: Mapping[str, Any], server: Server) -> None:
        self._setup, self._lease, self._server = setup, lease, server
        self._job, self._token = int(lease["id"]), int(lease["token"])
        self._mask = Redactor(setup.secrets).mask
        self._cancelled = threading.Event()
        self._groups: list[tuple[int, str]] = []
        self._told: tuple[float, float, str] | None = None
        self._begin = time.monotonic()
        self._heard = self._begin
        self._journal: Journal
        self._log: Log

    # What the executor sees

    order: Order
    target: Mapping[str, Any]
    secrets: Mapping[str, str]
    environment: Mapping[str, str]
    deadline: float

    def log(self, stream: str, text: str) -> None:
        self._log.write(stream, text)

    def progress(self, done: float, total: float, text: str) -> None:
        self._told = (float(done), float(total), self._mask(text))

    def cancelled(self) -> bool:
        return self._cancelled.is_set() or self._setup.stop.is_set()

    def started(self, pgid: int) -> None:
        born = agent_groups.birth(pgid)
        self._groups.append((pgid, born))
        self._journal.add("group", [[pgid, born]])

    # What the agent does

    def run(self) -> None:
        """To the end; whatever happens is told to the server or to the terminal."""
        try:
            self._run()
        except CommandError as error:
            self._kill()
            self._setup.say(f"job {self._job}: {error}")
            if error.code not in PASSING:
                self._journal.forget()

    def _run(self) -> None:
        setup = self._setup
        refusal: PlanError | None = None
        try:
            self.order = examine(setup, self._lease)
        except PlanError as error:
            refusal = error
        else:
            if not setup.state.is_new(self._job, self._token):
                refusal = OrderRefused("It was carried out before.", code="replay")
        self._journal = setup.state.begin(self._job, self._token)
        limit = 10_000 if refusal else self.order.output_limit
        self._log = Log(self._journal, setup.secrets, limit)
        if refusal:
            self._refuse(refusal)
            return
        setup.say(f"job {self._job}: {self.order.kind} on {self.order.target}")
        try:
            result = self._carry_out()
        except CommandError:
            raise
        except Exception as error:
            result = _broken(error)
        self._report(result)

    def _refuse(self, refusal: PlanError) -> None:
        self._log.write("agent", f"Refused: {refusal.message}\n")
        said = Result("refused", data={"code": refusal.code}, message=refusal.message)
        self._report(said)

    def _carry_out(self) -> Result:
        """Run the executor in a thread of its own, and keep the lease meanwhile."""
        policy, order = self._setup.policy, self.order
        self.target = policy.targets[order.target]
        self.secrets = self._setup.secrets
        self.environment = self._get_environment()
        self.deadline = self._begin + order.timeout
        found: list[Result] = []
        worker = threading.Thread(target=lambda: found.append(self._execute()))
        worker.daemon = True
        worker.start()
        beat_at = 0.0
        while worker.is_alive():
            self._flush()
            if time.monotonic() >= beat_at:
                beat_at = time.monotonic() + min(self._beat() / 3, PULSE)
            if time.monotonic() > self.deadline + OVERTIME:
                self._kill()
                return Result("error", data={"code": "timeout"}, message="Timed out.")
            worker.join(_TICK)
        return found[0]

    def _get_environment(self) -> dict[str, str]:
        """Names that the policy allows, and the target's own secrets."""
        given = self._setup.environ
        names = self._setup.policy.environment
        found = {name: given[name] for name in names if name in given}
        for name in self.target.get("secrets", []):
            found[name] = self.secrets[name]
        return found

    def _execute(self) -> Result:
        """What came of it; an executor that breaks is an error of the job."""
        try:
            return load(self.order.kind)().run(self)
        except Exception as error:
            return _broken(error)

    def _flush(self) -> None:
        """Send what was written, as far as the server can be reached."""
        try:
            while self._log.send(self._server, self._job, self._token):
                self._heard = time.monotonic()
        except CommandError as error:
            self._bear(error)

    def _beat(self) -> float:
        """Hold the lease; gives its length in seconds."""
        lease = float(self._lease.get("lease_seconds") or 60)
        told = self._told
        progress: object = False
        if told:
            progress = {"done": told[0], "total": told[1], "text": told[2][:4000]}
        try:
            answer = self._server.call(
                JOB, "heartbeat", [self._job], self._token, progress
            )
        except CommandError as error:
            self._bear(error)
            return 3.0
        self._heard = time.monotonic()
        if answer["cancel"]:
            self._cancelled.set()
        return lease

    def _bear(self, error: CommandError) -> None:
        """A server may be away for as long as the lease lasts, and no longer."""
        lease = float(self._lease.get("lease_seconds") or 60)
        if error.code not in PASSING or time.monotonic() - self._heard > lease:
            self._cancelled.set()
            raise error

    def _kill(self) -> None:
        self._cancelled.set()
        for pgid, born in self._groups:
            agent_groups.kill(pgid, born)

    def _report(self, result: Result) -> None:
        """All of the log, then the end, once."""
        self._kill()
        self._log.close()
        said = self._get_result(result)
        self._journal.add("result", [said])
        until = time.monotonic() + PATIENCE
        while patiently(
            lambda: self._log.send(self._server, self._job, self._token), until
        ):
            pass
        patiently(lambda: complete(self._server, self._job, self._token, said), until)
        self._journal.forget()
        self._setup.say(f"job {self._job}: {said['outcome']} {said['message']}".strip())

    def _get_result(self, result: Result) -> dict[str, Any]:
        return {
            "outcome": result.outcome,
            "exit_code": False if result.exit_code is None else result.exit_code,
            "duration": round(time.monotonic() - self._begin, 3),
            "chunks": self._log.count,
            "digest": self._log.digest,
            "message": self._mask(result.message).replace("\0", "\ufffd")[:4000],
            "data": self._masked(dict(result.data)),
        }

    def _masked(self, value: Any) -> Any:
        """A JSON value with the secrets in its texts masked."""
        if isinstance(value, str):
            return self._mask(value)
        if isinstance(value, dict):
            return {self._mask(key): self._masked(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._masked(one) for one in value]
        return value


def _broken(failure: Exception) -> Result:
    """What went wrong in the agent itself: the job ends, and says so."""
    return error("executor_failed", f"{type(failure).__name__}: {failure}")
