# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tables of tasks, and matrices of what a task waits for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plankit.markdown import synonyms
from plankit.markdown.blocks import Table
from plankit.markdown.tableform import MATRIX, TableForm
from plankit.markdown.taskline import match_id

#: Why the first column says that a table lists no tasks, whatever else it has.
_NEVER = frozenset({"ranking", "gate", "changelog"})
_WORK = frozenset({"owner", "depends", "status", "estimate"})
_REF = re.compile(
    r"#?(?:[^\W\d_]{1,12}(?:[-_.][^\W_]{1,12}){0,3}[-_. ]?)?"
    r"\d{1,6}(?:[.\-–_]\d{1,6}){0,4}(?:(?<=\d\d)[a-z])?"
)
_NUMBERED = re.compile(
    r"(?:task|tasks|aufgabe|tarea|tarefa|tâche|задача|görev)\s+", re.I
)

#: Kinds of sections whose tables never list tasks without an id.
_ASIDE = frozenset({"changelog", "progress", "schedule", "legend", "criteria"})


def task_form(table: Table, kinds: Sequence[str]) -> TableForm | None:
    """The form of a table of tasks or of a matrix, or ``None``."""
    if not table.headers or synonyms.not_tasks(table.headers[0]) in _NEVER:
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
