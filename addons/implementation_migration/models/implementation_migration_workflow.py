# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.workflows import MIGRATION

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.refusal import coded

#: What a rehearsal is of: with another value it proves nothing.
_REHEARSED = ("up_sql", "down_sql", "breaking", "smoke_command", "lock_budget")


class ImplementationMigration(models.Model):
    """A migration's way from planned to applied, and back when it is edited."""

    _inherit = "implementation.migration"

    def write(self, vals):
        """An edited script is another one: nothing of it is proved any more."""
        names = [name for name in _REHEARSED if name in vals]
        before = {row: [row[name] for name in names] for row in self if names}
        result = super().write(vals)
        edited = self.browse(
            row.id
            for row, known in before.items()
            if [row[name] for name in names] != known
        )
        if edited:
            edited._forget_proofs()
        return result

    def unlink(self):
        """What stands in a database stays here until it is rolled back there."""
        self._check_applied_nowhere()
        return super().unlink()

    def _check_applied_nowhere(self):
        # sudo: it is there whether or not the caller sees it
        stands = self.sudo().state_ids.filtered(
            lambda row: row.state in ("applied", "partial")
        )
        if stands:
            raise UserError(
                coded(
                    "migration_applied",
                    self.env._(
                        "%(name)s is applied on %(place)s. Roll it back there before "
                        "it is deleted.",
                        name=stands[0].migration_id.display_name,
                        place=stands[0].environment_id.name,
                    ),
                )
            )

    def _forget_proofs(self):
        self._write_privately(
            {
                "rollback_level": "R0",
                "downtime_level": "Z0",
                "proved_at": False,
                "proved_until": False,
            }
        )
        edge = MIGRATION.transitions["edit"]
        self.filtered(lambda row: row.state in edge.sources)._move("edit")

    def _move(self, name):
        """Take an edge of the table on every record, with an event each."""
        edge = MIGRATION.transitions[name]
        moved = self.filtered(lambda row: row.state in edge.sources)
        before = {row: row.state for row in moved}
        moved._write_privately({"state": edge.target})
        words = dict(self._fields["state"]._description_selection(self.env))
        self.env["implementation.event"]._log(
            moved,
            f"migration.{name}",
            lambda row: self.env._(
                "%(name)s: %(old)s → %(new)s",
                name=row.display_name,
                old=words[before[row]],
                new=words[edge.target],
            ),
            data=lambda row: {"checksum": row.checksum, "from": before[row]},
        )

    # Sign-offs

    def _on_signed_off(self, approval):
        """The last sign-off approves what was rehearsed."""
        if self.state == "rehearsed" and not self._get_missing_sign_offs():
            self._move("approve")

    def _on_sign_off_void(self, approval):
        """What was signed has changed: it is not approved any more."""
        if self.state == "approved":
            self._move("void")
