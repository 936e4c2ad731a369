# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which collection a table lists, and the field of each of its columns.

A table is known by the names of its columns, then by the headings above it, at
last by a look at its rows; the position of a column decides nothing but which of
two columns of one name counts. What only looks like a list is ``None``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plankit.markdown import synonyms
from plankit.markdown.blocks import SectionContext, Table
from plankit.markdown.tableform import MATRIX, TableForm, is_item_row
from plankit.markdown.taskcolumns import looks_like_ref, task_form

__all__ = [
    "MATRIX",
    "TableForm",
    "classify_table",
    "is_item_row",
    "kinds_above",
    "looks_like_ref",
]


@dataclass(frozen=True)
class _Rule:
    """``anchor`` names the item; beside it one of the fields of ``needs`` must be.

    ``kinds`` are the sections where the anchor alone is enough; with ``only_there``
    the table is known nowhere else.
    """

    collection: str
    anchor: str
    needs: frozenset[str]
    kinds: frozenset[str]
    only_there: bool = False


def _rule(
    collection: str, anchor: str, needs: str, kinds: str, only_there: bool = False
) -> _Rule:
    return _Rule(
        collection,
        anchor,
        frozenset(needs.split()),
        frozenset(kinds.split()),
        only_there,
    )


_RULES = (
    _rule("risks", "name", "mitigation probability impact", "risks"),
    _rule("blockers", "name", "impact resolution owner", "blockers"),
    _rule("dependencies", "name", "status owner eta", "dependencies"),
    _rule("metrics", "name", "threshold metric_type", "metrics"),
    _rule("environments", "name", "url auto_deploy", "environments"),
    _rule("components", "layer", "technology", "components"),
    _rule("deliverables", "name", "done", "deliverables"),
    _rule("dashboards", "name", "done", "dashboards"),
    _rule("migrations", "version", "breaking", "migrations database"),
    _rule("test_targets", "test_type", "framework", "test_targets testing", True),
    _rule("triggers", "text", "", "triggers rollback_plan rollout", True),
    _rule("approvals", "role", "", "approvals", True),
)


def kinds_above(context: SectionContext) -> tuple[str, ...]:
    """Kinds of the label and of the headings above, the nearest first."""
    titles = (context.label, *reversed(context.headings))
    return tuple(synonyms.heading_kind(title) or "" for title in titles if title)


def classify_table(
    table: Table,
    context: SectionContext = SectionContext(),  # noqa: B008
) -> TableForm | None:
    """The form of a table, or ``None`` where it lists nothing the plan knows."""
    headers = table.headers
    kinds = kinds_above(context)
    forms = [form for rule in _RULES if (form := _by_rule(rule, headers, kinds))]
    forms += [form for form in (_approvals(headers, kinds),) if form]
    if forms:
        return max(forms, key=lambda form: _weight(form, kinds))
    return task_form(table, kinds)


def _weight(form: TableForm, kinds: Sequence[str]) -> tuple[bool, int]:
    here = bool(kinds) and kinds[0] == form.collection
    return here, sum(map(bool, form.columns))


def _assign(collection: str, headers: Sequence[str]) -> tuple[str, ...]:
    """A field for each header; the first column of a field has it."""
    fields: list[str] = []
    for header in headers:
        field = synonyms.column_field(collection, header) or ""
        fields.append("" if field in fields else field)
    return tuple(fields)


def _leads(fields: Sequence[str], anchor: str, headers: Sequence[str]) -> bool:
    """Whether the anchor is the first column, an id column aside."""
    at = fields.index(anchor)
    return at == 0 or (at == 1 and synonyms.column_field("tasks", headers[0]) == "ref")


def _by_rule(
    rule: _Rule, headers: Sequence[str], kinds: Sequence[str]
) -> TableForm | None:
    fields = _assign(rule.collection, headers)
    if rule.anchor not in fields or len(headers) < 2:
        return None
    here = bool(rule.kinds.intersection(kinds[:2] if rule.only_there else kinds[:1]))
    if rule.only_there and not here and not _plain_test_table(rule, fields):
        return None
    if not here and not _leads(fields, rule.anchor, headers):
        return None
    if rule.needs and not rule.needs.intersection(fields) and not here:
        return None
    fields = tuple("" if field == "phase" else field for field in fields)
    return TableForm(rule.collection, fields)


def _plain_test_table(rule: _Rule, fields: Sequence[str]) -> bool:
    """Type, coverage and framework are a table of test targets anywhere."""
    return rule.collection == "test_targets" and {
        "test_type",
        "coverage_target",
        "framework",
    } <= set(fields)


def _approvals(headers: Sequence[str], kinds: Sequence[str]) -> TableForm | None:
    """Names with a signature, or any table of names below an approval heading."""
    fields = _assign("approvals", headers)
    signed = any(map(synonyms.is_signature, headers))
    here = "approvals" in kinds[:1]
    if not {"role", "name"}.intersection(fields) or not (signed or here):
        return None
    if len(set(fields) - {""}) < 2:
        return None
    return TableForm("approvals", fields)
