# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Implementation Plan",
    "summary": "Plans, phases and tasks that cannot be done while they are blocked",
    "version": "1.0.0",
    "category": "Services/Implementation",
    "author": "Implementation Plan contributors",
    "license": "LGPL-3",
    "depends": ["implementation_base"],
    "external_dependencies": {"python": ["plankit"]},
    "data": [
        "security/ir.model.access.csv",
        "security/implementation_plan_security.xml",
        "security/implementation_phase_security.xml",
        "security/implementation_registers_security.xml",
    ],
    "post_init_hook": "post_init_hook",
}
