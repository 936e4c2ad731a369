# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ImplementationApproval(models.Model):
    """A migration is signed with its scripts."""

    _inherit = "implementation.approval"

    subject_kind = fields.Selection(
        selection_add=[("migration", "Migration")],
        ondelete={"migration": "cascade"},
    )

    def _get_subject_words(self):
        """What signs who signs a migration."""
        return {
            **super()._get_subject_words(),
            "migration": self.env._("the migration with both scripts"),
        }

    def _get_meanings(self, values):
        """A sentence to begin with."""
        return {
            **super()._get_meanings(values),
            "migration": self.env._(
                "I have read both scripts of %(subject)s and the report of its "
                "rehearsal as %(role)s: it may be applied.",
                **values,
            ),
        }
