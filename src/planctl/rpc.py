# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one place that imports odoorpc: calls in, values or ``CommandError`` out."""

from __future__ import annotations

from collections.abc import Sequence
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import URLError

import odoorpc
from odoorpc.error import Error, RPCError

from planctl.errors import CommandError
from planctl.settings import Settings

#: No answer, half of one, or one that is no JSON: of a proxy, say.
_AWAY = (Error, URLError, OSError, HTTPException, ValueError)


class Server(Protocol):
    """What a command needs of a server."""

    def call(self, model: str, method: str, *args: object) -> Any:
        """The answer of ``model.method(*args)``, or ``CommandError``."""


class OdooServer:
    """A ``Server`` over JSON-RPC, logged in with an API key."""

    def __init__(self, settings: Settings) -> None:
        self._address = f"{settings.host}:{settings.port}"
        try:
            self._odoo = odoorpc.ODOO(
                settings.host,
                protocol="jsonrpc+ssl" if settings.secure else "jsonrpc",
                port=settings.port,
                timeout=settings.timeout_seconds,
            )
            self._odoo.login(settings.database, settings.login, settings.api_key)
        except _AWAY as error:
            raise self._translate(error, settings) from error

    def _translate(self, error: Exception, settings: Settings) -> CommandError:
        if isinstance(error, RPCError):
            if "does not exist" in str(error):
                return CommandError(
                    "no_database",
                    f"No database {settings.database} at {self._address}: "
                    "check PLAN_DATABASE.",
                )
            return CommandError(
                "login_refused",
                f"{self._address} does not accept {settings.login} with this API key: "
                "check PLAN_LOGIN and PLAN_API_KEY.",
            )
        return CommandError(
            "no_server",
            f"Nothing answers at {self._address} ({error}): "
            "check PLAN_URL, and whether the server runs.",
        )

    def call(self, model: str, method: str, *args: object) -> Any:
        try:
            return self._odoo.execute_kw(model, method, list(args), {})
        except RPCError as error:
            raise CommandError.from_server(_message(error)) from error
        except _AWAY as error:
            raise CommandError(
                "no_server",
                f"{self._address} stopped answering ({error}). "
                "Nothing is half done: a call commits as a whole or not at all.",
            ) from error


def _message(error: RPCError) -> str:
    """The person's part of a server error, without the traceback."""
    info = error.info if isinstance(error.info, dict) else {}
    data = info.get("data") or {}
    arguments: Sequence[object] = data.get("arguments") or ()
    return str(data.get("message") or (arguments[0] if arguments else error))
