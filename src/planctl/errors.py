# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a command may say instead of an answer."""

from __future__ import annotations

import re

_CODED = re.compile(r"^\[(?P<code>[a-z0-9_]+)\]\s*(?P<message>.*)", re.DOTALL)


class CommandError(Exception):
    """A command could not do its work: stable ``code``, and the way out in words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}"

    @classmethod
    def from_server(cls, text: str) -> CommandError:
        """A refusal of the server, whose message starts with its code in brackets.

        >>> CommandError.from_server("[blocked_task] P1.3 cannot be done.").code
        'blocked_task'
        >>> CommandError.from_server("Something broke").code
        'server_error'
        """
        match = _CODED.match(text.strip())
        if match:
            return cls(match["code"], match["message"].strip())
        return cls("server_error", text.strip())
