# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Plans: Markdown",
    "summary": "Import, merge and export plan.md without losing a byte",
    "version": "1.0.0",
    "category": "Services/Project",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "depends": ["implementation_plan"],
    "external_dependencies": {"python": ["plankit"]},
    "data": [
        "security/ir.model.access.csv",
        "security/implementation_revision_security.xml",
        "views/implementation_revision_views.xml",
        "wizard/implementation_plan_import_views.xml",
        "wizard/implementation_plan_instantiate_views.xml",
        "views/implementation_plan_views.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "implementation_markdown/static/src/**/*",
        ],
        "web.assets_tests": [
            "implementation_markdown/static/tests/tours/**/*",
        ],
    },
}
