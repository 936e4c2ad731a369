# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import SHOP, MarkdownCase

OURS, THEIRS = "In Progress", "In Review"


@tagged("post_install", "-at_install")
class TestImportMerge(MarkdownCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.theirs = SHOP.replace(
            "| dba | - | Not Started |", f"| dba | - | {THEIRS} |"
        )

    def setUp(self):
        super().setUp()
        self.plan = self.import_text()
        self.first = self.task(self.plan, "P1.1")
        self.first.plan_status = "in_progress"

    def test_edits_of_different_values_merge(self):
        text = SHOP.replace("Write API", "Write the API")
        answer = self.plans.import_markdown(text, {})
        self.assertFalse(answer["conflicts"])
        self.assertEqual(answer["updated"], 1)
        self.assertEqual(self.first.plan_status, "in_progress")
        exported = self.plan.export_markdown()
        self.assertIn("Write the API", exported)
        self.assertIn(f"| dba | - | {OURS} |", exported)

    def test_refused_conflict_names_three_values_and_writes_nothing(self):
        text = self.theirs.replace("Write API", "Write the API")
        answer = self.plans.import_markdown(text, {})
        (conflict,) = answer["conflicts"]
        self.assertEqual(
            [conflict[name] for name in ("model", "ref", "field")],
            ["project.task", "P1.1", "status"],
        )
        self.assertEqual(
            [conflict[name] for name in ("base", "ours", "theirs")],
            ["not_started", "in_progress", "in_review"],
        )
        self.assertEqual(self.task(self.plan, "P1.2").name, "Write API")
        self.assertEqual(self.first.plan_status, "in_progress")

    def test_caller_settles_all_conflicts(self):
        self.plans.import_markdown(self.theirs, {"on_conflict": "theirs"})
        self.assertEqual(self.first.plan_status, "in_review")

    def test_kept_side_stays_kept_at_the_next_import(self):
        self.plans.import_markdown(self.theirs, {"on_conflict": "ours"})
        self.assertEqual(self.first.plan_status, "in_progress")
        self.assertUnchanged(self.plans.import_markdown(self.theirs, {}))
        self.assertEqual(self.first.plan_status, "in_progress")

    def test_caller_settles_one_conflict(self):
        answer = self.plans.import_markdown(self.theirs, {})
        path = answer["conflicts"][0]["path"]
        self.plans.import_markdown(self.theirs, {"resolutions": {path: "theirs"}})
        self.assertEqual(self.first.plan_status, "in_review")

    def test_base_of_the_caller_is_the_base_of_the_merge(self):
        exported = self.plan.export_markdown()
        revision = self.plan.revision_ids[-1:]
        self.first.plan_status = "blocked"
        text = exported.replace("Write API", "Write the API")
        refused = self.plans.preview_markdown(text, {"base_sha256": revision.sha256})
        self.assertTrue(refused["conflicts"])
        digest = self.env["implementation.revision"]._digest(exported)
        self.env["implementation.revision"]._keep(self.plan, "export", exported)
        answer = self.plans.import_markdown(text, {"base_sha256": digest})
        self.assertFalse(answer["conflicts"])
        self.assertEqual(self.first.plan_status, "blocked")

    def test_row_deleted_here_and_changed_there_is_a_conflict(self):
        line = "- [ ] Schema on staging\n"
        self.assertIn(line, SHOP)
        self.env["implementation.deliverable"].search(
            [("plan_id", "=", self.plan.id), ("name", "=", "Schema on staging")]
        ).with_user(self.planner).unlink()
        text = SHOP.replace(line, "- [x] Schema on staging\n")
        self.assertTrue(self.plans.import_markdown(text, {})["conflicts"])
        self.assertNotIn("Schema on staging", self.plan.export_markdown())
