# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sections that no field knows, as a text that may be signed."""

import pytest

from plankit.markdown import prose, read
from tests.plankit.markdown import sources

REFERENCE = sources.REFERENCE.read_text(encoding="utf-8")
UNKNOWN = "\n## Party\n\nCake for all.\n\n- [x] Bake\n\n### Guests\n\nEveryone.\n"


def test_reference_document_has_no_section_that_nobody_knows():
    assert prose(read(REFERENCE)) == ""


def test_section_that_nobody_knows_is_given_once_with_what_is_below_it():
    found = prose(read(REFERENCE + UNKNOWN))
    assert found == UNKNOWN.strip().replace("[x]", "[ ]")


@pytest.mark.parametrize(
    "edited",
    [
        UNKNOWN.replace("[x]", "[ ]"),
        UNKNOWN.replace("\n", "\r\n"),
        UNKNOWN + "\n\n",
    ],
)
def test_ticks_line_ends_and_blank_ends_are_no_part_of_it(edited):
    assert prose(read(REFERENCE + edited)) == prose(read(REFERENCE + UNKNOWN))


def test_word_of_it_is():
    edited = UNKNOWN.replace("Cake", "Pie")
    assert prose(read(REFERENCE + edited)) != prose(read(REFERENCE + UNKNOWN))


def test_status_and_row_of_a_known_section_are_no_part_of_it():
    text = REFERENCE + UNKNOWN
    assert prose(read(text.replace("Not Started", "Done", 1))) == prose(read(text))
