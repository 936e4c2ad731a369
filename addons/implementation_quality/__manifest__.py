# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Plan: Tests",
    "summary": "Test targets: coverage goals and shares of the pyramid",
    "version": "1.0.0",
    "category": "Services/Implementation",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "depends": ["implementation_plan"],
    "external_dependencies": {"python": ["plankit"]},
    "data": [
        "security/ir.model.access.csv",
        "security/implementation_quality_security.xml",
        "views/implementation_test_target_views.xml",
        "views/implementation_plan_views.xml",
        "views/implementation_quality_menus.xml",
    ],
}
