# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An unedited plan gives back its document, whatever the document looks like."""

from __future__ import annotations

import pytest

from plankit.keys import natural_keys
from plankit.markdown import decode, read, write
from plankit.markdown.blocks import Block, Fence, ItemList, Quote, Table
from plankit.markdown.parse import parse
from plankit.markdown.tablerows import decode_cell

from .sources import REFERENCE, corpus, document_of, own, text_of

EVERY = [*own(), *corpus()]


def variants(text: str) -> dict[str, str]:
    unix = text.replace("\r\n", "\n")
    return {
        "crlf": unix.replace("\n", "\r\n"),
        "cr": unix.replace("\n", "\r"),
        "bom": "\ufeff" + text.removeprefix("\ufeff"),
        "no final line end": unix.rstrip("\n"),
        "trailing blanks": unix.replace("\n", "  \n"),
        "nbsp": unix.replace(" | ", " \u00a0|\u00a0 "),
    }


@pytest.mark.parametrize("path", EVERY)
def test_unchanged_plan_gives_identical_text(path):
    document = document_of(path)
    assert write(document, document.plan).text == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("path", EVERY)
def test_equal_plan_from_another_reading_gives_identical_text(path):
    text = text_of(path)
    assert write(document_of(path), read(text).plan).text == text


@pytest.mark.parametrize("path", EVERY)
def test_keys_are_natural_keys(path):
    plan = document_of(path).plan
    for collection, names in natural_keys(plan).items():
        assert list(names) == list(names.values()), collection


@pytest.mark.parametrize("path", EVERY)
def test_every_span_holds_text_of_its_own_lines(path):
    document = document_of(path)
    for place, span in document.spans.items():
        assert 0 <= span.start <= span.end <= len(document.text), place
        assert document.line(*place) == document.source.number(span.start), place


@pytest.mark.parametrize("name", list(variants("")))
@pytest.mark.parametrize("path", EVERY)
def test_other_line_ends_and_blanks_read_alike(path, name):
    text = variants(text_of(path))[name]
    document = read(text)
    assert write(document, document.plan).text == text
    if name in ("crlf", "cr", "bom") and "\r" not in text_of(path):
        assert document.plan == document_of(path).plan


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_new_lines_have_the_documents_line_ends(end):
    text = text_of(REFERENCE).replace("\n", end)
    document = read(text)
    plan = document.plan
    task = plan.tasks[0].__class__(key="new", title="New", phase=plan.phases[0].key)
    changed = plan.__class__(
        **{
            **{name: getattr(plan, name) for name in plan.__dataclass_fields__},
            "tasks": (*plan.tasks, task),
            "overview": "one\ntwo",
        }
    )
    result = write(document, changed)
    assert result.unwritten == ()
    assert result.text.replace(end, "").count("\n") == 0
    assert result.text.replace(end, "").count("\r") == 0


def _tables(blocks: list[Block]) -> list[Table]:
    found: list[Table] = []
    for block in blocks:
        if isinstance(block, Table):
            found.append(block)
        elif isinstance(block, Quote):
            found += _tables(block.blocks)
        elif isinstance(block, ItemList):
            for item in block.items:
                found += _tables(item.blocks)
    return found


@pytest.mark.parametrize("path", EVERY)
def test_cells_are_those_of_the_parser(path):
    """Places are cut from the row again: the cells must be the parser's own."""
    from markdown_it import MarkdownIt

    text = text_of(path)
    tree = parse(text)
    if tree.front_matter:
        pytest.skip("the parser knows no front matter")
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
    parser.disable("reference")
    tokens = parser.parse(text.removeprefix("\ufeff"))
    theirs = [
        decode_cell(token.content.replace("|", "\\|")).strip()
        for before, token in zip(tokens, tokens[1:], strict=False)
        if before.type in ("th_open", "td_open")
    ]
    ours = [
        cell.text
        for section in tree.root.walk()
        for table in _tables(section.blocks)
        for row in (table.header, *table.rows)
        for cell in row.cells
    ]
    assert ours == theirs


@pytest.mark.parametrize("path", EVERY)
def test_pieces_of_the_tree_stand_where_they_say(path):
    text = text_of(path)
    for section in parse(text).root.walk():
        if section.heading:
            start, end = section.heading.span
            assert text[start:end] == section.heading.text
        for block in section.blocks:
            if isinstance(block, Fence):
                for line in block.lines:
                    assert text[line.span.start : line.span.end] == line.text
            if isinstance(block, ItemList):
                for item in block.walk():
                    start, end = item.marker_span
                    assert text[start:end] == item.marker


def test_bytes_that_are_no_utf8_are_refused():
    from plankit.errors import DocumentRefused

    with pytest.raises(DocumentRefused) as refused:
        decode("# Plän\n".encode("utf-16"))
    assert refused.value.code == "not_utf8"
