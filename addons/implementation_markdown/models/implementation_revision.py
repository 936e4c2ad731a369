# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import difflib
import hashlib

from odoo import api, fields, models

from odoo.addons.implementation_base.compat import Index

_KINDS = [
    ("import", "Import"),
    ("template", "From Template"),
    ("submit", "Submitted"),
    ("export", "Export"),
    ("restore", "Restored"),
]


class ImplementationRevision(models.Model):
    """A document of the plan as it stood at one moment; nobody edits one."""

    _name = "implementation.revision"
    _description = "Plan Revision"
    _order = "plan_id, number desc"
    _rec_name = "number"

    plan_id = fields.Many2one(
        comodel_name="implementation.plan",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    number = fields.Integer(required=True, readonly=True)
    kind = fields.Selection(selection=_KINDS, required=True, readonly=True)
    note = fields.Char(readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    text = fields.Text(string="Document", readonly=True, prefetch=False)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)
    change_count = fields.Integer(string="Changes", readonly=True)
    difference = fields.Text(
        string="Difference to the Revision Before",
        compute="_compute_difference",
    )

    _plan_sha_idx = Index("(plan_id, sha256)")

    @api.depends("number", "plan_id")
    def _compute_display_name(self):
        for revision in self:
            revision.display_name = f"r{revision.number}"

    @api.depends("text")
    def _compute_difference(self):
        for revision in self:
            before = self.search(
                [
                    ("plan_id", "=", revision.plan_id.id),
                    ("number", "<", revision.number),
                ],
                limit=1,
            )
            lines = difflib.unified_diff(
                (before.text or "").splitlines(),
                (revision.text or "").splitlines(),
                before.display_name or self.env._("nothing"),
                revision.display_name,
                lineterm="",
                n=2,
            )
            revision.difference = "\n".join(lines)

    @api.model
    def _digest(self, text):
        """SHA-256 of a document's UTF-8 bytes: what planctl keeps as its base."""
        return hashlib.sha256(text.encode()).hexdigest()

    @api.model
    def _keep(self, plan, kind, text, note="", change_count=0):
        """Keep ``text`` as the plan's newest revision and return it."""
        last = self.search([("plan_id", "=", plan.id)], limit=1)
        # Nobody may write revisions: they are born here only.
        return self.sudo().create(  # sudo: revisions are read-only for every group
            {
                "plan_id": plan.id,
                "number": last.number + 1,
                "kind": kind,
                "note": note,
                "user_id": self.env.uid,
                "text": text,
                "sha256": self._digest(text),
                "change_count": change_count,
            }
        )

    @api.model
    def _find(self, plan, sha256):
        """The newest revision of the plan with that digest, or none."""
        domain = [("plan_id", "=", plan.id), ("sha256", "=", sha256)]
        return self.search(domain, limit=1)

    def action_restore(self):
        """Make the plan say again what this revision says, by the same rules."""
        self.ensure_one()
        self.plan_id._restore_revision(self)
        return self.plan_id._get_form_action()
