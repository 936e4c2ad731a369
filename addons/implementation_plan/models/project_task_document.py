# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


from odoo import api, models

from ..document_values import from_item, to_item

# What a browser's single task may cost is too much for each of ten thousand.
_QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
}


class ProjectTask(models.Model):
    """A task speaks the protocol of ``implementation.item.mixin``."""

    _inherit = "project.task"

    _document_collection = "tasks"
    _document_map = {
        "ref": "plan_ref",
        "title": "name",
        "phase": "plan_phase_id",
        "owner": "plan_role_id",
        "depends": "plan_depends_text",
        "status": "plan_status",
        "estimate": "plan_estimate_text",
    }

    def _document_item(self, context):
        """This task as an item of the plan's values."""
        self.ensure_one()
        return to_item(self, context)

    @api.model
    def _document_vals(self, item, context):
        """What this item asks to be written on its task."""
        return from_item(self, item, context)

    @api.model
    def _document_search(self, domain):
        """Tasks of plans in the document's order; who left the plan is not one."""
        return self.with_context(active_test=False).search(
            [*domain, ("plan_dropped", "=", False)], order="sequence, id"
        )

    def _document_drop(self):
        """Tasks a document has no more are archived; a template's are deleted."""
        # sudo: project users work in plans they need not see
        templates = self.filtered(lambda task: task.plan_id.sudo().is_template)
        templates.unlink()
        return (self - templates).write({"active": False})
