# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from plankit.bundle import FORMAT, HEAD_FORMAT

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.implementation_base.compat import users_of
from odoo.addons.implementation_base.refusal import coded

AUDITOR = "implementation_base.group_auditor"


class ImplementationEvent(models.Model):
    """The ledger as an auditor takes it away, and its head as it is published."""

    _inherit = "implementation.event"

    @api.model
    def _get_company(self, record):
        """A head is about a company itself."""
        if record._name == "res.company":
            return record
        return super()._get_company(record)

    @api.model
    def _check_auditor(self):
        if not self.env.user.has_group(AUDITOR):
            raise AccessError(
                coded(
                    "role_required",
                    self.env._("Only an auditor exports the ledger. Ask one of them."),
                )
            )

    @api.model
    def get_bundle(self):
        """The whole ledger of the current company, as ``planctl verify`` reads it.

        Events, signatures, what was signed, and the state of the requests. Auditors.
        """
        self._check_auditor()
        return self._get_bundle(self.env.company)

    @api.model
    def _get_bundle(self, company):
        everything = self.sudo()  # sudo: an auditor's bundle is whole or proves nothing
        signatures = everything.env["implementation.signature"].search(
            [("company_id", "=", company.id)], order="number"
        )
        approvals = everything.env["implementation.approval"].search(
            [("company_id", "=", company.id), ("requested_at", "!=", False)],
            order="id",
        )
        return {
            "format": FORMAT,
            "company": {"id": company.id, "name": company.name},
            "events": list(everything._iter_chain(company)),
            "signatures": [signature._to_row() for signature in signatures],
            "contents": signatures._get_texts(),
            "approvals": [
                {
                    "id": approval.id,
                    "status": approval.status,
                    "round": approval.round,
                    "content_hash": approval.content_hash or "",
                }
                for approval in approvals
            ],
        }

    @api.model
    def get_head(self, after=0):
        """The end of the current company's chain, to be kept elsewhere. Auditors.

        ``digests`` are those of every event after number ``after``, so that a chain
        that was made anew shows where.
        """
        self._check_auditor()
        return self._get_head(self.env.company, after if type(after) is int else 0)

    @api.model
    def _get_head(self, company, after=0):
        events = self.sudo()  # sudo: heads concern the whole chain
        found = events.search_fetch(
            [("company_id", "=", company.id), ("number", ">", after)],
            ["number", "hash"],
            order="number",
        )
        return {
            "format": HEAD_FORMAT,
            "company": company.id,
            "number": found[-1:].number,
            "digest": found[-1:].hash or "",
            "from": found[:1].number,
            "digests": found.mapped("hash"),
            "published_at": fields.Datetime.now().isoformat(timespec="seconds") + "Z",
        }

    @api.model
    def _cron_publish_heads(self):
        """Send each company's head to its auditors: what is outside stays."""
        every = self.env["implementation.event.head"].sudo()  # sudo: a cron
        heads = every.search([("number", ">", 0)])
        for head in heads:
            self._publish_head(head.company_id)

    @api.model
    def _publish_head(self, company):
        last = self._get_last_published(company)
        head = self._get_head(company, last)
        if not head["number"]:
            return None
        text = json.dumps(head, sort_keys=True)
        name = f"ledger-head-{company.id}-{head['number']}.jsonl"
        attachment = self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": f"{text}\n".encode(),
                "mimetype": "application/jsonl",
                "company_id": company.id,
                "description": "implementation-head",
            }
        )
        self._log(
            company,
            "head.published",
            self.env._(
                "The ledger's head %(number)s was sent to the auditors",
                number=head["number"],
            ),
            data={"number": head["number"], "digest": head["digest"]},
        )
        self._mail_head(company, head, attachment)
        return attachment

    @api.model
    def _get_last_published(self, company):
        last = self.sudo().search(  # sudo: a cron
            [("company_id", "=", company.id), ("code", "=", "head.published")],
            order="number desc",
            limit=1,
        )
        return json.loads(last.data)["number"] if last else 0

    @api.model
    def _mail_head(self, company, head, attachment):
        auditors = users_of(self.env, AUDITOR, company).partner_id
        if not auditors:
            return
        self.env["mail.mail"].sudo().create(  # sudo: the server's own mail
            {
                "subject": self.env._(
                    "Ledger of %(company)s: head %(number)s",
                    company=company.name,
                    number=head["number"],
                ),
                "body_html": self.env._(
                    "Keep the attached line outside this server. "
                    "planctl verify --heads checks an exported ledger against it."
                ),
                "recipient_ids": [(6, 0, auditors.ids)],
                "attachment_ids": [(4, attachment.id)],
            }
        )
