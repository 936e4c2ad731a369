# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Plan: Observability",
    "summary": "Metrics with thresholds, dashboards and the log format",
    "version": "1.0.0",
    "category": "Services/Implementation",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "depends": ["implementation_plan"],
    "external_dependencies": {"python": ["plankit"]},
    "data": [
        "security/ir.model.access.csv",
        "security/implementation_observability_security.xml",
        "views/implementation_metric_views.xml",
        "views/implementation_dashboard_views.xml",
        "views/implementation_plan_views.xml",
        "views/implementation_observability_menus.xml",
    ],
}
