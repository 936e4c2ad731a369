# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

#: What makes someone a member who is asked to sign.
_APPOINTING = frozenset({"user_id", "role_id", "plan_id", "active"})


class ImplementationTeamMember(models.Model):
    """Nobody appoints themself to sign: who put someone on the team is remembered.

    ``write_uid`` would not say it: a stored value that follows changes it too.
    """

    _inherit = "implementation.team.member"

    appointed_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    @api.model_create_multi
    def create(self, vals_list):
        own = {"appointed_by_id": self.env.uid}
        return super().create([{**vals, **own} for vals in vals_list])

    def write(self, vals):
        vals = {name: vals[name] for name in vals if name != "appointed_by_id"}
        if _APPOINTING & vals.keys():
            vals["appointed_by_id"] = self.env.uid
        return super().write(vals)
