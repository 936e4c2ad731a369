# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ImplementationPlan(models.Model):
    """The plan's small registers, their sections and what they say at a gate."""

    _inherit = "implementation.plan"

    component_ids = fields.One2many(
        comodel_name="implementation.component",
        inverse_name="plan_id",
        string="Technology Stack",
    )
    deliverable_ids = fields.One2many(
        comodel_name="implementation.deliverable",
        inverse_name="plan_id",
        string="Deliverables",
    )
    check_ids = fields.One2many(
        comodel_name="implementation.check",
        inverse_name="plan_id",
        string="Verification",
    )
    environment_ids = fields.One2many(
        comodel_name="implementation.environment",
        inverse_name="plan_id",
        string="Environments",
    )
    dependency_ids = fields.One2many(
        comodel_name="implementation.dependency",
        inverse_name="plan_id",
        string="External Dependencies",
    )
    blocker_ids = fields.One2many(
        comodel_name="implementation.blocker",
        inverse_name="plan_id",
        string="Blockers",
    )
    member_ids = fields.One2many(
        comodel_name="implementation.team.member",
        inverse_name="plan_id",
        string="Team",
        copy=True,
    )
    checklist_ids = fields.One2many(
        comodel_name="implementation.checklist.item",
        inverse_name="plan_id",
        string="Checklists",
    )

    @api.model
    def _get_document_sections(self):
        """The small registers keep these collections."""
        return [
            *super()._get_document_sections(),
            ("components", "implementation.component"),
            ("checklist", "implementation.checklist.item"),
            ("deliverables", "implementation.deliverable"),
            ("checks", "implementation.check"),
            ("environments", "implementation.environment"),
            ("dependencies", "implementation.dependency"),
            ("blockers", "implementation.blocker"),
        ]

    def _get_findings(self, scope):
        """Deliverables not accepted and blockers not resolved keep a gate shut."""
        deliverables = scope.deliverable_ids.filtered(lambda d: d.state == "open")
        blockers = scope.blocker_ids.filtered(lambda b: b.state == "open")
        return [
            *super()._get_findings(scope),
            *(deliverable._get_open_finding() for deliverable in deliverables),
            *(
                blocker._get_gate_finding()
                for blocker in blockers.with_prefetch(scope.blocker_ids._prefetch_ids)
            ),
        ]
