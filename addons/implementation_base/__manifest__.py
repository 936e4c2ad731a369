# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Base",
    "summary": "Workflow mixin, tamper-evident event log, roles and security groups",
    "version": "1.0.0",
    "category": "Services/Implementation",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "depends": ["mail", "project"],
    "external_dependencies": {"python": ["plankit"]},
    "data": [
        "security/implementation_base_groups.xml",
        "security/ir.model.access.csv",
        "security/implementation_role_security.xml",
        "security/implementation_event_security.xml",
        "views/implementation_role_views.xml",
        "views/implementation_event_views.xml",
        "views/implementation_base_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["implementation_base/static/src/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
}
