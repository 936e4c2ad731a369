# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import inspect
from pathlib import Path

from suite_case import SuiteCase

from odoo.models import BaseModel
from odoo.tests import tagged

LIST = Path(__file__).with_name("public_methods.txt")


@tagged("post_install", "-at_install")
class TestPublicMethods(SuiteCase):
    """Whatever has no underscore can be called by anyone with a login."""

    def listed(self):
        rows = [line.split(None, 1) for line in LIST.read_text().splitlines()]
        rows = [row for row in rows if row and not row[0].startswith("#")]
        self.assert_none([row[0] for row in rows if len(row) < 2], "without a why:")
        self.assertEqual([r[0] for r in rows], sorted(r[0] for r in rows))
        return {row[0] for row in rows}

    def found(self):
        methods = set()
        for model in self.registry.values():
            for base in model.mro():
                if base.__module__.split(".")[2:3] and self.is_ours(base):
                    methods |= self.public(base, model)
        return methods

    def is_ours(self, base):
        parts = base.__module__.split(".")
        return parts[:2] == ["odoo", "addons"] and parts[2] in self.modules

    def public(self, base, model):
        """Methods our class adds; what it merely overrides has its owner's rules."""
        name = base.__dict__.get("_name") or base.__dict__.get("_inherit")
        name = name if isinstance(name, str) else model._name
        others = [other for other in model.mro() if not self.is_ours(other)]
        return {
            f"{name}.{method}"
            for method, value in vars(base).items()
            if not method.startswith("_")
            and inspect.isroutine(value)
            and not getattr(value, "_api_private", False)
            and not hasattr(BaseModel, method)
            and not any(method in vars(other) for other in others)
        }

    def test_every_public_method_is_on_the_list(self):
        self.assert_none(sorted(self.found() - self.listed()), "not on the list:")

    def test_every_method_on_the_list_exists(self):
        if self.is_whole:
            self.assert_none(sorted(self.listed() - self.found()), "no such method:")
