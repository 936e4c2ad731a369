# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from plankit import signoff
from plankit.errors import PlanError
from plankit.snapshot import digest

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import readable
from ..tools.reauthentication import needs_code

OPEN = ("pending", "void")
ICONS = {
    "pending": ("fa-hourglass-half", "warning"),
    "approved": ("fa-check-circle", "success"),
    "rejected": ("fa-times-circle", "danger"),
    "void": ("fa-chain-broken", "warning"),
    "withdrawn": ("fa-ban", "secondary"),
}


class ImplementationApproval(models.Model):
    """A request as its page shows it: what is signed, what changed, who signs."""

    _inherit = "implementation.approval"

    def _can_open(self):
        """Whoever is asked, has signed, or may read requests sees the page."""
        self.ensure_one()
        own = self.sudo()  # sudo: whether one may look is what is found out here
        user = self.env.user
        return bool(
            self.has_access("read")
            or user in own.signature_ids.user_id
            or (own.is_requested and user in own._get_asked_users()[own])
            or own in self._get_my_requests()
        )

    @api.model
    def _get_history_domain(self):
        """Requests that this user signed, or was asked to sign."""
        return [
            "|",
            ("signature_ids.user_id", "=", self.env.uid),
            "&",
            ("is_requested", "=", True),
            ("asked_user_ids", "in", [self.env.uid]),
        ]

    def _get_page(self):
        """Everything the page shows to the user of this environment: values only."""
        self.ensure_one()
        own = self.sudo()  # sudo: ``_can_open`` decided; a signer need not see the plan
        content = own._find_content()
        last = self._get_own_signature()
        return {
            **own._get_summaries()[0],
            **own._get_scope_words(),
            **self._get_powers(),
            **self._get_since(last, content),
            **(own._get_reading(content) if content else {}),
            "is_signed": bool(last) and own._is_standing(last),
            "content_hash": digest(content) if content else "",
            "round": own.round,
            "signatures": own._get_signature_rows(),
            "others": own._get_other_rows(),
            "meaning": own._get_meaning(),
            "user_name": self.env.user.name,
            "needs_code": needs_code(self.env.user),
        }

    def _find_content(self):
        """What signing would sign now; None where the subject left the plan."""
        return self._get_contents().get(self)

    def _get_summaries(self):
        """What a list and the head of a page say of these requests."""
        titles = self._get_subject_titles()
        return [approval._get_summary(titles[approval]) for approval in self]

    def _get_subject_titles(self):
        """``{request: title}``: the name of what is signed, empty for a plan."""
        titles = dict.fromkeys(self, "")
        rows = self.filtered(lambda row: row.subject_kind != "plan")
        for model, own in rows.grouped("subject_model").items():
            # sudo: whoever is asked is told of what
            records = self.env[model].sudo().browse(own.mapped("subject_id")).exists()
            names = dict(zip(records.ids, records.mapped("name"), strict=True))
            for row in own:
                said = row.subject_name or ""
                name = names.get(row.subject_id) or ""
                titles[row] = said if name in said else f"{said} {name}".strip()
        return titles

    def _get_summary(self, title):
        icon, tone = ICONS[self.status]
        plan = self.plan_id
        return {
            "id": self.id,
            "path": self._get_page_path(),
            "role": self.role_id.name or self.document_name or self.env._("Sign-off"),
            "plan": plan.name,
            "revision": plan.revision,
            "kind": self.subject_kind,
            "kind_name": self._get_selection_word("subject_kind"),
            "subject": title,
            "status": self.status,
            "status_name": self._get_selection_word("status"),
            "icon": icon,
            "tone": tone,
            "due": self._get_day(self.due_date),
            "is_overdue": self.is_overdue,
            "is_requested": self.is_requested,
            "missing": self.missing_text or "",
            "requester": self.requested_by_id.name or "",
            "signed_on": self._get_day(self.signed_at),
            "signed_by": self.user_id.name or "",
        }

    def _get_selection_word(self, name):
        return dict(self._fields[name]._description_selection(self.env))[self[name]]

    # What the reader may do

    def _get_powers(self):
        """Whether the reader may sign or reject, for whom, or why not."""
        found = {"can_sign": False, "can_reject": False, "why_not": "", "for_whom": ""}
        if self.sudo().status not in OPEN:  # sudo: as for the page
            return found
        own, _others, _signed = self._get_signing_state()
        try:
            signoff.check_reject(
                own,
                self.env.uid,
                delegations=self._get_delegations(),
                today=fields.Date.today(),
            )
        except PlanError:
            return found
        found["can_reject"] = True
        try:
            authority = self._check_sign()
        except (AccessError, UserError) as refusal:
            return {**found, "why_not": str(refusal).partition("] ")[2]}
        return {**found, "can_sign": True, "for_whom": self._get_deputy_text(authority)}

    def _get_deputy_text(self, authority):
        """For whom a deputy signs, and until when."""
        if not authority.on_behalf:
            return ""
        delegations = self.env["implementation.delegation"].sudo()  # sudo: one's own
        row = delegations.browse(authority.delegation)
        return self.env._(
            "You sign for %(name)s (away until %(day)s: %(reason)s).",
            name=row.delegator_id.name,
            day=self._get_day(row.date_end),
            reason=row.reason,
        )

    # What changed since the reader signed

    def _get_own_signature(self):
        """The reader's own last signature of this role on this subject."""
        own = self.sudo()  # sudo: one's own signatures
        return own.env["implementation.signature"].search(
            [
                ("user_id", "=", self.env.uid),
                ("approval_id.role_id", "=", own.role_id.id),
                ("approval_id.subject_model", "=", own.subject_model),
                ("approval_id.subject_id", "=", own.subject_id),
                ("approval_id.subject_kind", "=", own.subject_kind),
            ],
            order="number desc",
            limit=1,
        )

    def _get_since(self, last, content):
        """The difference between what the reader signed last and the present."""
        found = {"last": None, "changes": None, "is_unchanged": False}
        if not last or content is None:
            return found
        signed = json.loads(last._get_texts()[last.content_digest])
        return {
            "last": {
                "day": self._get_day(last.signed_at),
                "revision": last.revision,
                "meaning": last.meaning,
            },
            "changes": self._get_changes(signed, content),
            "is_unchanged": last.content_digest == digest(content),
        }

    def _get_reading(self, content):
        """The content as a document, and what stands in none."""
        text = readable.document_of(content)
        html = self.plan_id._render_html(text)
        return {
            "document": readable.dressed(html),
            "beyond": self._get_beyond(content),
        }

    def _get_beyond(self, content):
        """What is signed with a document and stands in none: scripts, days, facts."""
        return [
            {
                "what": self._get_collection_name(collection),
                "name": name,
                "label": self._get_field_label(collection, header),
                "text": self._get_value_text(collection, header, value),
            }
            for collection, name, header, value in readable.beyond_of(content)
        ]

    # Who has signed, who is missing

    def _get_signature_rows(self):
        """Signatures of this request, the newest first; earlier rounds count not."""
        return [
            {
                "id": signature.id,
                "name": signature._get_signer_text(),
                "day": self._get_day(signature.signed_at),
                "revision": signature.revision,
                "meaning": signature.meaning,
                "comment": signature.comment or "",
                "is_weak": signature.is_weak,
                "stands": self._is_standing(signature),
            }
            for signature in self.signature_ids.sorted("number", reverse=True)
        ]

    def _is_standing(self, signature):
        """Whether a signature of this request counts now."""
        own = (signature.approval_id, signature.round) == (self, self.round)
        return bool(self.content_hash) and own

    def _get_other_rows(self):
        """Sign-offs of other roles on the same subject; some come before."""
        others = self.search(
            [
                ("id", "!=", self.id),
                ("subject_model", "=", self.subject_model),
                ("subject_id", "=", self.subject_id),
                ("subject_kind", "=", self.subject_kind),
                ("status", "!=", "withdrawn"),
                ("is_dropped", "=", False),
            ]
        )
        return [
            {
                **row,
                "is_before": other.step < self.step and other.status != "approved",
            }
            for other, row in zip(others, others._get_summaries(), strict=True)
        ]
