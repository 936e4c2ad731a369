# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DEMO, SuiteCase, one_changed_line

SEED = 20261123
EDITS = 120
WORDS = ("schema", "Réseau", "数据库", "load test", "99%", "cutover (late)", "v2")
#: Fields whose change means more than one value in the text, by design.
STRUCTURAL = {"plan_ref", "plan_phase_id", "phase_id", "task_id", "code", "group"}

#: Drawings on the plan that hold rows' values: an import brings them up to date.
DRAWINGS = {"traffic_progression", "test_pyramid"}
DRAWN = ("implementation.environment", "implementation.test.target")


@tagged("post_install", "-at_install")
class TestSuiteEdits(SuiteCase):
    """Any one value changed in Odoo is one changed line, and comes back as such."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        text = DEMO.replace("shop-relaunch", "suite-edits")
        answer = cls.plans.import_markdown(text, {})
        cls.plan = cls.plans.browse(answer["plan_id"])

    def edits(self, rng):
        """Endless ``(row, field, value)``, over all registers alike."""
        sections = dict(self.plan._get_document_sections())
        fields = [
            (model, name)
            for collection, model in sections.items()
            for name in self.env[model]._document_map.values()
            if name not in STRUCTURAL and self.is_plain(model, name)
        ]
        while True:
            model, name = rng.choice(fields)
            rows = self.plan._get_document_rows(model)
            if rows:
                yield rng.choice(list(rows)), name, self.value(rng, model, name)

    def is_plain(self, model, name):
        field = self.env[model]._fields[name]
        kinds = ("char", "text", "boolean", "selection", "date")
        return field.type in kinds and not field.readonly and name != "state"

    def value(self, rng, model, name):
        field = self.env[model]._fields[name]
        if name == "plan_depends_text":
            return rng.choice(["P1.1", "P1.1-P1.3", False])
        if field.type == "boolean":
            return rng.choice([True, False])
        if field.type == "selection":
            return rng.choice(
                [key for key, _text in field._description_selection(self.env)]
            )
        if field.type == "date":
            return rng.choice(["2027-02-01", "2026-12-24"])
        return " ".join(rng.sample(WORDS, rng.randint(1, 3)))

    def test_single_edits_change_single_lines(self):
        rng = random.Random(SEED)
        done = 0
        lost = set()
        for row, name, value in self.edits(rng):
            if done >= EDITS:
                break
            before = self.plan.export_markdown()
            try:
                with self.env.cr.savepoint():
                    row.write({name: value})
            except UserError:
                continue  # the rules refuse it: blocked, circular
            done += 1
            lost = self.check(before, f"{row._name} {row.id} {name}={value!r}", lost)
        self.assertLess(len(lost), EDITS / 10, lost)

    def check(self, before, edit, lost):
        """One line at most; what has no place in the text is named, and only that."""
        written = self.plan._write_document()
        changed = one_changed_line(before, written.text)
        self.assertIsNotNone(changed, edit)
        most = 2 if edit.startswith(DRAWN) else 1  # its name stands in a drawing, too
        self.assertLessEqual(len(changed), most, f"{edit}: {changed}")
        if set(written.unwritten) - lost:
            self.assertFalse(changed, f"{edit}: {written.unwritten}")
        answer = self.plans.preview_markdown(written.text, {})
        self.assertFalse(answer["conflicts"], edit)
        rest = [row for row in answer["changes"] if row["field"] not in DRAWINGS]
        self.assertFalse(rest, edit)
        self.plans.import_markdown(written.text, {})
        self.assertUnchanged(self.plans.preview_markdown(written.text, {}), edit)
        return set(written.unwritten)
