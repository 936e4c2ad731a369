# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
import unittest

from plankit import markdown
from plankit.errors import DocumentRefused

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CORPUS, DOCUMENTS, SuiteCase, one_changed_line

CODE = re.compile(r"^\[[a-z0-9_]+\] ")
#: The only documents that may be refused, with the code they are refused by.
REFUSED = {"cycle.md": "dependency_cycle"}


@tagged("post_install", "-at_install")
class TestSuiteCorpus(SuiteCase):
    """Documents people wrote, and those that were made to hurt."""

    def text_of(self, path):
        try:
            return markdown.decode(path.read_bytes())
        except DocumentRefused as error:
            self.assertRegex(str(error), CODE)
            return None

    def travel(self, path):
        """Import, export, import again, and one edit: what every document must bear."""
        text = self.text_of(path)
        if text is None:
            return self.assertIn(path.name, REFUSED)
        options = {"filename": path.name}
        count = self.plans.search_count([])
        try:
            with self.env.cr.savepoint():
                answer = self.plans.import_markdown(text, options)
        except UserError as error:
            self.assertRegex(str(error), CODE)
            self.assertIn(f"[{REFUSED.get(path.name)}]", str(error))
            self.assertEqual(self.plans.search_count([]), count)
            return None
        self.assertNotIn(path.name, REFUSED)
        plan = self.plans.browse(answer["plan_id"])
        self.assertEqual(plan.export_markdown(), text)
        self.assertUnchanged(self.plans.import_markdown(text, options))
        return self.edit_status(plan, text)

    def edit_status(self, plan, text):
        """One status changed in Odoo is one changed line, or named as unwritable."""
        task = plan.task_ids.filtered(
            lambda task: not task.is_blocked and task.plan_status != "cancelled"
        )[:1]
        others = {"in_progress", "done", "not_started"} - {task.plan_status}
        for status in sorted(others) if task else ():
            task.plan_status = status
            written = plan._write_document()
            if not written.unwritten:
                return self.check_edit(plan, text, written.text)
            key = task.document_key
            self.assertEqual(written.unwritten, (("tasks", key, "status"),))
            self.assertEqual(written.text, text)
        return False

    def check_edit(self, plan, before, after):
        changed = one_changed_line(before, after)
        self.assertEqual(len(changed or []), 1, changed)
        options = {"slug": plan.slug, "plan_id": plan.id}
        self.assertUnchanged(self.plans.import_markdown(after, options))
        return True

    def travel_all(self, folder):
        if not folder.is_dir():
            raise unittest.SkipTest(f"no documents in {folder}; set PLAN_CORPUS")
        failures = []
        paths = sorted(folder.glob("*.md"))
        edited = 0
        for path in paths:
            try:
                with self.env.cr.savepoint():
                    edited += bool(self.travel(path))
            except Exception as error:  # every document is judged, not the first only
                failures.append(f"{path.name}: {type(error).__name__}: {error}")
        self.assertFalse(failures, "\n".join(failures))
        return len(paths), edited

    def test_corpus_travels_unharmed(self):
        documents, edited = self.travel_all(CORPUS)
        self.assertEqual(documents, 17)
        self.assertGreaterEqual(edited, 6)

    def test_hand_made_documents_travel_unharmed_or_are_refused(self):
        documents, edited = self.travel_all(DOCUMENTS)
        self.assertGreater(documents, 20)
        self.assertGreater(edited, 15)
