# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which collection a table lists, and the field of each of its columns.

A table is known by the names of its columns, then by the headings above it, at
last by a look at its rows; the position of a column decides nothing but which of
two columns of one name counts. What only looks like a list is ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plankit.markdown import synonyms
from plankit.markdown.blocks import Row, SectionContext, Table
from plankit.markdown.taskline import match_id

#: A table that says which task waits for which, beside the list of tasks.
MATRIX = "matrix"

_WORK = frozenset({"owner", "depends", "status", "estimate"})
_REF = re.compile(
    r"#?(?:[^\W\d_]{1,12}(?:[-_.][^\W_]{1,12}){0,3}[-_. ]?)?"
    r"\d{1,6}(?:[.\-–_]\d{1,6}){0,4}(?:(?<=\d\d)[a-z])?"
)
_DIGIT = re.compile(r"\d")
_NAMING = frozenset({"ref", "title", "name", "layer", "role"})
_NUMBERED = re.compile(
    r"(?:task|tasks|aufgabe|tarea|tarefa|tâche|задача|görev)\s+", re.I
)

#: Kinds of sections whose tables never list tasks without an id.
_ASIDE = frozenset({"changelog", "progress", "schedule", "legend", "criteria"})


@dataclass(frozen=True)
class _Rule:
    """``anchor`` names the item; ``needs`` one of these fields, or all if ``whole``.

    ``kinds`` are the sections where the anchor alone is enough.
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


@dataclass(frozen=True)
class TableForm:
    """``columns`` has a field for each header, empty for an extra column.

    ``phase_column`` and ``blocks_column`` are extra columns of a task table that
    tell its phase, or the tasks that wait for it; -1 where there is none. With
    ``ids_in_titles`` a task's id stands before its title in one cell.
    """

    collection: str
    columns: tuple[str, ...]
    phase_column: int = -1
    blocks_column: int = -1
    ids_in_titles: bool = False

    def text(self, row: Row, field: str) -> str:
        """The text of a row's field, empty where the table has no such column."""
        if field not in self.columns:
            return ""
        return row.cells[self.columns.index(field)].text


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
    return _tasks(table, kinds)


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


def _tasks(table: Table, kinds: Sequence[str]) -> TableForm | None:
    headers = table.headers
    if not headers or synonyms.not_tasks(headers[0]) in (
        "ranking",
        "gate",
        "changelog",
    ):
        return None
    fields = _task_fields(table)
    if _is_matrix(table, fields, kinds):
        return TableForm(MATRIX, _matrix_fields(fields))
    if not _lists_work(table, fields, kinds):
        return None
    phase = fields.index("phase") if "phase" in fields else -1
    blocks = fields.index("blocks") if "blocks" in fields else -1
    plain = tuple("" if field in ("phase", "blocks") else field for field in fields)
    return TableForm("tasks", plain, phase, blocks, _ids_in_titles(table, plain))


def _ids_in_titles(table: Table, fields: Sequence[str]) -> bool:
    if "ref" in fields or "title" not in fields or len(table.rows) < 2:
        return False
    column = fields.index("title")
    found = [match_id(row.cells[column].text) for row in table.rows]
    return all(
        match and match.end() < len(row.cells[column].text)
        for match, row in zip(found, table.rows, strict=True)
    )


def _task_fields(table: Table) -> tuple[str, ...]:
    """Fields of the columns; a weak title counts only where no strong one is.

    In a column called "Task" ids may stand, with the title in the next column.
    """
    headers = table.headers
    fields = [synonyms.column_field("tasks", header) or "" for header in headers]
    strong = [_is_strong(headers, fields, at) for at in range(len(headers))]
    if "ref" not in fields and any(strong):
        at = strong.index(True)
        others = [i for i, field in enumerate(fields) if field == "title" and i != at]
        if others and _mostly_refs(table, at):
            fields[at], strong[at] = "ref", False
    chosen: list[str] = []
    for at, field in enumerate(fields):
        weak = field == "title" and not strong[at] and any(strong)
        chosen.append("" if weak or field in chosen else field)
    return tuple(chosen)


def _is_strong(headers: Sequence[str], fields: Sequence[str], at: int) -> bool:
    return fields[at] == "title" and not synonyms.is_weak_title(headers[at])


def _mostly_refs(table: Table, column: int) -> bool:
    texts = [row.cells[column].text for row in table.rows]
    return bool(texts) and 2 * sum(map(looks_like_ref, texts)) > len(texts)


def looks_like_ref(text: str) -> bool:
    """Whether a text is nothing but an id.

    >>> [looks_like_ref(text) for text in ("**P1.1**", "T-01", "#3", "007", "K8s")]
    [True, True, True, True, False]
    >>> looks_like_ref("2.3.0 code complete"), looks_like_ref("S1-001 to S1-004")
    (False, False)
    """
    return bool(_REF.fullmatch(text[:60].strip("*_`~[] ")))


def _is_matrix(table: Table, fields: Sequence[str], kinds: Sequence[str]) -> bool:
    """Ids and what they wait for, without anything one would plan a task by."""
    named = set(fields) - {""}
    if not named & {"depends", "blocks"} or named & {"owner", "status", "estimate"}:
        return False
    if not named & {"ref", "title"}:
        return False
    return _names_are_refs(table, fields) or "dependencies" in kinds[:2]


def _names_are_refs(table: Table, fields: Sequence[str]) -> bool:
    """Whether the rows are named by ids alone: there is no title beside them."""
    if "ref" in fields and "title" in fields:
        return False
    column = fields.index("title" if "title" in fields else "ref")
    texts = [_NUMBERED.sub("", row.cells[column].text, count=1) for row in table.rows]
    return bool(texts) and 2 * sum(map(looks_like_ref, texts)) > len(texts)


def _matrix_fields(fields: Sequence[str]) -> tuple[str, ...]:
    named = "ref" if "ref" in fields else "title"
    kept = {named: "ref", "depends": "depends", "blocks": "blocks"}
    return tuple(kept.get(field, "") for field in fields)


def _lists_work(table: Table, fields: Sequence[str], kinds: Sequence[str]) -> bool:
    work = len(_WORK.intersection(fields))
    aside = bool(_ASIDE.intersection(kinds[:2]))
    if "title" not in fields:
        return "ref" in fields and work > 1 and not aside
    at = fields.index("title")
    strong = _is_strong(table.headers, fields, at)
    if "ref" in fields:
        return work > 0 or (strong and not aside)
    if aside:
        return False
    return work > (0 if strong else 1) or (strong and "tasks" in kinds[:2])


def is_item_row(form: TableForm, row: Row) -> bool:
    """Whether a row is an item: neither a total nor the header once again."""
    names = (
        cell.text
        for field, cell in zip(form.columns, row.cells, strict=True)
        if field in _NAMING and cell.text
    )
    if synonyms.is_total(next(names, "")):
        return False
    known = [at for at, field in enumerate(form.columns) if field]
    if len(known) < 2 or _DIGIT.search(row.cells[known[0]].text):
        return True
    return not all(
        synonyms.column_field(form.collection, row.cells[at].text) == form.columns[at]
        for at in known
    )
