# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.scope import collections_of, touches_grants

from odoo import api, models

from odoo.addons.implementation_plan.document import DocumentContext
from odoo.addons.implementation_plan.signed_parts import signed_item

from ..tools.content import PLAN_KIND, collections_of_kind


class ImplementationApproval(models.Model):
    """Which standing sign-offs cover a row: what agents run, humans have signed."""

    _inherit = "implementation.approval"

    @api.model
    def _get_covers(self, records):
        """``{record: requests}`` that are approved and cover the row as it is now.

        A request whose content was edited is void and covers nothing.
        """
        # sudo: a signature counts whether or not the caller sees it
        standing = self.sudo().search(
            [
                ("plan_id", "in", records.sudo().plan_id.ids),
                ("status", "=", "approved"),
                ("subject_kind", "!=", "override"),
            ]
        )
        by_plan = standing.grouped("plan_id")
        # sudo: the same
        return {
            record: by_plan.get(record.sudo().plan_id, standing.browse()).filtered(
                lambda request, record=record: request._covers(record)
            )
            for record in records
        }

    def _covers(self, record):
        """Whether the row is part of what this request signs."""
        collection = record._document_collection
        if self.subject_kind == PLAN_KIND:
            parts = self._get_parts()
            if collection not in collections_of(parts):
                return False
            if collection == "migrations" and "migrations" not in parts:
                context = DocumentContext(record.plan_id)
                return touches_grants(signed_item(record, context))
            return True
        if (self.subject_model, self.subject_id) == (record._name, record.id):
            return True
        phase = record.phase_id if "phase_id" in record._fields else None
        return (
            bool(phase)
            and (self.subject_model, self.subject_id) == (phase._name, phase.id)
            and collection in collections_of_kind(self.subject_kind, self)
        )

    def _get_signed_entries(self):
        """Who signed what, for whoever must prove it elsewhere."""
        return [
            {
                "approval": approval.id,
                "role": approval.role_id.name or "",
                "user": signature.user_id.login,
                "content_hash": approval.content_hash,
                "signature": signature.digest,
            }
            for approval in self
            for signature in approval.signature_ids.filtered(
                lambda row, approval=approval: row.round == approval.round
            )
        ]
