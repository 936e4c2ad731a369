# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Plan: Migrations",
    "summary": "Database migrations: scripts with checksums, claimed against proved",
    "version": "1.0.0",
    "category": "Services/Implementation",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "depends": ["implementation_evidence"],
    "external_dependencies": {"python": ["plankit"]},
    "data": [
        "security/ir.model.access.csv",
        "security/implementation_migration_security.xml",
        "wizards/implementation_migration_start_views.xml",
        "wizards/implementation_migration_upload_views.xml",
        "views/implementation_migration_state_views.xml",
        "views/implementation_migration_form_views.xml",
        "views/implementation_migration_sign_off_views.xml",
        "views/implementation_migration_views.xml",
        "views/implementation_migration_run_views.xml",
        "views/implementation_environment_views.xml",
        "views/implementation_plan_views.xml",
        "views/implementation_migration_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["implementation_migration/static/src/**/*"],
        "web.assets_tests": ["implementation_migration/static/tests/tours/*.js"],
    },
}
