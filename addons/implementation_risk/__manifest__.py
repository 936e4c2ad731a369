# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Plan: Risks",
    "summary": "Risk register with a matrix of impact by probability",
    "version": "1.0.0",
    "category": "Services/Implementation",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "depends": ["implementation_evidence"],
    "external_dependencies": {"python": ["plankit"]},
    "data": [
        "security/ir.model.access.csv",
        "security/implementation_risk_security.xml",
        "views/implementation_risk_views.xml",
        "views/implementation_risk_sign_off_views.xml",
        "views/implementation_risk_report_views.xml",
        "views/implementation_risk_actions.xml",
        "views/implementation_plan_views.xml",
        "views/implementation_risk_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["implementation_risk/static/src/**/*"],
        "web.assets_tests": ["implementation_risk/static/tests/tours/*.js"],
        "web.assets_unit_tests": ["implementation_risk/static/tests/*.test.js"],
    },
}
