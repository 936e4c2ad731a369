# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The form of every refusal."""

import re

from odoo.exceptions import UserError


def coded(code, message):
    """A message for a person behind its stable code, which is never translated."""
    return f"[{code}] {message}"


def code_of(error):
    """The stable code of a refusal, empty where it has none.

    >>> code_of(ValueError("[blocked_task] P1.3 cannot be done."))
    'blocked_task'
    """
    match = re.match(r"\[(\w+)\] ", str(error))
    return match[1] if match else ""


class ListedRefusal(UserError):
    """A refusal with several reasons: a dialog with links on screens, text over RPC.

    ``title`` says what did not happen, ``way_out`` what to do. Each reason is a
    dictionary ``{code, message, model, res_id, owner}``; only the first two are needed.
    ``text`` is one sentence over RPC instead of the list.
    """

    def __init__(self, code, title, reasons, way_out, text=""):
        lines = [f"• {reason['message']} [{reason['code']}]" for reason in reasons]
        super().__init__(coded(code, text or "\n".join([title, *lines, way_out])))
        self.context = {"title": title, "reasons": reasons, "way_out": way_out}
