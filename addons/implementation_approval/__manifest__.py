# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Plan: Sign-offs",
    "summary": "Sign-off requests, and what the document claims about them",
    "version": "1.0.0",
    "category": "Services/Implementation",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "depends": ["implementation_plan"],
    "external_dependencies": {"python": ["plankit"]},
    "data": [
        "security/ir.model.access.csv",
        "security/implementation_approval_security.xml",
        "views/implementation_approval_views.xml",
        "views/implementation_plan_views.xml",
        "views/implementation_approval_menus.xml",
    ],
}
