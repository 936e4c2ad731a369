# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tools import SQL

from odoo.addons.implementation_base import append_only

TABLES = ("implementation_signature", "implementation_content")


def post_init_hook(env):
    """Plans that were there before have a signing lock from now on."""
    plans = env["implementation.plan"].with_context(active_test=False).search([])
    if plans:
        env["implementation.signing"]._make(plans)


def uninstall_hook(env):
    """Leave neither trigger nor sequence behind."""
    for table in TABLES:
        append_only.uninstall(env.cr, table)
    env.cr.execute(
        SQL(
            "DROP SEQUENCE IF EXISTS %s",
            SQL.identifier("implementation_signature_number_seq"),
        )
    )
