# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from pathlib import Path

from odoo.tests import TransactionCase, new_test_user

ADDON = Path(__file__).parents[1]
ROOT = ADDON.parents[1]
TEMPLATE = (ADDON / "data" / "plan-template.md").read_bytes().decode()
DEMO = (ADDON / "demo" / "shop-relaunch.md").read_bytes().decode()
CORPUS = Path(os.environ.get("PLAN_CORPUS", ROOT.parent / "shared" / "corpus"))
DOCUMENTS = ROOT / "tests" / "data" / "documents"

#: An answer for each placeholder of the reference document.
ANSWERS = {
    "Project Name": "Shop Relaunch",
    "slug": "suite-shop",
    "owner": "Ana Ruiz",
    "date": "2026-11-16",
    "estimated_duration": "2 weeks",
    "domain": "shop.example",
    "feature_1": "product search",
    "feature_2": "guest checkout",
    "Feature 1": "Product search",
    "Feature 2": "Guest checkout",
    "feature": "search",
    "previous_version": "001",
    "version": "002",
    "num": "128",
    "service_name": "shop-api",
    "trace_id": "4bf92f3577b34da6",
    "message": "order placed",
    "external_service": "Payment sandbox",
    "team": "Payments team",
    "blocker": "Cookie text is not approved",
    "impact": "Guest checkout cannot ship",
    "resolution": "Workshop with Legal",
}


class SuiteCase(TransactionCase):
    """A planner without Odoo's project manager rights works on whole documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner = new_test_user(
            cls.env, "suite_planner", groups="implementation_base.group_planner"
        )
        cls.plans = cls.env["implementation.plan"].with_user(cls.planner)

    def import_text(self, text, **options):
        """Import and give the plan, as the planner."""
        answer = self.plans.import_markdown(text, options)
        self.assertFalse(answer["conflicts"])
        return self.plans.browse(answer["plan_id"])

    def new_plan(self, **answers):
        """A plan of the reference document with every placeholder filled."""
        template = self.import_text(TEMPLATE, slug="suite-template")
        return self.plans.browse(template.instantiate_template({**ANSWERS, **answers}))

    def assertUnchanged(self, answer, message=""):
        counts = {name: answer[name] for name in ("created", "updated", "deleted")}
        zero = {"created": 0, "updated": 0, "deleted": 0}
        self.assertEqual(counts, zero, f"{message} {answer['changes']}")
        self.assertFalse(answer["conflicts"], message)


def one_changed_line(before, after):
    """The lines that differ, where both texts have as many."""
    old, new = before.split("\n"), after.split("\n")
    if len(old) != len(new):
        return None
    return [line for was, line in zip(old, new, strict=True) if was != line]
