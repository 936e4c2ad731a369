# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Plan: Evidence",
    "summary": "Runs of checks that prove, until they expire; gates read nothing else",
    "version": "1.0.0",
    "category": "Services/Implementation",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "depends": ["implementation_approval", "implementation_runner"],
    "external_dependencies": {"python": ["plankit"]},
    "data": [
        "security/ir.model.access.csv",
        "security/implementation_evidence_security.xml",
        "data/ir_cron_data.xml",
        "wizards/implementation_evidence_record_views.xml",
        "views/implementation_evidence_views.xml",
        "views/implementation_check_views.xml",
        "views/implementation_gate_proof_views.xml",
        "views/implementation_phase_views.xml",
        "views/implementation_deliverable_views.xml",
        "views/implementation_environment_views.xml",
        "views/implementation_plan_views.xml",
        "views/implementation_evidence_menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["implementation_evidence/static/tests/tours/*.js"],
    },
}
