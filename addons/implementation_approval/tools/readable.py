# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A signed content as pages show it: the document, and what it has no place for."""

from dataclasses import replace

from lxml import html
from markupsafe import Markup

from plankit.assigned_beyond import with_parents, without
from plankit.diff import label
from plankit.markdown import render
from plankit.scope import BEYOND
from plankit.snapshot import to_plan

#: A column that nobody signs; the layout writes it all the same.
_UNSIGNED = "Status"


def document_of(content):
    """The content as Markdown; statuses and ticks are never signed and left out."""
    plan = without(to_plan(content))
    tasks = tuple(replace(task, status="") for task in plan.tasks)
    return render(with_parents(replace(plan, tasks=tasks, slug="")))


def beyond_of(content):
    """What is signed and stands in no document: ``(collection, name, header, text)``.

    Facts of a request come first, then the header, then items in their order.
    """
    plan = to_plan(content)
    found = [("", "", header, text) for header, text in plan.extra if text]
    for collection, item in plan.walk():
        name = label(collection, item)
        found += [(collection, name, header, text) for header, text in item.extra]
    return [row for row in found if row[2].startswith(BEYOND) and row[3]]


def dressed(text):
    """Safe HTML of a document made fit for a phone: tables scroll by themselves."""
    if not text.strip():
        return Markup("")
    root = html.fragment_fromstring(text, create_parent="div")
    for table in list(root.iter("table")):
        _drop_unsigned(table)
        table.set("class", "table table-sm")
        frame = html.Element("div", {"class": "table-responsive"})
        table.addprevious(frame)
        frame.append(table)
    for item in root.iter("li"):
        if (item.text or "").startswith("[ ] "):
            item.text = item.text[4:]
    # What comes in was sanitized; nothing but classes and frames was added.
    return Markup(html.tostring(root, encoding="unicode"))


def _drop_unsigned(table):
    """Take a column of statuses out where it is empty, which it is in a content."""
    rows = [list(row) for row in table.iter("tr")]
    for place, cell in enumerate(rows[0] if rows else ()):
        column = [row[place] for row in rows if place < len(row)]
        texts = [one.text_content().strip() for one in column]
        if cell.tag == "th" and texts[0] == _UNSIGNED and not any(texts[1:]):
            for one in column:
                one.drop_tree()
