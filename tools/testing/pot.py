# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The lists of translatable words: the same addon gives the same file."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tools.manifests import Addon
from tools.testing.databases import Databases
from tools.testing.results import Result

# The list is exported on this series where it is found; the other words some of
# Odoo's own places differently.
SERIES = "18.0"
EXPORT = """
import io, json
from odoo import release
from odoo.tools.translate import trans_export
texts = {}
for name in %(names)r:
    out = io.BytesIO()
    last = env.cr if release.version_info[0] < 19 else env
    trans_export(None, [name], out, "po", last)
    texts[name] = out.getvalue().decode()
print("EXPORTED:" + json.dumps(texts))
"""
UNSTABLE = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date): .*\n', re.MULTILINE)
PROJECT = re.compile(r'^"Project-Id-Version: .*$', re.MULTILINE)


def export(databases: Databases) -> dict[str, str]:
    """The lists by addon; one without a word has none."""
    names = [addon.name for addon in databases.addons]
    script = EXPORT % {"names": names}
    printed = databases.instance.script(databases.everything(), script)
    texts = json.loads(printed.partition("EXPORTED:")[2])
    return {name: stable(name, text) for name, text in texts.items() if 'id "' in text}


def stable(name: str, text: str) -> str:
    """A header without a date and without a server's version."""
    text = UNSTABLE.sub("", text)
    return PROJECT.sub(rf'"Project-Id-Version: {name}\\n"', text, count=1)


def path(addon: Addon) -> Path:
    return addon.path / "i18n" / f"{addon.name}.pot"


def write(databases: Databases) -> list[str]:
    """Write what has changed; gives the names of those addons."""
    texts = export(databases)
    changed = outdated(databases, texts)
    for addon in databases.addons:
        if addon.name in changed:
            path(addon).parent.mkdir(exist_ok=True)
            path(addon).write_text(texts[addon.name], encoding="utf-8")
    return changed


def outdated(databases: Databases, texts: dict[str, str]) -> list[str]:
    """Addons whose file is not what an export gives."""
    return [
        addon.name
        for addon in databases.addons
        if addon.name in texts and _read(path(addon)) != texts[addon.name]
    ]


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def check(databases: Databases) -> Result:
    """One test an addon, on the series that writes the files."""
    if databases.series != SERIES:
        return Result("pot", databases.series, note=f"compared on {SERIES}")
    texts = export(databases)
    old = outdated(databases, texts)
    details = f"make pot writes them anew: {', '.join(old)}" if old else ""
    return Result(
        "pot", databases.series, len(texts) - len(old), len(old), details=details
    )
