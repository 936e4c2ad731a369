# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The key that vouches for jobs: a file the configuration names, never the database."""

from functools import lru_cache
from pathlib import Path

from plankit import ed25519
from plankit.errors import PlanError

from odoo.exceptions import UserError
from odoo.tools import config

from odoo.addons.implementation_base.refusal import coded

OPTION = "implementation_job_key"


def signing_key(env):
    """The server's Ed25519 key, or a refusal that says how to make one."""
    path = config.get(OPTION)
    if not path:
        reason = env._("the configuration names no %(option)s", option=OPTION)
        raise UserError(_refusal(env, reason))
    try:
        return _load(path, Path(path).stat().st_mtime_ns)
    except OSError as error:
        raise UserError(_refusal(env, error.strerror)) from error
    except PlanError as error:
        raise UserError(_refusal(env, error.message)) from error


def _refusal(env, reason):
    return coded(
        "no_job_key",
        env._(
            "Jobs cannot be handed out: %(reason)s. Make a key with planctl keygen "
            "FILE and name the file as %(option)s in the server's configuration.",
            reason=reason,
            option=OPTION,
        ),
    )


@lru_cache(maxsize=4)
def _load(path, _changed):
    """A file that was replaced is read again."""
    return ed25519.load(Path(path))
