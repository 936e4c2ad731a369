# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.implementation_base.refusal import coded

from .. import roads

GUARD = SQL.identifier("project_task_plan_ref_excl")


class ProjectTask(models.Model):
    """A reference names one task of a plan; only a document may repeat it."""

    _inherit = "project.task"

    @api.constrains("plan_ref", "project_id", "plan_dropped")
    def _check_plan_ref(self):
        if roads.taken(self, roads.DOCUMENT) or roads.taken(self, roads.ARCHIVE):
            return
        tasks = self.filtered(lambda task: task.plan_id and task.plan_ref)
        if not tasks:
            return
        # sudo: a reference may be taken by a task behind a rule
        rows = (
            self.sudo()
            .with_context(active_test=False)
            ._read_group(
                [
                    ("plan_id", "in", tasks.plan_id.ids),
                    ("plan_ref", "in", tasks.mapped("plan_ref")),
                    ("plan_dropped", "=", False),
                ],
                ["plan_id", "plan_ref"],
                having=[("__count", ">", 1)],
            )
        )
        taken = {(plan.id, ref) for plan, ref in rows}
        for task in tasks.filtered(lambda task: not task.plan_dropped):
            if (task.plan_id.id, task.plan_ref) in taken:
                task._refuse_reference()
        tasks._check_references_elsewhere()

    def _check_references_elsewhere(self):
        """Ask the database about references that someone else is giving right now."""
        try:
            self.env.cr.execute(
                SQL("SET CONSTRAINTS %s IMMEDIATE", GUARD), log_exceptions=False
            )
        except IntegrityError:
            self._refuse_reference()
        self.env.cr.execute(SQL("SET CONSTRAINTS %s DEFERRED", GUARD))

    def _refuse_reference(self):
        raise ValidationError(
            coded(
                "reference_taken",
                self.env._(
                    "Another task of the plan has the reference %(ref)s. "
                    "Give this one another.",
                    ref=", ".join(self.mapped("plan_ref")),
                ),
            )
        )
