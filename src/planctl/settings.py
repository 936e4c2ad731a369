# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where the server is and who asks: from the environment only, never from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from planctl.errors import CommandError

#: Environment variable, default, and what it is; ``docs/cli.md`` prints this table.
VARIABLES = [
    ("PLAN_URL", "http://127.0.0.1:8069", "address of the Odoo server"),
    ("PLAN_DATABASE", "implementation", "database on that server"),
    ("PLAN_LOGIN", "admin", "login of the user who acts"),
    ("PLAN_API_KEY", "", "API key of that user (Preferences, Account Security)"),
    ("PLAN_TIMEOUT", "600", "seconds to wait for one answer"),
]


@dataclass(frozen=True)
class Settings:
    """Address and credentials of one server."""

    host: str
    port: int
    secure: bool
    database: str
    login: str
    api_key: str
    timeout_seconds: int

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read ``VARIABLES``; ``CommandError`` names the variable that is wrong."""
        values = {name: environ.get(name) or default for name, default, _ in VARIABLES}
        if not values["PLAN_API_KEY"]:
            raise CommandError(
                "no_api_key",
                "PLAN_API_KEY is not set. Make a key in Odoo under Preferences, "
                "Account Security, and export PLAN_API_KEY=<key>.",
            )
        url = urlsplit(values["PLAN_URL"])
        if url.scheme not in ("http", "https") or not url.hostname:
            raise CommandError(
                "bad_url",
                f"PLAN_URL={values['PLAN_URL']} is no address. "
                "Write it like http://127.0.0.1:8069.",
            )
        if not values["PLAN_TIMEOUT"].isdigit():
            raise CommandError("bad_timeout", "PLAN_TIMEOUT is a number of seconds.")
        secure = url.scheme == "https"
        return cls(
            host=url.hostname,
            port=url.port or (443 if secure else 80),
            secure=secure,
            database=values["PLAN_DATABASE"],
            login=values["PLAN_LOGIN"],
            api_key=values["PLAN_API_KEY"],
            timeout_seconds=int(values["PLAN_TIMEOUT"]),
        )
