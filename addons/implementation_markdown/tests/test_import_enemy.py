# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import SHOP, MarkdownCase


@tagged("post_install", "-at_install")
class TestImportEnemy(MarkdownCase):
    """What a caller hands in is looked at before it is believed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env(user=1)["res.company"].create({"name": "Elsewhere"})
        cls.stranger = new_test_user(
            cls.env(user=1),
            "md_enemy",
            groups="implementation_base.group_planner",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def test_wizards_show_nothing_of_another_company(self):
        plan = self.import_text()
        wizard = self.env["implementation.plan.import"].with_user(self.stranger)
        with self.assertRaises(AccessError):
            wizard.create({"plan_id": plan.id})
        wizard = self.env["implementation.plan.instantiate"].with_user(self.stranger)
        with self.assertRaises(AccessError):
            wizard.create({"template_id": plan.id})
        with self.assertRaises(AccessError):
            wizard.with_context(default_template_id=plan.id).create({})
        with self.assertRaises(AccessError):
            wizard.new({"template_id": plan.id}).mapped("answer_ids.sentence")

    def test_source_text_is_kept_by_imports_alone(self):
        plan = self.import_text()
        for vals in ({"source_text": "# forged"}, {"revision": 9}):
            with self.assertRaisesRegex(AccessError, "private_field"):
                plan.write(vals)

    def test_what_is_no_text_is_refused_clearly(self):
        for text in (None, 5, ["# x"], {"a": 1}, True):
            with self.assertRaisesRegex(UserError, "no_text"):
                self.plans.import_markdown(text, {})

    def test_odd_options_count_as_absent(self):
        for options in (
            {"plan_id": True},
            {"plan_id": 2**70},
            {"plan_id": -1},
            {"slug": "a\0b"},
            {"slug": "\ud800"},
            {"resolutions": {"[" * 100_000: "ours"}},
        ):
            answer = self.plans.preview_markdown("# Odd", options)
            self.assertEqual(answer["slug"], "odd")

    def test_long_titles_and_file_names_make_short_slugs(self):
        for text, options in (
            (f"# {'long title ' * 2000}", {}),
            ("Text", {"filename": f"{'long-name-' * 2000}.md"}),
        ):
            slug = self.plans.preview_markdown(text, options)["slug"]
            self.assertLessEqual(len(slug), 100)

    def test_broken_upload_is_refused_clearly(self):
        wizard = self.env["implementation.plan.import"].with_user(self.planner)
        with self.assertRaisesRegex(UserError, "broken_file"):
            wizard.create({"file": "abc"}).action_preview()

    def test_answers_of_a_wrong_kind_count_as_none(self):
        plan = self.import_text(SHOP)
        for values in ([1], "x", 5):
            self.assertTrue(plan.instantiate_template(values))
