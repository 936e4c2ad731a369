# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import content_disposition, request


class ImplementationPlanController(http.Controller):
    @http.route(
        "/implementation/plan/<model('implementation.plan'):plan>/document",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def download(self, plan):
        """The plan's document as a file, exactly as it would be written back."""
        plan.check_access("read")
        return request.make_response(
            plan.export_markdown().encode(),
            headers=[
                ("Content-Type", "text/markdown; charset=utf-8"),
                ("Content-Disposition", content_disposition(f"{plan.slug}.md")),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
