# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real server on a fresh database with the suite and its demo data, for tests."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from tools import stack
from tools.server import DIRECT, Instance, free_port
from tools.settings import Settings
from tools.testing.databases import Databases, cluster, databases
from tools.venv import RUN, TEST

API_KEY = """
admin = env.ref("base.user_admin")
keys = env["res.users.apikeys"].with_user(admin).sudo()
print("KEY", keys._generate("rpc", "tests", None))
env.cr.commit()
"""


@dataclass(frozen=True)
class LiveServer:
    """Where the server is, who may log in, and a way behind the screens."""

    instance: Instance
    api_key: str
    login: str = "admin"
    password: str = "admin"

    @property
    def series(self) -> str:
        return self.instance.odoo.series

    @property
    def url(self) -> str:
        return self.instance.url

    @property
    def host(self) -> str:
        return "127.0.0.1"

    @property
    def port(self) -> int:
        return self.instance.port

    @property
    def database(self) -> str:
        return self.instance.database

    @property
    def environment(self) -> dict[str, str]:
        """What planctl reads."""
        return {
            "PLAN_URL": self.url,
            "PLAN_DATABASE": self.database,
            "PLAN_LOGIN": self.login,
            "PLAN_PASSWORD": self.password,
            "PLAN_API_KEY": self.api_key,
        }

    def call(self, model: str, method: str, *args: object) -> Any:
        """``model.method(*args)`` as the administrator, over JSON-RPC."""
        who = [self.database, self.login, self.password]
        user = self._rpc("common", "login", who)
        values = [self.database, user, self.password, model, method, list(args)]
        return self._rpc("object", "execute_kw", values)

    def _rpc(self, service: str, method: str, args: list[Any]) -> Any:
        params = {"service": service, "method": method, "args": args}
        body = {"jsonrpc": "2.0", "method": "call", "params": params, "id": 1}
        request = urllib.request.Request(
            f"{self.url}/jsonrpc",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with DIRECT.open(request, timeout=600) as answer:
            values = json.load(answer)
        if "error" in values:
            raise AssertionError(values["error"]["data"]["message"])
        return values["result"]

    def script(self, text: str) -> str:
        """Run a script in Odoo's shell on this database (commit in it to keep).

        The server is told what it may no longer keep in its caches.
        """
        told = f"{text}\nenv.registry.signal_changes()\n"
        return self.instance.script(self.database, told)


@contextmanager
def server(settings: Settings) -> Iterator[LiveServer]:
    """Started for the tests, stopped after them; the database goes too."""
    odoo_server, venv = stack.find(settings, RUN, TEST)
    cluster(settings, venv)
    some = databases(settings, odoo_server, venv)
    name = some.copy(some.template(demo=True), some.name("live"))
    try:
        some.install(name, [addon.name for addon in some.addons], demo=True)
        instance = _instance(some, name)
        key = instance.script(name, API_KEY).rpartition("KEY ")[2].split()[0]
        instance.start("tests")
        try:
            yield LiveServer(instance, key)
        finally:
            instance.stop()
    finally:
        some.drop(name)


def _instance(some: Databases, name: str) -> Instance:
    """A configuration and a port of its own; the files are shared."""
    instance = replace(
        some.instance,
        folder=some.instance.folder / "live",
        database=name,
        port=free_port(),
        options={
            **some.instance.options,
            "data_dir": str(some.instance.folder / "files"),
        },
    )
    instance.write_config(some.settings.root / "config" / "development.conf")
    return instance
