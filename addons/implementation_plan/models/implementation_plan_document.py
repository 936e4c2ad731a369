# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import COLLECTIONS, Plan

from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.implementation_base.refusal import coded

from .. import roads
from ..document import DocumentContext
from ..document_values import check_extra, from_header, to_header


class ImplementationPlan(models.Model):
    _inherit = "implementation.plan"

    @api.constrains("document_extra")
    def _check_document_extra(self):
        check_extra(self)

    def write(self, vals):
        """The text that a plan came from is kept by imports alone."""
        named = vals.keys() & {"source_text", "revision"}
        if named and not roads.taken(self, roads.DOCUMENT):
            raise AccessError(
                coded(
                    "private_field",
                    self.env._(
                        "Imports keep the plan's source text and revision. "
                        "Import the document instead."
                    ),
                )
            )
        return super().write(vals)

    @api.model
    def _get_document_sections(self):
        """Which model keeps which collection: ``[(collection, model name)]``."""
        return [("phases", "implementation.phase"), ("tasks", "project.task")]

    @api.model
    def _get_document_header(self):
        """Header fields of the document and the plan's fields that keep them."""
        return {
            "title": "name",
            "slug": "slug",
            "version": "version",
            "prd_url": "prd_url",
            "owner": "owner_role_id",
            "date_updated": "date_updated",
            "overview": "overview",
            "diagram": "diagram",
        }

    @api.model
    def _sorted_document_sections(self):
        """The sections with parents before children, in the document's order."""
        order = list(COLLECTIONS)
        return sorted(
            self._get_document_sections(), key=lambda section: order.index(section[0])
        )

    def _get_document_rows(self, model):
        """Every row of a section's model in these plans, in the document's order."""
        return self.env[model]._document_search([("plan_id", "in", self.ids)])

    def _get_document_context(self, target=None):
        """Keys, ids and roles of this plan with all its present records."""
        self.ensure_one()
        context = DocumentContext(self, target)
        for collection, model in self._sorted_document_sections():
            context.add_records(collection, self._get_document_rows(model))
        return context

    def _get_document_plan(self, context=None):
        """This plan's records as plan values."""
        self.ensure_one()
        context = context or self._get_document_context()
        collections = {
            collection: tuple(
                row._document_item(context) for row in self._get_document_rows(model)
            )
            for collection, model in self._sorted_document_sections()
        }
        return Plan(**to_header(self, context), **collections)

    @api.model
    def _get_header_vals(self, target, context):
        """What the document's header asks to be written on the plan."""
        return from_header(self, target, context)

    def copy(self, default=None):
        """A copy has phases, tasks and rows of its own, and begins as a draft."""
        copies = super().copy(default)
        for plan, new in zip(self, copies, strict=True):
            plan._copy_rows(new)
        return copies

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        taken = set()
        for plan, vals in zip(self, vals_list, strict=True):
            if not (default or {}).get("name"):
                vals["name"] = self.env._("%s (copy)", plan.name)
            if not (default or {}).get("slug"):
                vals["slug"] = self._free_slug(plan.slug, plan.company_id.id, taken)
            taken.add(vals["slug"])
        return vals_list

    def _copy_rows(self, new):
        """Copy every section into ``new``; links between rows lead to the copies."""
        copied = {}
        for _collection, model in self._sorted_document_sections():
            rows = self._get_document_rows(model)
            copied[model] = rows._document_copy(new, copied)
