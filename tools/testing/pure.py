# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parts without Odoo: pytest alone, doctests included."""

from __future__ import annotations

from functools import partial

from tools.testing.context import Context, timed
from tools.testing.results import Result

NO_ODOO = ("-p", "no:odoo")
PARTS = {
    "tools": ("tests/tools",),
    "plankit": ("--doctest-modules", "src/plankit", "tests/plankit"),
    "planctl": ("tests/planctl",),
}


def run(context: Context) -> list[Result]:
    return [
        timed(part, "", partial(context.pytest, part, "", [*NO_ODOO, *words], {}))
        for part, words in PARTS.items()
        if context.wants(part)
    ]
