# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.scope import collections_of

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import edits


class ImplementationApproval(models.Model):
    """A signature stands while what it covers stays as it was signed."""

    _inherit = "implementation.approval"

    @api.model
    def _settle(self):
        """Void what this transaction's edits no longer leave as signed.

        Runs before the commit, and before anyone looks at a request. The cost
        follows the edited plans, not the number of signatures.
        """
        found = edits.take(self.env)
        if not found:
            return
        self.env["implementation.author"]._record(found.authors)
        self._add_plans_of_companies(found)
        plan_ids = sorted(found.rows)
        self.env["implementation.signing"]._share(plan_ids)
        live = self.sudo().browse(self._find_live(plan_ids))  # sudo: rights end here
        touched = live.filtered(lambda a: a._is_touched(found.rows[a.plan_id.id]))
        if not touched:
            return
        hashes = touched._get_hashes()
        changed = touched.filtered(lambda a: hashes.get(a) != a.content_hash)
        if changed:
            changed._void(hashes)

    @api.model
    def _find_live(self, plan_ids):
        """Ids of requests that hold a signature of their present round."""
        self.env["implementation.approval"].flush_model(["content_hash", "plan_id"])
        self.env.cr.execute(
            SQL(
                "SELECT id FROM implementation_approval"
                " WHERE content_hash IS NOT NULL AND plan_id = ANY(%s) ORDER BY id",
                plan_ids,
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _add_plans_of_companies(self, found):
        """A role's name stands in every plan of its company that uses it."""
        if not found.company_ids:
            return
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT plan_id FROM implementation_approval"
                " WHERE content_hash IS NOT NULL AND company_id = ANY(%s)",
                sorted(found.company_ids),
            )
        )
        for (plan_id,) in self.env.cr.fetchall():
            found.rows[plan_id].add(edits.EVERY_ROW)

    def _is_touched(self, rows):
        """Whether one of the edited rows may stand in what was signed."""
        if edits.EVERY_ROW in rows:
            return True
        if self.subject_kind != "plan":
            return (self.subject_model, self.subject_id) in rows
        covered = collections_of(self._get_parts())
        names = {self.plan_id._name}
        for collection, model in self.plan_id._get_document_sections():
            if collection in covered:
                names |= self.env[model]._get_signed_models()
        return any(model in names for model, _id in rows)

    def _void(self, hashes):
        """The signatures stay for ever and count no more."""
        before = {approval: approval.content_hash for approval in self}
        approved = self.filtered(lambda a: a.status == "approved")
        self.env["implementation.event"]._log(
            self,
            "approval.void",
            lambda a: self.env._(
                "%(request)s: what was signed has changed", request=a.display_name
            ),
            data=lambda a: {
                "approval": a.id,
                "round": a.round,
                "content": hashes.get(a) or "",
                "signed": before[a],
            },
        )
        for number, own in self.grouped("round").items():
            own._write_privately(
                {
                    "status": "void",
                    "round": number + 1,
                    "content_hash": False,
                    "user_id": False,
                    "signed_at": False,
                    "notified_at": False,
                    "reminded_at": False,
                    "escalated_at": False,
                }
            )
        self._open_revisions()
        self._call_subjects("_on_sign_off_void", approved)
        self._wake_mails()

    def _open_revisions(self):
        """Signed content that is edited is a new revision of its plan."""
        for plan in self.plan_id:
            plan._open_revision()

    @api.model
    def _call_subjects(self, method, approvals):
        """Tell each subject what became of its sign-off."""
        for approval in approvals:
            subject = approval._get_subject()
            if subject:
                getattr(subject.with_env(approval.env), method)(approval)

    # Whoever looks at a request sees it settled.

    @api.model
    def _forget_status(self):
        """The next look at a request asks the database, which settles first."""
        names = ["status", "content_hash", "round", "user_id", "signed_at"]
        self.env["implementation.approval"].invalidate_model(names, flush=False)

    def _write_privately(self, vals):
        """Written through at once: what is forgotten here must stand there."""
        result = super()._write_privately(vals)
        self.flush_recordset()
        return result

    @api.model
    def _search(self, domain, *args, **kwargs):
        if edits.pending(self.env):
            self._settle()
        return super()._search(domain, *args, **kwargs)

    def fetch(self, field_names=None):
        if edits.pending(self.env):
            self._settle()
        return super().fetch(field_names)

    @api.model
    def _get_today(self):
        return fields.Date.context_today(self)
