# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import http
from odoo.http import content_disposition, request


class ImplementationSignatureController(http.Controller):
    """What a signature stands for, to be read, printed and kept."""

    @http.route(
        "/implementation/signature/<int:signature_id>/certificate",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def certificate(self, signature_id):
        """Who signed what, when and how, with the document as signed."""
        signature = self._find(signature_id)
        response = request.render(
            "implementation_approval.certificate",
            {"certificate": signature._get_certificate()},
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @http.route(
        "/implementation/signature/<int:signature_id>/document",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def document(self, signature_id):
        """The document as signed: ``planctl verify`` hashes it to the signed hash."""
        name, data = self._find(signature_id)._get_signed_file()
        return request.make_response(
            data,
            headers=[
                ("Content-Type", "text/markdown; charset=utf-8"),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    def _find(self, signature_id):
        signature = request.env["implementation.signature"].browse(signature_id)
        # sudo: whether it is there is told to nobody else
        if not signature.sudo().exists() or not signature._can_open():
            raise request.not_found()
        return signature
