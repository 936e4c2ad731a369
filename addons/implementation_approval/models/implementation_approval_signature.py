# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit import assigned, signoff
from plankit.canonical import digest
from plankit.plan import COLLECTIONS
from plankit.scope import ALL_PARTS, collections_of, header_of
from plankit.snapshot import select, text

from odoo import fields, models

from ..tools.content import PlanContents, collections_of_kind, domains_of_kind


class ImplementationApproval(models.Model):
    """What a signature keeps, and what it sets off."""

    _inherit = "implementation.approval"

    def _get_content_in(self, plan):
        """The content of this request with its plan as another transaction sees it."""
        contents = self._read_contents(plan)
        record = contents.plan.env[self.subject_model].browse(self.subject_id)
        return self._get_content_of(contents, set(record.exists().ids))

    def _append_signature(self, content, values, authority, road, proof):
        """The signature, what was signed, and the entry in the chain."""
        user = self.env.user
        contents = self.env["implementation.content"]
        deputy_of = self.env["res.users"].browse(authority.on_behalf or ())
        kept = contents._keep(
            self.company_id, [text(content), self._get_signed_document(content)]
        )
        drawing = values.drawing
        row = {
            "id": self.env["implementation.signature"]._next_number(),
            "approval": self.id,
            "plan": self.plan_id.id,
            "plan_slug": self.plan_id.slug,
            "subject_kind": self.subject_kind,
            "subject_model": self.subject_model,
            "subject_id": self.subject_id,
            "subject_name": self.subject_name or self.plan_id.display_name,
            "role": self.role_id.name or "",
            "user": user.id,
            "user_name": user.name,
            "login": user.login,
            "on_behalf": deputy_of.id or 0,
            "on_behalf_name": deputy_of.name or "",
            "meaning": values.meaning,
            "comment": values.comment,
            "typed_name": values.typed_name,
            "drawing": contents._digest(drawing) if drawing else "",
            "signed_at": fields.Datetime.now().isoformat(timespec="seconds") + "Z",
            "content": kept[0],
            "document": kept[1],
            "revision": self.plan_id.revision,
            "round": self.round,
            "road": road,
            "authentication": proof,
        }
        return self.env["implementation.signature"]._append_row(
            self, {**row, "digest": digest(row)}, drawing
        )

    def _get_signed_document(self, content):
        """The document as signed: reading it back gives the signed hash."""
        collections = set(COLLECTIONS) - {"approvals"}
        domains = {}
        if self.subject_kind != "plan":
            collections = collections_of_kind(self.subject_kind, self)
            domains = domains_of_kind(self.subject_kind, self)
        is_plan = self.subject_kind == "plan"
        contents = PlanContents(self.plan_id, collections, domains, with_prose=is_plan)
        record, plan = None, contents.values
        if "parts" not in content:  # an item; a plan, and what nothing is left of, has
            record = contents.plan.env[self.subject_model].browse(self.subject_id)
        subject = contents.subject(self.subject_kind, record)
        if record is not None:
            plan = select(plan, subject)
        parts = frozenset(content.get("parts", ALL_PARTS))
        source = (self.plan_id.source_text or "") if is_plan else ""
        facts = self.facts or {}
        document = assigned.best_document(source, plan, subject, parts, facts)
        return assigned.write(document, content, assigned.beyond_of(plan), subject)

    def _after_signature(self, signature):
        """Status, ledger, subject and mails after a signature."""
        # sudo: rights were checked before the signature
        own = self.sudo()
        content_hash = signature.content_digest
        request, _others, signed = own._with_hash(content_hash)._get_signing_state()
        complete = signoff.is_complete(request, signed)
        status = "approved" if complete else "pending"
        own._write_privately(
            {
                "status": status,
                "user_id": self.env.uid,
                "signed_at": signature.signed_at,
            }
        )
        self.env["implementation.event"].sudo()._log(  # sudo: portal users sign too
            own,
            "approval.signed",
            self.env._(
                "%(user)s signed %(request)s",
                user=signature.user_name,
                request=own.display_name,
            ),
            reason=signature.comment or "",
            data={
                "approval": own.id,
                "round": own.round,
                "signature": signature.digest,
                "content": content_hash,
                "status": status,
            },
        )
        own.activity_ids.filtered(lambda a: a.user_id == self.env.user).unlink()
        if complete:
            own.activity_unlink(["implementation_approval.mail_activity_type_sign"])
            own._call_subjects("_on_signed_off", own)
        own._tell_signed(signature, complete)

    def _with_hash(self, content_hash):
        """The first signature of a round says what the round is about."""
        self._write_privately({"content_hash": content_hash})
        return self

    def _tell_signed(self, signature, complete):
        """A note to the requester; mails go with the thread's followers."""
        text_ = self.env._(
            "%(user)s signed: %(meaning)s",
            user=signature._get_signer_text(),
            meaning=signature.meaning,
        )
        self.message_post(body=text_, subtype_xmlid="mail.mt_note")

    def _get_authors(self, subject, since):
        """Ids of people who wrote what this request covers since a moment."""
        if self.subject_kind == "plan":
            parts = self._get_parts()
            covered = collections_of(parts)
            tables = {
                model: None
                for collection, model in self.plan_id._get_document_sections()
                if collection in covered
            }
            if header_of(parts):
                tables["implementation.plan"] = None
            owner = set(self.sudo().plan_id.owner_id.ids)  # sudo: as the other authors
        else:
            tables, owner = {subject._name: subject.ids}, set()
        found = self.env["implementation.author"].sudo()  # sudo: as above
        plan = self.sudo().plan_id  # sudo: as above
        return (found._find(plan, tables, since) | owner) - {1}
