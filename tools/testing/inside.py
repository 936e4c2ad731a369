# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parts that need one series of Odoo: install, pot, addons, suite, e2e."""

from __future__ import annotations

from tools.testing import install, pot
from tools.testing.context import Context, timed
from tools.testing.databases import Databases
from tools.testing.results import Result

PARTS = ("install", "pot", "addons", "suite", "e2e")


def run(context: Context, databases: Databases) -> list[Result]:
    """The wanted parts on one series, one after the other."""
    databases.drop(databases.name("all"))
    parts = {
        "install": lambda: install.run(databases),
        "pot": lambda: pot.check(databases),
        "addons": lambda: _in_odoo(context, databases, "addons"),
        "suite": lambda: _in_odoo(context, databases, "suite"),
        "e2e": lambda: _end_to_end(context, databases),
    }
    return [
        timed(part, databases.series, work)
        for part, work in parts.items()
        if context.wants(part)
    ]


def _in_odoo(context: Context, databases: Databases, part: str) -> Result:
    """Tests of the addons, or the structure tests, in a database with all addons."""
    instance = databases.instance
    paths = test_paths(databases) if part == "addons" else ["tests/suite"]
    if not paths:
        return Result(part, databases.series, note="no tests")
    database = databases.everything()
    words = [
        f"--odoo-config={instance.config}",
        f"--odoo-database={database}",
        "--odoo-http",
        *paths,
    ]
    return context.pytest(part, databases.series, words, instance.env())


def test_paths(databases: Databases) -> list[str]:
    """The tests folders of the addons, lower addons first."""
    addons = [*databases.addons, *databases.test_addons]
    folders = [addon.path / "tests" for addon in addons]
    return [str(folder) for folder in folders if folder.is_dir()]


def _end_to_end(context: Context, databases: Databases) -> Result:
    """Against a real server process; tests/e2e/conftest.py starts it."""
    home = str(databases.instance.odoo.path)
    variables = {"SERIES": databases.series, "ODOO_HOME": home}
    words = ["-p", "no:odoo", "tests/e2e"]
    return context.pytest("e2e", databases.series, words, variables)
