# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.implementation_base.companies import check_created, check_links
from odoo.addons.implementation_base.refusal import coded

from ..document import QUIET
from ..document_copy import copied_vals
from ..document_values import check_extra, from_item, to_item


class ImplementationItemMixin(models.AbstractModel):
    """A row of one of the document's collections.

    ``_document_collection`` names the collection of ``plankit.plan``;
    ``_document_map`` says which field keeps which value of the item.
    """

    _name = "implementation.item.mixin"
    _description = "Item of a Plan Document"
    _order = "sequence, id"
    _document_collection = ""
    _document_map = {}

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        related="plan_id.company_id",
        store=True,
        index=True,
    )
    sequence = fields.Integer(default=10)
    document_key = fields.Char(
        copy=False,
        readonly=True,
        export_string_translation=False,
        help="The item's natural key in the text it came from.",
    )
    document_extra = fields.Json(
        string="Extra Values",
        readonly=True,
        help="Values of columns that no field knows, as [header, text] pairs.",
    )

    @api.constrains("document_extra")
    def _check_document_extra(self):
        check_extra(self)

    @api.model_create_multi
    def create(self, vals_list):
        check_created(self, vals_list, *self._linking_fields)
        return super().create(vals_list)

    @property
    def _linking_fields(self):
        """Fields whose names of other companies' records would show."""
        names = ("role_id", "phase_id", "task_id", "task_ids")
        return [
            name
            for name in names
            if name in self._fields and self._fields[name].type != "one2many"
        ]

    def write(self, vals):
        """What stands below a row would stay behind in the plan it was in."""
        check_links(self, [vals], *self._linking_fields)
        moved = "plan_id" in vals and self.filtered(
            lambda record: record.plan_id and record.plan_id.id != vals["plan_id"]
        )
        if moved:
            raise UserError(
                coded(
                    "row_moved",
                    self.env._(
                        "%(name)s stays in its plan. Make it anew in the other one.",
                        name=moved[0].display_name,
                    ),
                )
            )
        return super().write(vals)

    def _document_item(self, context):
        """This record as an item of the plan's values."""
        self.ensure_one()
        return to_item(self, context)

    @api.model
    def _document_vals(self, item, context):
        """What this item asks to be written on its record."""
        return from_item(self, item, context)

    @api.model
    def _document_create(self, plan, items, context):
        """Records of these items, in their order, in one batch."""
        vals_list = [
            {"plan_id": plan.id, **self._document_vals(item, context)} for item in items
        ]
        records = self.with_context(**QUIET).create(vals_list).with_env(self.env)
        context.bind(self._document_collection, items, records)
        return records

    @api.model
    def _get_signed_parts(self):
        """What a signature covers beside the document's values: ``[(name, field)]``."""
        return []

    def _document_write(self, vals):
        """Write what a document changes on these records."""
        return self.write(vals)

    @api.model
    def _document_settle(self, plan):
        """Called once after the last ``_document_write`` into a plan."""

    def _document_drop(self):
        """Take records out of the plan because the document has them no more."""
        return self.unlink()

    @api.model
    def _document_search(self, domain):
        """Rows of plans in the document's order."""
        return self.search(domain, order="sequence, id")

    def _document_copy(self, new, copied):
        """Rows of the plan ``new`` like these: ``{old id: new id}``.

        ``copied`` has the same of each model copied before, so that a copied row
        names the copied phase and not the old one.
        """
        vals_list = copied_vals(self, copied, {"plan_id": new.id})
        return dict(zip(self.ids, self.create(vals_list).ids, strict=True))
