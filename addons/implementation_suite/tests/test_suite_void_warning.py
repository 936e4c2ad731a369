# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import re

from odoo.tests import Form, tagged

from .sign_case import GRANT, SignCase
from .sign_values import other_value

PLAN_FORM = "implementation_plan.implementation_plan_view_form"
#: A list whose rows others name, whose order is signed, and plain ones.
LISTS = ("task_ids", "migration_ids", "risk_ids", "metric_ids")
_SENTENCE = re.compile(r"Saving voids: (.*)\. They are asked", re.DOTALL)
_ONE = re.compile(r"(.+?) \([^()]*\)(?:, |$)")


@tagged("post_install", "-at_install")
class TestSuiteVoidWarning(SignCase):
    """What a form says before it is saved is what saving it does, on every form."""

    def warned(self, form):
        found = _SENTENCE.match(form.void_warning or "")
        names = set(_ONE.findall(found[1])) if found else set()
        return {
            name
            for name, request in self.requests.items()
            if request.display_name in names
        }

    def open(self, row, view=None):
        return Form(row.with_user(self.planner), view)

    def check(self, form, wrong, what):
        said = self.warned(form)
        form.save()
        done = self.void()
        if said != done:
            wrong.append(f"{what}: said {sorted(said)}, voided {sorted(done)}")

    def editable(self, form, row, names):
        """``(name, value)`` of the fields of a form that a person may change."""
        for name in names:
            vals = other_value(row, name) or {}
            if name not in form._view["fields"] or list(vals) != [name]:
                continue
            if not form._get_modifier(name, "readonly"):
                yield name, vals[name]

    def put(self, form, name, value):
        kind = form._view["fields"][name]["type"]
        records = form._record.env
        if kind == "many2one":
            model = form._record._fields[name].comodel_name
            value = records[model].browse(value)
        if kind == "many2many":
            model = form._record._fields[name].comodel_name
            value = records[model].browse(value[0][2])
            getattr(form, name).set(value)
            return
        setattr(form, name, value)

    def walk_form(self, row, names, wrong, view=None):
        for name, value in list(self.editable(self.open(row, view), row, names)):
            with self.undone():
                form = self.open(row, view)
                self.put(form, name, value)
                self.check(form, wrong, f"{row._name}.{name}")

    def test_forms_of_rows_say_what_saving_voids(self):
        wrong = []
        for collection in self.sections:
            row = self.row(collection)
            names = [field for _name, field in self.signed_names(collection)]
            self.walk_form(row, names, wrong)
        for row, names in self.naming():
            self.walk_form(row, names, wrong)
        self.assertFalse(wrong, "\n".join(["", *wrong]))

    def naming(self):
        """Rows whose name stands in what is signed of other rows."""
        task = self.subjects["task"]
        yield task.plan_phase_id, ["code", "name"]
        yield task.depend_on_ids.filtered("plan_ref")[:1], ["plan_ref", "name"]
        yield task.depend_on_ids.filtered(lambda t: not t.plan_ref)[:1], ["name"]

    def test_form_of_the_plan_says_what_saving_its_header_voids(self):
        wrong = []
        names = set(self.plan._get_document_header().values())
        self.walk_form(self.plan, sorted(names), wrong, PLAN_FORM)
        self.assertFalse(wrong, "\n".join(["", *wrong]))

    def test_lists_of_the_plan_say_what_saving_voids(self):
        wrong = []
        for name in LISTS:
            with self.undone():
                form = self.open(self.plan, PLAN_FORM)
                getattr(form, name).remove(index=len(self.plan[name]) - 1)
                self.check(form, wrong, f"{name}: row taken out")
        self.assertFalse(wrong, "\n".join(["", *wrong]))

    def test_migration_of_grants_is_named_for_security_alone_among_the_narrow(self):
        migration = self.row("migrations")
        form = self.open(migration)
        form.up_sql = "CREATE TABLE carts (id int);"
        self.assertNotIn("Security", self.warned(form))
        form.up_sql = GRANT
        self.assertIn("Security", self.warned(form))

    def test_dry_run_of_an_import_names_what_it_would_void(self):
        text = self.plan.export_markdown()
        old = self.row("risks").mitigation
        self.assertIn(old, text)
        wizard = (
            self.env["implementation.plan.import"]
            .with_user(self.planner)
            .create({"file": base64.b64encode(text.replace(old, "Pray.").encode())})
        )
        wizard.action_preview()
        said = wizard.void_text
        wizard.conflict_ids.take = "theirs"
        wizard.action_apply()
        for name in self.void():
            self.assertIn(self.requests[name].display_name, said, name)
        self.assertIn("Security", said)
        self.assertNotIn("SRE", said)
