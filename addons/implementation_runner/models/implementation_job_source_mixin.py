# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class ImplementationJobSourceMixin(models.AbstractModel):
    """A record that agents work for: what its jobs are to run, what follows from them.

    The model has ``plan_id``.
    """

    _name = "implementation.job.source.mixin"
    _description = "Source of Jobs"

    def _get_job_orders(self):
        """What jobs of these are to run: ``{id: {"content": {...}, "signed": [...]}}``.

        Asked when jobs are made and again whenever an agent takes one. ``content``
        is JSON, ``signed`` names who signed it. A ``UserError`` cancels the job.
        """
        raise NotImplementedError

    def _on_job_ended(self, job):
        """The job has succeeded, failed, or was cancelled or lost."""
