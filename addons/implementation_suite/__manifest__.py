# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Plans",
    "summary": "Software implementation plans as live records, with their document",
    "version": "1.0.0",
    "category": "Services/Project",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "application": True,
    "depends": [
        "implementation_markdown",
        "implementation_risk",
        "implementation_migration",
        "implementation_rollout",
        "implementation_observability",
        "implementation_quality",
        "implementation_approval",
        "implementation_runner",
        "implementation_evidence",
    ],
    "data": ["data/implementation_plan_data.xml"],
    "demo": ["demo/implementation_plan_demo.xml"],
    "assets": {
        "web.assets_tests": [
            "implementation_suite/static/tests/tours/**/*",
        ],
    },
}
