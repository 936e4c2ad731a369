# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from ast import literal_eval

from lxml import etree
from suite_case import SuiteCase

from odoo.tests import tagged

_NOT_IN = re.compile(r"\bstate not in (\([^)]*\)|\[[^]]*\])")
_NOT_IS = re.compile(r"\bstate != '(\w+)'")
_COMPARED = re.compile(r"\bstate\s*(?:==|!=)\s*'(\w+)'")
_LISTED = re.compile(r"\bstate\s+(?:not\s+)?in\s+(\([^)]*\)|\[[^]]*\])")
_VIEWS = ("list", "kanban", "form")


@tagged("post_install", "-at_install")
class TestWorkflows(SuiteCase):
    """What screens offer is what the tables of ``plankit`` allow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        views = cls.env["ir.ui.view"].search([("model", "!=", False)])
        xmlids = views.get_external_id()
        cls.nodes = []
        for view in views:
            if xmlids.get(view.id, "").partition(".")[0] in cls.modules:
                tree = etree.fromstring(view.arch_db)
                cls.nodes += list(cls.walk(tree, view.model, xmlids[view.id]))

    @classmethod
    def walk(cls, node, model, view):
        """Every node with the model it speaks of; lists within fields have another."""
        yield node, model, view
        for child in node:
            inner = model
            if node.tag == "field" and child.tag in _VIEWS:
                field = cls.env[model]._fields.get(node.get("name"))
                inner = field.comodel_name if field is not None else model
            if isinstance(child.tag, str) and inner in cls.env:
                yield from cls.walk(child, inner, view)

    def workflows(self):
        for model in self.models():
            workflow = getattr(self.env[model], "_workflow", None)
            if workflow:
                yield model, workflow

    def buttons(self, model, edge):
        return [
            (node, view)
            for node, spoken, view in self.nodes
            if node.tag == "button"
            and spoken == model
            and node.get("name") == f"action_{edge}"
        ]

    def test_the_field_offers_the_states_of_the_table(self):
        for model, workflow in self.workflows():
            field = self.env[model]._fields["state"]
            self.assertEqual(field.selection, workflow.states, model)
            self.assertTrue(field.readonly and field.required, model)

    def test_every_edge_has_its_action_and_button(self):
        missing = []
        for model, workflow in self.workflows():
            for edge in workflow.transitions:
                if not hasattr(type(self.env[model]), f"action_{edge}"):
                    missing.append(f"{model}: no method action_{edge}")
                if not self.buttons(model, edge):
                    missing.append(f"{model}: no button action_{edge}")
        self.assert_none(missing)

    def test_buttons_show_where_the_edge_leaves(self):
        wrong = []
        for model, workflow in self.workflows():
            for name, edge in workflow.transitions.items():
                for node, view in self.buttons(model, name):
                    shown = self.shown_in(node.get("invisible") or "", workflow)
                    if shown != edge.sources:
                        wrong.append(
                            f"{view} {name}: shown in {shown}, not {set(edge.sources)}"
                        )
        self.assert_none(wrong)

    def test_buttons_show_to_the_role_of_the_edge(self):
        wrong = []
        for model, workflow in self.workflows():
            for name, edge in workflow.transitions.items():
                for node, view in self.buttons(model, name):
                    groups = node.get("groups") or ""
                    if groups != f"implementation_base.group_{edge.role}":
                        wrong.append(f"{view} {name}: {groups!r}, needs {edge.role}")
        self.assert_none(wrong)

    def shown_in(self, invisible, workflow):
        """The states in which a node shows, as far as its state decides."""
        listed = [set(literal_eval(text)) for text in _NOT_IN.findall(invisible)]
        single = [{state} for state in _NOT_IS.findall(invisible)]
        shown = {name for name, _label in workflow.states}
        for states in listed + single:
            shown &= states
        return shown

    def test_views_name_states_of_the_table_only(self):
        tables = dict(self.workflows())
        unknown = []
        for node, model, view in self.nodes:
            if model not in tables:
                continue
            known = {name for name, _label in tables[model].states}
            text = " ".join(
                value for key, value in node.attrib.items() if key != "domain"
            )
            named = set(_COMPARED.findall(text))
            for listed in _LISTED.findall(text):
                named |= set(literal_eval(listed))
            visible = node.get("statusbar_visible")
            named |= set(visible.split(",")) if visible else set()
            unknown += [f"{view}: {model} has no state {s}" for s in named - known]
        self.assert_none(unknown)
