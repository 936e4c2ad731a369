# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, models


class ProjectTask(models.Model):
    _inherit = "project.task"

    @api.model
    def _document_create(self, plan, items, context):
        """A task the document dropped before comes back instead of a second one."""
        dropped = self._document_find_dropped(plan, items)
        back = [item for item in items if item.ref in dropped]
        for item in back:
            task = dropped[item.ref]
            task.active = True
            context.bind(self._document_collection, [item], task)
        new = [item for item in items if item.ref not in dropped]
        created = super()._document_create(plan, new, context) if new else self.browse()
        for item in back:
            dropped[item.ref]._document_write(self._document_vals(item, context))
        return created.browse(
            [context.record_id(self._document_collection, item.key) for item in items]
        )

    @api.model
    def _document_find_dropped(self, plan, items):
        """Dropped tasks of the plan by reference, one for each item that names one."""
        refs = Counter(item.ref for item in items if item.ref)
        tasks = self.with_context(active_test=False).search(
            [
                ("plan_id", "=", plan.id),
                ("plan_dropped", "=", True),
                ("plan_ref", "in", list(refs)),
            ]
        )
        return {task.plan_ref: task for task in tasks if refs[task.plan_ref] == 1}
