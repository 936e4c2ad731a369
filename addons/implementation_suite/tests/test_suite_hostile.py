# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import TEMPLATE, SuiteCase

SCRIPT = "<script>alert(1)</script>"
IMAGE = '<img src=x onerror="alert(1)">'
LINK = "[click](javascript:alert(1))"
ACTIVE = re.compile(r"<script|<img|<iframe|<[^>]*\son\w+\s*=|href=\W*javascript:", re.I)
#: A word of each row's own in every section, to be replaced by something nasty.
PLACES = (
    "Set up infrastructure",
    "Next.js 16",
    "Create database schema",
    "Database schema deployed",
    "Health check passes",
    "create_base_tables",
    "PR validation",
    "pytest",
    "histogram",
    "Service overview",
    "Database migration fails",
    "rollback script",
    "Tech Lead",
    "cicd",
)


@tagged("post_install", "-at_install")
class TestSuiteHostile(SuiteCase):
    def assertRefused(self, text, code):
        plans = self.plans.search_count([])
        projects = self.env["project.project"].search_count([])
        for method in ("preview_markdown", "import_markdown"):
            with self.assertRaisesRegex(UserError, rf"^\[{code}\]"):
                getattr(self.plans, method)(text, {"slug": "suite-hostile"})
        self.assertEqual(self.plans.search_count([]), plans)
        self.assertEqual(self.env["project.project"].search_count([]), projects)

    def assertStored(self, text):
        plan = self.import_text(text, slug="suite-hostile")
        self.assertEqual(plan.export_markdown(), text)
        return plan

    def test_fifty_megabytes_are_refused_before_parsing(self):
        self.assertRefused("# Plan\n" + "x" * (50 * 1024 * 1024), "too_large")

    def test_table_of_a_million_cells_is_refused_or_stored(self):
        row = "|" + " a |" * 1000
        table = "\n".join([row, "|" + "---|" * 1000, *[row] * 1000])
        text = f"# Plan\n\n## Tasks\n\n{table}\n"
        plans = self.plans.search_count([])
        try:
            self.assertStored(text)
        except UserError as error:
            self.assertRegex(str(error), r"^\[[a-z0-9_]+\]")
            self.assertEqual(self.plans.search_count([]), plans)

    def test_ten_thousand_nested_lists_are_refused_or_stored(self):
        deep = "\n".join(f"{'  ' * (row % 500)}- [ ] {row}" for row in range(10_000))
        for text in (
            f"# Plan\n\n## Tasks\n\n{deep}\n",
            "# P\n\n" + "- " * 10_000 + "x",
        ):
            plans = self.plans.search_count([])
            try:
                with self.env.cr.savepoint():
                    self.assertStored(text)
            except UserError as error:
                self.assertRegex(str(error), r"^\[[a-z0-9_]+\]")
                self.assertEqual(self.plans.search_count([]), plans)

    def test_nul_byte_is_refused(self):
        self.assertRefused(TEMPLATE.replace("Redis", "Re\x00dis"), "nul_byte")

    def test_lone_surrogate_is_refused(self):
        self.assertRefused(TEMPLATE.replace("Redis", "Re\ud800dis"), "not_utf8")

    def test_script_in_every_field_is_kept_as_text(self):
        text = TEMPLATE.replace("`{slug}`", "`suite-hostile`")
        for number, place in enumerate(PLACES):
            nasty = (SCRIPT, IMAGE, LINK)[number % 3]
            self.assertIn(place, text)
            text = text.replace(place, f"{place} {nasty}")
        plan = self.assertStored(text)
        self.assertUnchanged(self.plans.import_markdown(text, {}))
        self.assertIn(SCRIPT, plan.phase_ids[0].goal)
        view = plan.get_document_view()
        self.assertFalse(ACTIVE.search(view["html"]), ACTIVE.search(view["html"]))
        self.assertIn("&lt;script&gt;", view["html"])

    def test_nothing_of_a_document_is_an_html_field(self):
        for _collection, model in self.plans._get_document_sections():
            rows = self.env[model]
            names = [*rows._document_map.values(), "document_key"]
            kinds = {name: rows._fields[name].type for name in names}
            self.assertNotIn("html", kinds.values(), (model, kinds))

    def test_slug_of_another_company_reveals_nothing(self):
        self.import_text(TEMPLATE, slug="suite-hostile")
        company = self.env["res.company"].create({"name": "Suite Other"})
        stranger = new_test_user(
            self.env,
            "suite_stranger",
            groups="implementation_base.group_planner",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        plans = self.plans.with_user(stranger)
        options = {"slug": "suite-hostile"}
        preview = plans.preview_markdown(TEMPLATE, options)
        self.assertFalse(preview["plan_id"])
        self.assertFalse(preview["changes"])
        plan = plans.browse(plans.import_markdown(TEMPLATE, options)["plan_id"])
        self.assertEqual(plan.company_id, company)
        self.assertEqual(plan.slug, "suite-hostile")
        for _collection, model in plan._get_document_sections():
            rows = plan._get_document_rows(model)
            self.assertLessEqual(set(rows.company_id.ids), set(company.ids), model)
