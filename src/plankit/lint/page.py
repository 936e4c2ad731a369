# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The page of the documentation that lists the rules: ``docs/lint.md``.

``python -m plankit.lint.page > docs/lint.md`` writes it anew.
"""

from __future__ import annotations

import sys

from plankit.lint import RULES

_INTRO = """\
# Lint

What a careful reader would say about a plan before work starts. Each finding has a
code that stays the same, a severity, the line where the value stands, and the way
out. Nothing is refused because of a finding: an *error* destroys or contradicts,
a *warning* will hurt later, an *info* is worth a look.

Findings of the reader, such as `unknown_status`, stand among them.

This page is generated: `python -m plankit.lint.page > docs/lint.md`.

| Code | Severity | What it says | The way out |
|------|----------|--------------|-------------|
"""


def page() -> str:
    """The table of rules as a Markdown page."""
    rows = [
        (f"`{rule.code}`", rule.severity, _cell(rule.doc), _cell(rule.hint))
        for rule in RULES
    ]
    return _INTRO + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;")


if __name__ == "__main__":
    sys.stdout.write(page())
