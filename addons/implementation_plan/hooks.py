# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tools import SQL


def post_init_hook(env):
    """Tasks closed before the suite came are closed in its own status too."""
    env.cr.execute(
        SQL(
            """
            UPDATE project_task
               SET plan_status = CASE state
                       WHEN '1_done' THEN 'done' ELSE 'cancelled' END
             WHERE state IN ('1_done', '1_canceled')
            """
        )
    )
    env["project.task"].invalidate_model(["plan_status"])
