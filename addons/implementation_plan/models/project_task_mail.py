# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL


class ProjectTask(models.Model):
    """A change of status is posted to those who follow it, and else only logged."""

    _inherit = "project.task"

    def _track_subtype(self, init_values):
        subtype = super()._track_subtype(init_values)
        is_status = "state" in init_values and "stage_id" not in init_values
        if subtype and is_status and self.plan_id and not self._has_followers(subtype):
            return self.env["mail.message.subtype"]
        return subtype

    def _has_followers(self, subtype):
        """Whether anyone would be told of a message of this subtype."""
        self.env["mail.followers"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT 1
                  FROM mail_followers follower
                  JOIN mail_followers_mail_message_subtype_rel rel
                    ON rel.mail_followers_id = follower.id
                 WHERE follower.res_model = %s AND follower.res_id IN %s
                   AND rel.mail_message_subtype_id = %s
                 LIMIT 1
                """,
                self._name,
                tuple(self.ids),
                subtype.id,
            )
        )
        return bool(self.env.cr.rowcount)
