# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bytes to text to document, and every reason to refuse one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from plankit.errors import DocumentRefused
from plankit.markdown.document import Document, of_draft
from plankit.markdown.draft import Draft
from plankit.markdown.parse import parse
from plankit.markdown.reader import Reader

MAX_BYTES = 8 * 1024 * 1024
#: More pipes than any real document has; each makes the parser build a cell.
MAX_PIPES = 250_000


def decode(data: bytes) -> str:
    """UTF-8 text, with a byte order mark or without; line ends stay as they are."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentRefused(
            f"The document is not UTF-8 text (line {line}). Save it as UTF-8.",
            code="not_utf8",
            line=line,
            start=error.start,
            end=error.end,
        ) from None


def read(text: str, max_bytes: int = MAX_BYTES) -> Document:
    """The plan of a document and where each of its values stands."""
    refuse(text, max_bytes)
    with _no_collection():
        tree = parse(text)
        draft = Draft(tree.source)
        Reader(draft, tree).run()
        return of_draft(draft, tree)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without garbage collection, which would walk a growing tree over and over.

    The tree is bounded by the size of the text, and all of it is in use.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def refuse(text: str, max_bytes: int) -> None:
    """Raise ``DocumentRefused`` for a text that is not worth parsing."""
    size = len(text)
    if size <= max_bytes < size * 4:
        size = len(text.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        raise DocumentRefused(
            f"The document is larger than {max_bytes} bytes. Split it into parts.",
            code="too_large",
            size=size,
            limit=max_bytes,
        )
    _refuse_character(text, "\0", "nul_byte", "a NUL byte")
    _refuse_surrogate(text)
    if text.count("|") > MAX_PIPES:
        raise DocumentRefused(
            f"The document has more than {MAX_PIPES} table cells. Split its tables.",
            code="too_many_cells",
            limit=MAX_PIPES,
        )


def _refuse_character(text: str, character: str, code: str, name: str) -> None:
    at = text.find(character)
    if at < 0:
        return
    line = text.count("\n", 0, at) + 1
    raise DocumentRefused(
        f"The document has {name} in line {line}. Remove it.",
        code=code,
        line=line,
        start=at,
        end=at + 1,
    )


def _refuse_surrogate(text: str) -> None:
    """A lone surrogate is no text: it cannot be stored or sent."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        name = "a character that is no text"
        _refuse_character(text, text[error.start], "not_utf8", name)
