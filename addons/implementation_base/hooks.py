# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import append_only


def uninstall_hook(env):
    """Leave neither trigger nor function behind."""
    append_only.uninstall_all(env.cr)
