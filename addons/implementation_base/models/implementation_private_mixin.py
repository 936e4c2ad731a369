# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError

from ..refusal import coded

# An identity that no RPC call can send.
_PASSAGE = object()
_KEY = "implementation_private"


class ImplementationPrivateMixin(models.AbstractModel):
    """``_private_fields`` are the server's own: no create or write may name them.

    ``_create_privately`` and ``_write_privately`` may; they are out of RPC's reach.
    """

    _name = "implementation.private.mixin"
    _description = "Private Fields"

    _private_fields = ()
    _private_code = "private_field"

    @api.model_create_multi
    def create(self, vals_list):
        """A default from the caller's context is no way around the refusal."""
        self._check_private({name for vals in vals_list for name in vals})
        defaults = {f"default_{name}" for name in self._private_fields}
        hidden = {*defaults, _KEY}
        context = {k: v for k, v in self.env.context.items() if k not in hidden}
        clean = self.with_context(context)  # pylint: disable=context-overridden
        records = super(ImplementationPrivateMixin, clean).create(vals_list)
        return records.with_env(self.env)

    def write(self, vals):
        self._check_private(vals)
        return super(ImplementationPrivateMixin, self._without_private()).write(vals)

    @api.model
    def _create_privately(self, vals_list):
        """Rows with values that the server alone may give."""
        free = self.with_context(**{_KEY: _PASSAGE})
        return free.create(vals_list).with_env(self.env)

    def _write_privately(self, vals):
        """Values that the server alone may give, for this one write."""
        return self.with_context(**{_KEY: _PASSAGE}).write(vals)

    def _without_private(self):
        """A context travels into everything a write sets off; the passage does not."""
        if self.env.context.get(_KEY) is not _PASSAGE:
            return self
        context = {k: v for k, v in self.env.context.items() if k != _KEY}
        return self.with_context(context)  # pylint: disable=context-overridden

    @api.model
    def _check_private(self, names):
        """The same refusal for everyone, ``sudo`` included."""
        if self.env.context.get(_KEY) is _PASSAGE:
            return
        named = sorted(set(names) & set(self._private_fields))
        if not named:
            return
        labels = self.fields_get(named, ["string"])
        raise AccessError(
            coded(
                self._private_code,
                self.env._(
                    "%(model)s: %(fields)s cannot be set by hand. Leave it out; "
                    "the server fills it in from what was proved or signed.",
                    model=self._description,
                    fields=", ".join(labels[name]["string"] for name in named),
                ),
            )
        )
