# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Plan: Rollout",
    "summary": "Rollback triggers with a compiled form, traffic and rollback commands",
    "version": "1.0.0",
    "category": "Services/Implementation",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "depends": ["implementation_plan"],
    "external_dependencies": {"python": ["plankit"]},
    "data": [
        "security/ir.model.access.csv",
        "security/implementation_rollout_security.xml",
        "views/implementation_trigger_views.xml",
        "views/implementation_plan_views.xml",
        "views/implementation_rollout_menus.xml",
    ],
}
