# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Plan: Agents and Jobs",
    "summary": "Job queue for agents: lease, heartbeat, log, result",
    "version": "1.0.0",
    "category": "Services/Implementation",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "depends": ["implementation_plan"],
    "external_dependencies": {"python": ["cryptography", "plankit"]},
    "data": [
        "security/ir.model.access.csv",
        "security/implementation_runner_security.xml",
        "data/ir_cron_data.xml",
        "views/implementation_job_views.xml",
        "views/implementation_agent_views.xml",
        "views/implementation_plan_views.xml",
        "views/implementation_runner_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["implementation_runner/static/src/**/*"],
    },
}
