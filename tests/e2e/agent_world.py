# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A signed plan on a running server, and a real ``planctl agent`` that works for it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from plankit import ed25519

PASSWORD = "agent-with-a-login"
SECRET = "s3cr3t-Pa55word/with?signs"

SETUP = """
import json
from odoo.tests.common import new_test_user
group = "implementation_base.group_%s"
def user(name, role):
    login = "agent_" + name
    known = env["res.users"].search([("login", "=", login)])
    return known or new_test_user(
        env, login, groups=group % role, password={password!r}, name=login)
planner, operator = user("planner", "planner"), user("operator", "operator")
lead, runner = user("lead", "approver"), user("runner", "runner")
env.company.implementation_rpc_signing = True
plans = env(user=planner.id)["implementation.plan"]
plan = plans.browse(plans.import_markdown({text!r}, {{}})["plan_id"])
role = env["implementation.role"]._get_or_create(("Tech Lead",))["Tech Lead"]
env["implementation.team.member"].create(
    {{"plan_id": plan.id, "role_id": role.id, "user_id": lead.id}})
approval = env(user=planner.id)["implementation.approval"].create(
    {{"plan_id": plan.id, "role_id": role.id}})
approval.action_request()
own = approval.with_user(lead)
own.sign({{"content_hash": approval._get_hashes()[approval],
    "meaning": "I approve", "typed_name": lead.name}})
env.company.implementation_rpc_signing = False  # as other tests find it
ids = {{
    "plan": plan.id, "phase": plan.phase_ids[:1].id, "approval": approval.id,
    "checks": plan.check_ids.sorted("sequence").ids,
    "environments": plan.environment_ids.ids,
    "server": env["ir.config_parameter"].sudo().get_param("database.uuid"),
}}
env.cr.commit()
print("WORLD" + json.dumps(ids))
"""


def build(server, text):
    """Import the document, have its Tech Lead sign it; ids by name."""
    printed = server.script(SETUP.format(password=PASSWORD, text=text))
    return json.loads(printed.rpartition("WORLD")[2].splitlines()[0])


def call(server, who, model, method, *args):
    """``model.method(*args)`` as one of the world's people."""
    values = [server.database, f"agent_{who}", PASSWORD]
    user = server._rpc("common", "login", values)
    call = [server.database, user, PASSWORD, model, method, list(args)]
    return server._rpc("object", "execute_kw", call)


@dataclass
class AgentBox:
    """Where an agent lives: its policy, its folder of programs, its state."""

    server: object
    folder: Path
    uuid: str
    url: str = ""
    targets: tuple = ("staging",)
    commands: tuple = (".*",)
    secrets: dict = field(default_factory=lambda: {"DATABASE_URL": SECRET})
    programs: tuple = ()
    targets_more: dict = field(default_factory=dict)

    def __post_init__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.bin = self.folder / "bin"
        self.bin.mkdir(exist_ok=True)
        for program in ("bash", "sh", "sleep", "cat", "date", "git", *self.programs):
            path = shutil.which(program)
            if path:
                (self.bin / Path(program).name).symlink_to(path)
        self.work = self.folder / "work"
        self.work.mkdir(exist_ok=True)
        self.write_secrets()
        self.write_policy()

    def write_secrets(self):
        path = self.folder / "secrets"
        path.write_text("".join(f"{k}={v}\n" for k, v in self.secrets.items()))
        path.chmod(0o600)

    def write_policy(self, **changes):
        key = ed25519.load(self.server.instance.folder / "job_key.pem")
        names = json.dumps(sorted(self.secrets))
        lines = [
            f"server = {json.dumps(self.uuid)}",
            'kinds = ["shell", "http", "sql", "postgres-migration", "git-scripts"]',
            f"commands = {json.dumps(list(self.commands))}",
            f"secrets = {names}",
            *(f"{name} = {json.dumps(value)}" for name, value in changes.items()),
            "[keys]",
            f'"{key.keyid}" = "{key.public}"',
        ]
        for target in self.targets:
            table = {"workdir": str(self.work), "secrets": sorted(self.secrets)}
            table |= self.targets_more.get(target, {})
            lines.append(f"[targets.{target}]")
            lines += [f"{name} = {json.dumps(value)}" for name, value in table.items()]
        path = self.folder / "policy.toml"
        path.write_text("\n".join(lines) + "\n")
        path.chmod(0o600)

    def environ(self):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PLAN_")}
        return {
            **clean,
            "PATH": str(self.bin),
            "PLAN_URL": self.url or self.server.url,
            "PLAN_DATABASE": self.server.database,
            "PLAN_LOGIN": "agent_runner",
            "PLAN_API_KEY": PASSWORD,
            "PLAN_TIMEOUT": "20",
        }

    def command(self, *words):
        return [
            sys.executable,
            "-m",
            "planctl.cli",
            "agent",
            "--name",
            "box",
            "--labels",
            " ".join(self.targets),
            "--policy",
            str(self.folder / "policy.toml"),
            "--secrets",
            str(self.folder / "secrets"),
            "--state",
            str(self.folder / "state"),
            *words,
        ]

    def start(self, *words):
        """The agent as a process of its own, its words in ``agent.log``."""
        with (self.folder / "agent.log").open("ab") as log:
            return subprocess.Popen(
                self.command(*words),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environ(),
                start_new_session=True,
            )

    def run_once(self, *words):
        """Until there is nothing to do; gives what it said."""
        process = self.start("--once", *words)
        assert process.wait(120) == 0, self.said()
        return self.said()

    def said(self):
        path = self.folder / "agent.log"
        return path.read_text() if path.exists() else ""


def squawk():
    """The linter of the environment that runs the tests."""
    return Path(sys.executable).with_name("squawk")


def job_of(server, check):
    """The newest job of a check."""
    fields = ["state", "outcome", "exit_code", "message", "data", "log_count", "token"]
    domain = [("model", "=", "implementation.check"), ("res_id", "=", check)]
    rows = server.call(
        "implementation.job", "search_read", domain, fields, 0, 1, "id desc"
    )
    return rows[0]


def log_of(server, job):
    answer = server.call("implementation.job", "get_log", [job])
    return "".join(chunk["text"] for chunk in answer["chunks"])
