# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError

from .. import append_only
from ..refusal import coded


class ImplementationAppendOnlyMixin(models.AbstractModel):
    """Rows are born in ``_append`` and never change, not even under ``sudo``."""

    _name = "implementation.append.only.mixin"
    _description = "Append-only records"

    def init(self):
        super().init()
        if not self._abstract and self._auto:
            append_only.install(self.env.cr, self._table)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise AccessError(self._append_only_refusal())

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self._append_only_refusal())

    def unlink(self):  # pylint: disable=method-required-super
        # No ondelete hook: nothing at all may be deleted, uninstall drops the table.
        refusal = self._append_only_refusal()
        raise AccessError(refusal)  # pylint: disable=no-raise-unlink

    @api.model
    def _append(self, vals_list):
        """The only birth of a row; private, so out of every caller's reach."""
        return super().create(vals_list)  # pylint: disable=super-method-mismatch

    def _append_only_refusal(self):
        return coded(
            "append_only",
            self.env._(
                "%(model)s: rows are written by the server alone and never change. "
                "Record what happened since as a new action.",
                model=self._description,
            ),
        )
