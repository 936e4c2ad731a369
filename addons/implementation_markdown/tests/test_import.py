# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SHOP, MarkdownCase


@tagged("post_install", "-at_install")
class TestImport(MarkdownCase):
    def test_unedited_import_exports_the_same_bytes(self):
        for newline in ("\n", "\r\n"):
            text = "\ufeff" + SHOP.replace("shop-test", f"shop-{len(newline)}")
            text = text.replace("\n", newline)
            self.assertEqual(self.import_text(text).export_markdown(), text)

    def test_second_import_changes_nothing(self):
        self.import_text()
        answer = self.plans.import_markdown(SHOP, {})
        self.assertUnchanged(answer)
        self.assertFalse(answer["conflicts"])

    def test_import_makes_records_of_every_row(self):
        plan = self.import_text()
        self.assertEqual(plan.phase_ids.mapped("code"), ["P1", "P2"])
        refs = plan.task_ids.sorted("sequence").mapped("plan_ref")
        self.assertEqual(refs, ["P1.1", "P1.2", "P1.3", "P2.1"])
        rollout = self.task(plan, "P2.1")
        self.assertEqual(rollout.plan_depends_text, "P1.*")
        self.assertEqual(
            set(rollout.depend_on_ids.mapped("plan_ref")), {"P1.1", "P1.2", "P1.3"}
        )
        self.assertEqual(self.task(plan, "P1.1").document_extra, [["Notes", "keep me"]])

    def test_one_edit_is_one_changed_line(self):
        plan = self.import_text()
        self.task(plan, "P1.1").plan_status = "done"
        before, after = SHOP.split("\n"), plan.export_markdown().split("\n")
        changed = [new for old, new in zip(before, after, strict=True) if old != new]
        self.assertEqual(
            changed, ["| P1.1 | Create schema | dba | - | Done | keep me |"]
        )

    def test_preview_writes_nothing(self):
        count = self.plans.search_count([])
        answer = self.plans.preview_markdown(SHOP, {})
        self.assertFalse(answer["plan_id"])
        self.assertEqual(answer["models"]["project.task"]["created"], 4)
        self.assertEqual(self.plans.search_count([]), count)

    def test_answer_holds_no_none(self):
        def walk(value):
            self.assertIsNotNone(value)
            if isinstance(value, dict):
                value = list(value.values())
            if isinstance(value, list):
                for part in value:
                    walk(part)

        walk(self.plans.import_markdown(SHOP, {}))
        text = SHOP.replace("Write API", "Write the API")
        walk(self.plans.preview_markdown(text, {}))

    def test_dropped_task_is_archived_and_comes_back(self):
        plan = self.import_text()
        task = self.task(plan, "P1.3")
        line = "| P1.3 | Write docs | dev | P1.1-P1.2 | Not Started |  |\n"
        self.assertIn(line, SHOP)
        self.import_text(SHOP.replace(line, ""))
        self.assertFalse(task.active)
        self.assertEqual(plan.task_count, 3)
        self.import_text()
        self.assertTrue(task.active)
        self.assertEqual(self.task(plan, "P1.3"), task)
        self.assertEqual(plan.export_markdown(), SHOP)

    def test_task_made_in_odoo_comes_out_and_stays(self):
        plan = self.import_text()
        phase = plan.phase_ids[0]
        self.env["project.task"].with_user(self.planner).create(
            {"name": "Write tests", "plan_id": plan.id, "plan_phase_id": phase.id}
        )
        text = plan.export_markdown()
        self.assertIn("| P1.4 | Write tests |", text)
        self.assertUnchanged(self.plans.import_markdown(text, {}))
        self.assertEqual(plan.export_markdown(), text)

    def test_row_renamed_in_odoo_is_recognised_in_the_exported_file(self):
        plan = self.import_text()
        plan.phase_ids[0].name = "Ground"
        deliverable = self.env["implementation.deliverable"].search(
            [("plan_id", "=", plan.id), ("name", "=", "Schema on staging")]
        )
        deliverable.with_user(self.planner).name = "Schema on the staging server"
        text = plan.export_markdown()
        self.assertUnchanged(self.plans.import_markdown(text, {}))
        self.assertEqual(deliverable.exists().name, "Schema on the staging server")

    def test_status_change_by_import_obeys_the_rules_and_writes_nothing(self):
        plan = self.import_text()
        blocked = SHOP.replace(
            "P1.2 | Write API | dev | P1.1 | Not Started",
            "P1.2 | Write the API | dev | P1.1 | Done",
        )
        self.assertNotEqual(blocked, SHOP)
        findings = self.plans.preview_markdown(blocked, {})["findings"]
        self.assertIn("blocked_task", [found["code"] for found in findings])
        with self.assertRaisesRegex(UserError, r"\[blocked_task\]"):
            self.plans.import_markdown(blocked, {})
        self.assertEqual(plan.export_markdown(), SHOP)

    def test_chain_closed_by_one_import_closes_in_order(self):
        plan = self.import_text()
        text = SHOP
        for ref in ("P1.1", "P1.2", "P1.3"):
            line = next(row for row in SHOP.split("\n") if row.startswith(f"| {ref} "))
            text = text.replace(line, line.replace("Not Started", "Done"))
        self.import_text(text)
        self.assertEqual(plan.done_task_count, 3)
        self.assertEqual(plan.export_markdown(), text)

    def test_first_import_keeps_contradicting_statuses_with_a_finding(self):
        text = SHOP.replace(
            "P1.2 | Write API | dev | P1.1 | Not Started",
            "P1.2 | Write API | dev | P1.1 | Done",
        )
        answer = self.plans.import_markdown(text, {})
        codes = [found["code"] for found in answer["findings"]]
        self.assertIn("done_before_predecessor", codes)
        plan = self.plans.browse(answer["plan_id"])
        self.assertEqual(self.task(plan, "P1.2").plan_status, "done")

    def test_cycle_is_refused_before_any_write(self):
        text = SHOP.replace("dba | - |", "dba | P1.2 |")
        count = self.plans.search_count([])
        with self.assertRaisesRegex(UserError, r"\[dependency_cycle\].*P1\.1.*P1\.2"):
            self.plans.import_markdown(text, {})
        self.assertEqual(self.plans.search_count([]), count)

    def test_hostile_text_is_stored_inert(self):
        script = "<script>alert(1)</script>"
        plan = self.import_text(SHOP.replace("Create schema", script))
        self.assertEqual(self.task(plan, "P1.1").name, script)
        html = plan.get_document_view()["html"]
        self.assertNotIn("<script", html)
        self.assertIn(script, plan.export_markdown())

    def test_broken_documents_are_refused_with_their_code(self):
        for text, code in (
            ("a\x00b", "nul_byte"),
            ("x" * (9 * 1024 * 1024), "too_large"),
        ):
            with self.assertRaisesRegex(UserError, rf"\[{code}\]"):
                self.plans.import_markdown(text, {})

    def test_slug_comes_from_document_caller_file_title(self):
        bare = SHOP.replace("**Slug**: `shop-test`\n", "")
        for options, slug in (
            ({"slug": "asked", "filename": "My plan.md"}, "asked"),
            ({"filename": "My plan.md"}, "my-plan"),
            ({}, "shop-relaunch"),
        ):
            plan = self.import_text(bare, **options)
            self.assertEqual(plan.slug, slug)
            self.assertEqual(plan.export_markdown(), bare)

    def test_value_without_a_place_in_the_document_is_a_finding(self):
        plan = self.import_text("# List\n\n## Tasks\n\n- [ ] T001 Create schema\n")
        task = plan.task_ids
        task.plan_status = "in_progress"
        found = [f for f in plan.get_lint() if f["code"] == "not_in_document"]
        self.assertEqual([f["res_id"] for f in found], task.ids)
        self.assertUnchanged(self.plans.import_markdown(plan.export_markdown(), {}))
        self.assertEqual(task.plan_status, "in_progress")
