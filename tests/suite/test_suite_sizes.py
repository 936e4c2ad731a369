# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import ast
import unittest
from pathlib import Path

from suite_files import ROOT, files, short

#: Lines at which a file is split (style 4.2), by how its path ends.
LIMITS = (
    ("test.js", 400),
    (".js", 250),
    (".xml", 300),
    ("README.rst", 60),
    (".py", 300),
)
TEST_LIMIT = 400
FUNCTION_LIMIT = 50
FIELD_LIMIT = 35

#: Larger than that, each with its reason.
EXCEPTIONS = {
    "src/plankit/plan.py": "the whole document's values: one table",
}
#: Files that are tables of data, not code.
TABLES = (
    "src/plankit/markdown/synonyms",
    "tests/e2e/enemy_attacks.py",
    "tests/plankit/markdown_forms/corpus.py",
    "tests/plankit/reference/template_plan.py",
)


def sources():
    yield from files("*.py")
    for folder in ("src", "tests", "tools"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "__pycache__" not in path.parts:
                yield path


def limit_of(path: Path):
    if "tests" in path.parts and path.suffix == ".py":
        return TEST_LIMIT
    return next(limit for end, limit in LIMITS if path.name.endswith(end))


def is_excepted(path):
    return short(path) in EXCEPTIONS or short(path).startswith(TABLES)


class TestSizes(unittest.TestCase):
    def assert_none(self, found):
        found = list(found)
        self.assertFalse(found, "\n".join(["", *found]))

    def test_no_file_is_too_long(self):
        patterns = ("*.xml", "*.js", "README.rst")
        paths = [*sources(), *(path for p in patterns for path in files(p))]
        self.assert_none(
            f"{short(path)}: {count} lines, at most {limit_of(path)}"
            for path in dict.fromkeys(paths)
            for count in [len(path.read_text().splitlines())]
            if count > limit_of(path) and not is_excepted(path)
        )

    def test_every_exception_is_needed(self):
        self.assert_none(
            name
            for name in EXCEPTIONS
            for path in [ROOT / name]
            if not path.is_file()
            or len(path.read_text().splitlines()) <= limit_of(path)
        )

    def test_no_function_is_too_long(self):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        self.assert_none(
            f"{short(path)}:{node.lineno} {node.name}: {size} lines"
            for path in sources()
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, kinds) and not is_excepted(path)
            for size in [node.end_lineno - node.lineno + 1]
            if size > FUNCTION_LIMIT
        )

    def test_no_model_class_has_too_many_fields(self):
        self.assert_none(
            f"{short(path)}:{node.lineno} {node.name}: {count} fields"
            for path in files("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ClassDef)
            for count in [sum(map(is_field, node.body))]
            if count > FIELD_LIMIT
        )


def is_field(node):
    """Whether a statement of a class declares a field."""
    value = getattr(node, "value", None)
    function = getattr(value, "func", None)
    owner = getattr(function, "value", None)
    return isinstance(node, ast.Assign) and getattr(owner, "id", "") == "fields"
