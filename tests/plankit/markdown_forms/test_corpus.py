# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The corpus documents read as a person reads them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from plankit.markdown import read, write
from plankit.markdown.document import Document
from plankit.plan import COLLECTIONS

from .corpus import CORPUS, Expected
from .finding import counts, find

ROOT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("PLAN_CORPUS", ROOT / "../shared/corpus"))

needs_corpus = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"no corpus in {FOLDER}; set PLAN_CORPUS"
)


def document(number: str) -> Document:
    (path,) = FOLDER.glob(f"{number}-*.md")
    return read(path.read_bytes().decode())


@needs_corpus
def test_every_corpus_document_has_an_expectation() -> None:
    assert {path.name[:3] for path in FOLDER.glob("*.md")} == set(CORPUS)


@needs_corpus
@pytest.mark.parametrize("number", CORPUS)
def test_corpus_document_has_the_items_a_person_counts(number: str) -> None:
    assert counts(document(number)) == CORPUS[number].counts


@needs_corpus
@pytest.mark.parametrize(
    ("number", "collection", "begin", "fields"),
    [
        pytest.param(number, *value, id=f"{number}-{value[0]}-{value[1]}")
        for number, expected in CORPUS.items()
        for value in expected.values
    ],
)
def test_corpus_value_is_what_a_person_reads(
    number: str, collection: str, begin: str, fields: dict[str, object]
) -> None:
    item = find(document(number), collection, begin)
    assert {name: getattr(item, name) for name in fields} == fields


@needs_corpus
@pytest.mark.parametrize("number", CORPUS)
def test_every_place_of_a_corpus_document_holds_its_text(number: str) -> None:
    found = document(number)
    for (collection, key, name), span in found.spans.items():
        assert 0 <= span.start <= span.end <= len(found.text), (collection, key, name)


NEW = {
    "title": "Anew",
    "owner": "zoe",
    "depends": "T-1",
    "estimate": "3 days",
    "status": "done",
}


@needs_corpus
@pytest.mark.parametrize("number", [n for n in CORPUS if CORPUS[n].counts.get("tasks")])
def test_edited_corpus_task_is_written_where_it_stands(number: str) -> None:
    found = document(number)
    tasks = found.plan.tasks
    for at in (0, len(tasks) // 2, len(tasks) - 1):
        for name, value in NEW.items():
            if ("tasks", tasks[at].key, name) not in found.spans:
                continue
            changed = replace(tasks[at], **{name: value})
            edited = (*tasks[:at], changed, *tasks[at + 1 :])
            written = write(found, replace(found.plan, tasks=edited))
            assert not written.unwritten
            assert read(written.text).plan.tasks[at] == replace(
                changed, key=read(written.text).plan.tasks[at].key
            )


def test_an_expectation_names_collections_that_exist() -> None:
    for expected in CORPUS.values():
        assert isinstance(expected, Expected)
        assert set(expected.counts) <= set(COLLECTIONS)
        assert {value[0] for value in expected.values} <= set(expected.counts)
