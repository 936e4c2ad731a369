# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Database triggers of tables to which rows are only ever added."""

from odoo.tools import SQL

FUNCTION = "implementation_append_only"


def install(cr, table):
    """Refuse UPDATE, DELETE and TRUNCATE on ``table``, whoever sends them."""
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE FUNCTION %(function)s() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION USING
                    ERRCODE = 'restrict_violation',
                    MESSAGE = '[append_only] rows of ' || TG_TABLE_NAME
                        || ' are never changed or deleted';
            END
            $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS %(row)s ON %(table)s;
            CREATE TRIGGER %(row)s BEFORE UPDATE OR DELETE ON %(table)s
                FOR EACH ROW EXECUTE FUNCTION %(function)s();
            DROP TRIGGER IF EXISTS %(all)s ON %(table)s;
            CREATE TRIGGER %(all)s BEFORE TRUNCATE ON %(table)s
                FOR EACH STATEMENT EXECUTE FUNCTION %(function)s();
            """,
            function=SQL.identifier(FUNCTION),
            table=SQL.identifier(table),
            row=SQL.identifier(f"{table}_append_only"),
            all=SQL.identifier(f"{table}_no_truncate"),
        )
    )


def uninstall(cr, table):
    """Take the triggers off again, so that an uninstallation can drop the table."""
    for suffix in ("append_only", "no_truncate"):
        cr.execute(
            SQL(
                "DROP TRIGGER IF EXISTS %s ON %s",
                SQL.identifier(f"{table}_{suffix}"),
                SQL.identifier(table),
            )
        )


def uninstall_all(cr):
    """Take every trigger off that is left, and then their function."""
    cr.execute(
        SQL(
            """
            SELECT DISTINCT class.relname
              FROM pg_trigger trigger
              JOIN pg_proc function ON function.oid = trigger.tgfoid
              JOIN pg_class class ON class.oid = trigger.tgrelid
             WHERE function.proname = %s
            """,
            FUNCTION,
        )
    )
    for (table,) in cr.fetchall():
        uninstall(cr, table)
    cr.execute(SQL("DROP FUNCTION IF EXISTS %s()", SQL.identifier(FUNCTION)))
