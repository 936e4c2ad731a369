# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tools import SQL

from . import append_only


def uninstall_hook(env):
    """Leave neither trigger nor function behind."""
    append_only.uninstall(env.cr, "implementation_event")
    env.cr.execute(
        SQL("DROP FUNCTION IF EXISTS %s()", SQL.identifier(append_only.FUNCTION))
    )
