# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from plankit import assigned
from plankit.canonical import digest

from odoo import models

from ..tools import readable


class ImplementationSignature(models.Model):
    """A signature as a page that a person reads and prints."""

    _inherit = "implementation.signature"

    def _can_open(self):
        """Its signer, and whoever may read signatures or open the request."""
        self.ensure_one()
        own = self.sudo()  # sudo: whether one may look is what is found out here
        return bool(
            self.has_access("read")
            or own.user_id == self.env.user
            or own.approval_id.with_env(self.env)._can_open()
        )

    def _get_certificate(self):
        """Everything the certificate states: values only."""
        self.ensure_one()
        own = self.sudo()  # sudo: ``_can_open`` decided; a signer reads no ledger
        texts = own._get_texts()
        document = texts[own.document_digest]
        content = json.loads(texts[own.content_digest])
        approval = own.approval_id
        html = own.plan_id._render_html(assigned.document_of(document))
        return {
            "id": own.id,
            "row": own._to_row(),
            "signer": own.user_name,
            "on_behalf": own.on_behalf_name or "",
            "moment": f"{own.signed_at:%Y-%m-%d %H:%M:%S} UTC",
            "proof": own._get_proof_text(),
            "is_weak": own.is_weak,
            "drawing": own.drawing or "",
            "plan": own.plan_id.name,
            "company": own.company_id.name,
            "covers": approval._get_part_names(content.get("parts", ())),
            "kind_name": approval._get_selection_word("subject_kind"),
            "event": own._get_event_values(),
            "stands": approval._is_standing(own),
            "status_name": approval._get_selection_word("status"),
            "is_whole": own._is_whole(texts),
            "is_bound": assigned.is_bound(document),
            "document": readable.dressed(html),
            "beyond": approval._get_beyond(content),
        }

    def _is_whole(self, texts):
        """Whether the row and what it names still hash to what was signed."""
        row = self._to_row()
        found = row.pop("digest")
        hashed = self.env["implementation.content"]._digest
        return digest(row) == found and all(
            hashed(text) == name for name, text in texts.items()
        )

    def _get_proof_text(self):
        """How the signer proved who they are, as a sentence."""
        words = {
            "password": self.env._("with their password, asked at this very signature"),
            "password+totp": self.env._(
                "with their password and the code of their authenticator, "
                "both asked at this very signature"
            ),
            "login": self.env._("with their login or an API key only"),
        }
        return words[self.authentication]

    def _get_event_values(self):
        """The entry of the ledger that this signature stands in."""
        events = self.env["implementation.event"].search(
            [
                ("model", "=", "implementation.approval"),
                ("res_id", "=", self.approval_id.id),
                ("code", "=", "approval.signed"),
            ]
        )
        own = events.filtered(
            lambda event: json.loads(event.data).get("signature") == self.digest
        )
        return {"number": own.number, "digest": own.hash or ""} if own else None

    def _get_signed_file(self):
        """Name and bytes of the document as signed."""
        own = self.sudo()  # sudo: as for the certificate
        slug = own._to_row()["plan_slug"]
        text = own._get_texts()[own.document_digest]
        return f"{slug}-signature-{own.number}.md", text.encode()
