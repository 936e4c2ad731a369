# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class ImplementationSignature(models.Model):
    """What the ledger's screen opens."""

    _inherit = "implementation.signature"

    def action_open_certificate(self):
        """The signature as a page to read and print."""
        return self._open(f"/implementation/signature/{self.id}/certificate", "new")

    def action_download_document(self):
        """The document as signed: it hashes to what was signed."""
        return self._open(f"/implementation/signature/{self.id}/document", "self")

    def _open(self, url, target):
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": url, "target": target}
