# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Models that exist in tests only; import this inside ``setUpClass``."""

from plankit.workflow import Transition, Workflow

from odoo import fields, models
from odoo.exceptions import AccessError

FAKE_WORKFLOW = Workflow(
    states=[("draft", "Draft"), ("review", "In Review"), ("approved", "Approved")],
    transitions=[
        Transition("submit", frozenset({"draft"}), "review", role="planner"),
        Transition("approve", frozenset({"review"}), "approved", role="approver"),
    ],
)


class FakeDocument(models.Model):
    _name = "implementation.fake.document"
    _description = "Fake Document"
    _inherit = ["mail.thread", "implementation.workflow.mixin"]

    _workflow = FAKE_WORKFLOW

    name = fields.Char()
    note = fields.Char()
    owner_id = fields.Many2one("res.users")
    # No copy=False: the mixin starts a copy anew by itself.
    state = fields.Selection(
        selection=list(FAKE_WORKFLOW.states),
        default=FAKE_WORKFLOW.initial,
        required=True,
        readonly=True,
        tracking=True,
    )

    mirror = fields.Char(compute="_compute_mirror", inverse="_inverse_mirror")

    # Contexts in which a field's inverse ran during a transition.
    seen_contexts = []

    def _compute_mirror(self):
        self.mirror = False

    def _inverse_mirror(self):
        self.seen_contexts.append(self.env.context)

    def _prepare_transition_vals(self, edge):
        return {**super()._prepare_transition_vals(edge), "mirror": edge.name}

    def _guard_approve(self):
        if self.owner_id == self.env.user:
            raise AccessError(self.env._("[own_document] Another person must approve."))

    def action_submit(self):
        return self._apply_transition("submit")

    def action_approve(self):
        return self._apply_transition("approve")
