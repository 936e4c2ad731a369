# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import fields

from plankit import markdown
from plankit.plan import COLLECTIONS, HEADER_FIELDS, PARENTS
from plankit.templates import placeholders

from odoo.tests import tagged

from .common import ANSWERS, TEMPLATE, SuiteCase

#: What the reference document becomes.
COUNTS = {
    "components": 7,
    "phases": 4,
    "tasks": 19,
    "checklist": 0,
    "deliverables": 17,
    "checks": 3,
    "migrations": 3,
    "environments": 4,
    "triggers": 4,
    "test_targets": 3,
    "metrics": 4,
    "dashboards": 4,
    "risks": 3,
    "dependencies": 1,
    "blockers": 1,
    "approvals": 3,
}


@tagged("post_install", "-at_install")
class TestSuiteReference(SuiteCase):
    def test_template_comes_back_byte_for_byte(self):
        windows = TEMPLATE.replace("\n", "\r\n")
        for name, text in {
            "as it is": TEMPLATE,
            "CRLF": windows,
            "BOM": "\ufeff" + TEMPLATE,
            "BOM and CRLF": "\ufeff" + windows,
            "no last line end": TEMPLATE.rstrip("\n"),
        }.items():
            slug = f"suite-{name.lower().replace(' ', '-')}"
            plan = self.import_text(text, slug=slug)
            self.assertTrue(plan.is_template, name)
            self.assertEqual(plan.export_markdown(), text, name)
            self.assertUnchanged(self.plans.import_markdown(text, {"slug": slug}), name)

    def test_every_section_has_a_model_of_its_own(self):
        sections = dict(self.plans._get_document_sections())
        self.assertEqual(set(sections), set(COLLECTIONS))
        self.assertEqual(len(set(sections.values())), len(COLLECTIONS))
        header = self.plans._get_document_header()
        self.assertEqual(set(header), set(HEADER_FIELDS) - {"extra"})

    def test_filled_template_becomes_these_records(self):
        self.assertEqual(
            {found.name for found in placeholders(TEMPLATE)} - set(ANSWERS), set()
        )
        plan = self.new_plan()
        self.assertFalse(plan.is_template)
        found = {
            collection: self.env[model].search_count([("plan_id", "=", plan.id)])
            for collection, model in plan._get_document_sections()
        }
        self.assertEqual(found, COUNTS)
        self.assertFalse(placeholders(plan.export_markdown()))

    def test_records_say_what_the_document_says(self):
        plan = self.new_plan()
        document = markdown.read(plan.export_markdown()).plan
        records = plan._get_document_plan()
        for name in HEADER_FIELDS:
            self.assertEqual(getattr(records, name), getattr(document, name), name)
        for (collection, row), (_same, item) in zip(
            records.walk(), document.walk(), strict=True
        ):
            for field in fields(item):
                self.assertEqual(
                    getattr(row, field.name),
                    getattr(item, field.name),
                    f"{collection} {item.key} {field.name}",
                )

    def test_rows_know_their_phase_and_their_predecessors(self):
        plan = self.new_plan()
        for collection, model in plan._get_document_sections():
            parent = next(
                (f for f in PARENTS if hasattr(COLLECTIONS[collection], f)), None
            )
            if parent and COUNTS[collection]:
                rows = plan._get_document_rows(model)
                field = rows._document_map.get(parent) or "plan_phase_id"
                self.assertTrue(all(row[field] for row in rows), collection)
        tasks = {task.plan_ref: task for task in plan.task_ids}

        def waits_for(ref):
            return sorted(tasks[ref].depend_on_ids.mapped("plan_ref"))

        self.assertEqual(waits_for("P1.3"), ["P1.1"])
        self.assertEqual(waits_for("P2.3"), ["P2.1", "P2.2"])
        self.assertEqual(waits_for("P3.1"), ["P2.1", "P2.2", "P2.3", "P2.4"])
        self.assertEqual(waits_for("P4.1"), ["P3.1", "P3.2", "P3.3", "P3.4", "P3.5"])
