# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from plankit.plan import Dashboard

from odoo.tests import TransactionCase, tagged

from odoo.addons.implementation_plan.tests.register_case import RegisterCase


@tagged("post_install", "-at_install")
class TestDashboardRegister(RegisterCase, TransactionCase):
    model = "implementation.dashboard"
    items = (
        Dashboard(key="service overview", name="Service overview"),
        Dashboard(key="error analysis", name="Error analysis", done=True),
    )
    editable = ("done", True)
