# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Hand-made documents, each a trap or two, read as they are meant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plankit.markdown import read, write
from plankit.markdown.document import Document

from .documents import DOCUMENTS
from .finding import counts, find

FOLDER = Path(__file__).parents[2] / "data" / "documents"


def document(name: str) -> Document:
    return read((FOLDER / f"{name}.md").read_bytes().decode())


def test_every_document_has_an_expectation() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_has_the_items_it_was_made_with(name: str) -> None:
    assert counts(document(name)) == DOCUMENTS[name].counts


@pytest.mark.parametrize(
    ("name", "collection", "begin", "fields"),
    [
        pytest.param(name, *value, id=f"{name}-{value[0]}-{value[1]}")
        for name, expected in DOCUMENTS.items()
        for value in expected.values
    ],
)
def test_value_is_what_the_document_means(
    name: str, collection: str, begin: str, fields: dict[str, object]
) -> None:
    item = find(document(name), collection, begin)
    assert {field: getattr(item, field) for field in fields} == fields


def test_every_status_spelling_means_what_its_row_says() -> None:
    found = document("statuses").plan.tasks
    assert [(task.ref, f"means {task.status}") for task in found] == [
        (task.ref, task.title) for task in found
    ]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_unchanged_document_is_written_byte_for_byte(name: str) -> None:
    found = document(name)
    written = write(found, found.plan)
    assert written.text.encode() == (FOLDER / f"{name}.md").read_bytes()
    assert not written.unwritten


NEW = {"title": "Anew", "owner": "zoe", "depends": "T-1", "estimate": "3 days"}


@pytest.mark.parametrize("field", NEW)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_edited_task_comes_back_from_its_place(name: str, field: str) -> None:
    """A value with a place is written there, on one line, and read back."""
    found = document(name)
    for task in found.plan.tasks:
        span = found.spans.get(("tasks", task.key, field))
        if not span:
            continue
        changed = replace(task, **{field: NEW[field]})
        tasks = tuple(changed if t is task else t for t in found.plan.tasks)
        written = write(found, replace(found.plan, tasks=tasks))
        assert not written.unwritten
        again = read(written.text).plan.tasks[tasks.index(changed)]
        assert getattr(again, field) == getattr(changed, field)
        old, new = found.text.splitlines(), written.text.splitlines()
        assert len(old) == len(new)
        assert sum(a != b for a, b in zip(old, new, strict=True)) <= 1


def test_dependency_told_in_a_sentence_is_written_there() -> None:
    found = document("sentences")
    span = found.spans["tasks", "T011", "depends"]
    assert found.text[span.start : span.end] == "T010"
    assert ("tasks", "T012", "depends") not in found.spans


@pytest.mark.parametrize("name", ["crlf", "bom"])
def test_line_ends_and_byte_order_mark_survive_an_edit(name: str) -> None:
    found = document(name)
    first = replace(found.plan.tasks[0], owner="zoe")
    plan = replace(found.plan, tasks=(first, *found.plan.tasks[1:]))
    text = write(found, plan).text
    assert text.startswith("\ufeff") == found.text.startswith("\ufeff")
    assert text.count("\r\n") == found.text.count("\r\n")
    assert text.count("\n") == found.text.count("\n")
