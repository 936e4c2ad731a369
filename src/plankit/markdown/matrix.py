# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Dependencies told beside the list of tasks: a matrix of ids, or sentences.

Only tasks the document has are looked at, and what a task's own row tells counts
before what stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from plankit.markdown.blocks import Block, ItemList, Paragraph, Row, Table, Text
from plankit.markdown.columns import TableForm, looks_like_ref
from plankit.markdown.draft import Draft, Value
from plankit.markdown.fields import bare_span, kind_of
from plankit.markdown.places import CELL, LINE, Place
from plankit.markdown.spans import Span
from plankit.markdown.words import decode

_WORD = re.compile(
    r"^(?:task|tarea|tarefa|aufgabe|tâche|задача|görev)\s+(?=\d)", re.IGNORECASE
)
_MARKS = "*_`[]#~ \t"
_LEFT = r"(?P<left>[*_`\[]{0,3}(?:Task[ \t])?#?[^\W_][\w.\-]{0,40}[*_`\]]{0,3})"
_NEEDS = re.compile(
    rf"{_LEFT}[ \t]+(?:depends[ \t]on|is[ \t]blocked[ \t]by|requires|needs|after"
    r"|waits[ \t]for|依赖于?|depende[ \t]de|hängt[ \t]ab[ \t]von|dépend[ \t]de"
    r"|зависит[ \t]от)"
    r"[ \t]*:?[ \t]*(?P<right>[^.;()（]{1,300})",
    re.IGNORECASE,
)
_BLOCKS = re.compile(
    rf"{_LEFT}[ \t]+(?:blocks|before|unblocks|阻塞|bloquea|bloqueia|blockiert|bloque)"
    r"[ \t]*:?[ \t]*(?P<right>[^.;()（]{1,300})",
    re.IGNORECASE,
)
_DEPENDS = ("tasks", "depends")
_PIECES = re.compile(r",|;|/|\+|&|[ \t](?:and|und|et|y|e|и|ve)[ \t]|、|，|\n")


def read_matrix(draft: Draft, table: Table, form: TableForm) -> None:
    """Rows of a matrix complete the tasks they name."""
    refs = _refs(draft)
    for row in table.rows:
        key = refs.get(bare_ref(form.text(row, "ref")))
        if key and "depends" in form.columns:
            _row_depends(draft, key, row, form.columns.index("depends"))
        elif "blocks" in form.columns:
            blocked(draft, form.text(row, "ref"), form.text(row, "blocks"))


def _row_depends(draft: Draft, key: str, row: Row, column: int) -> None:
    kind = kind_of("tasks", "depends")
    cell = row.cells[column]
    span = bare_span(draft.source, cell.span, kind)
    text = draft.source.text[span.start : span.end]
    place = None if cell.missing else Place(span, CELL, column=column)
    lead = place and span.start == span.end and cell.outer.start == span.start
    if place and lead:
        place.lead = " "
    _tell(draft, key, Value(decode(kind, text).value, place))


def _tell(draft: Draft, key: str, found: Value) -> None:
    if not draft.rows["tasks"][key].get("depends"):
        draft.set_value("tasks", key, "depends", found)


def bare_ref(text: str) -> str:
    """An id without marks, brackets, and the word before a number.

    >>> bare_ref("[Task 4]"), bare_ref("**T-01**"), bare_ref("#3")
    ('4', 'T-01', '3')
    """
    return _WORD.sub("", text.strip(_MARKS)).strip(_MARKS)


def _refs(draft: Draft) -> dict[str, str]:
    """Bare id to the key of the first task that has it."""
    found: dict[str, str] = {}
    for key, row in draft.rows["tasks"].items():
        ref = bare_ref(row.get("ref", ""))
        if ref:
            found.setdefault(ref, key)
    return found


def _listed(text: str) -> list[str]:
    """The ids of a list; none where a piece is something else."""
    pieces = [bare_ref(piece) for piece in _PIECES.split(text)]
    named = [piece for piece in pieces if piece]
    return named if all(map(looks_like_ref, named)) else []


def blocked(draft: Draft, ref: str, text: str) -> None:
    """Tasks that ``ref`` blocks depend on it; no place in the document says so."""
    refs = _refs(draft)
    if bare_ref(ref) not in refs:
        return
    written = _written(draft)
    for name in _listed(text):
        if name in refs and refs[name] not in written:
            _also(draft, refs[name], bare_ref(ref))


def _written(draft: Draft) -> set[str]:
    """Tasks that have a notation of their own."""
    return {key for (kind, key, name) in draft.places if (kind, name) == _DEPENDS}


def _also(draft: Draft, key: str, ref: str) -> None:
    """One more predecessor; told in two places, it can be rewritten in none."""
    known = draft.rows["tasks"][key].get("depends", "")
    names = [name.strip() for name in known.split(",") if name.strip()]
    if ref not in names:
        draft.rows["tasks"][key]["depends"] = ", ".join([*names, ref])
        draft.places.pop(("tasks", key, "depends"), None)


def sentences(blocks: Iterable[Block]) -> list[Text]:
    """Lines of text that may tell a dependency: paragraphs and list items."""
    found: list[Text] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found += block.lines
        elif isinstance(block, ItemList):
            found += [line for item in block.walk() for line in item.lines[:1]]
    return found


def read_sentences(draft: Draft, lines: Iterable[Text]) -> None:
    """``T003 depends on T001, T002``, ``T001 before T002``, ``T027 blocks T028``."""
    told = [(line, *found) for line in lines if (found := _sentence(line.text))]
    if not told:
        return
    refs = _refs(draft)
    written = _written(draft)
    for line, left, right, reverse in told:
        names = _listed(right.group("right"))
        if bare_ref(left) not in refs or not names:
            continue
        if reverse:
            for name in names:
                if name in refs and refs[name] not in written:
                    _also(draft, refs[name], bare_ref(left))
        elif refs[bare_ref(left)] not in written:
            _depends(draft, refs[bare_ref(left)], line, right, names)


def _sentence(text: str) -> tuple[str, re.Match[str], bool] | None:
    for pattern, reverse in ((_NEEDS, False), (_BLOCKS, True)):
        found = pattern.match(text[:500])
        if found:
            return found.group("left"), found, reverse
    return None


def _depends(
    draft: Draft, key: str, line: Text, found: re.Match[str], names: list[str]
) -> None:
    """The notation where it stands; without a place where it cannot be rewritten."""
    known = draft.rows["tasks"][key].get("depends", "")
    text = found.group("right").rstrip()
    if known or text != ", ".join(names):
        for name in names:
            _also(draft, key, name)
        return
    start = line.span.start + found.start("right")
    place = Place(Span(start, start + len(text)), LINE)
    draft.set_value("tasks", key, "depends", Value(text, place))
