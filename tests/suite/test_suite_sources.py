# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import ast
import unittest

from suite_files import files, short


def statements(tree):
    """Statements with the lines they take, the innermost last."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    return sorted(found, key=lambda node: (node.lineno, -node.end_lineno))


def first_lines(node):
    """The lines of a statement without those of statements within it."""
    body = getattr(node, "body", None)
    end = body[0].lineno - 1 if isinstance(body, list) and body else node.end_lineno
    return range(node.lineno, max(end, node.lineno) + 1)


def unexplained_sudo(path):
    """Lines that use sudo with no comment on the statement or right above it."""
    text = path.read_text()
    lines = text.splitlines()
    tree = ast.parse(text)
    owners = {}
    for node in statements(tree):
        for line in first_lines(node):
            owners[line] = node
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "sudo":
            owner = owners[node.end_lineno]
            above = lines[owner.lineno - 2].strip()
            own = [lines[line - 1] for line in first_lines(owner)]
            if not above.startswith("#") and not any("# " in line for line in own):
                yield f"{short(path)}:{node.end_lineno}"


class TestSources(unittest.TestCase):
    def assert_none(self, found):
        found = list(found)
        self.assertFalse(found, "\n".join(["", *found]))

    def test_every_sudo_carries_its_reason(self):
        self.assert_none(
            line
            for path in files("*.py", tests=False)
            for line in unexplained_sudo(path)
        )

    def test_no_context_key_of_a_caller_skips_a_rule(self):
        """Private roads compare identities: ``is``, never truth."""
        suspects = ("skip_", "bypass", "no_check", "force_")
        self.assert_none(
            f"{short(path)}:{node.lineno}"
            for path in files("*.py", tests=False)
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith(suspects)
        )

    def test_every_python_file_starts_with_the_licence(self):
        line = "# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)."
        self.assert_none(
            short(path)
            for path in files("*.py")
            if path.read_text().split("\n", 1)[0] != line
        )

    def test_every_python_file_is_loaded(self):
        """A module that nothing imports runs never, a test file neither."""
        everywhere = set().union(*map(imported, files("*.py")))
        self.assert_none(
            sorted(
                short(path)
                for path in files("*.py")
                if not path.stem.startswith("__")
                and "migrations" not in path.parts  # Odoo finds those by their folder
                and path.stem not in self.loaded(path, everywhere)
            )
        )

    def loaded(self, path, everywhere):
        """Tests run by their own package; anything else may be imported elsewhere."""
        if path.stem.startswith("test_"):
            return imported(path.with_name("__init__.py"))
        return everywhere


def imported(path):
    """Names of modules that a file imports, and of what it takes from them."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            names |= set((node.module or "").split("."))
            names |= {alias.name for alias in node.names}
    return names
