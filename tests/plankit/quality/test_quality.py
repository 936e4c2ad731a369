# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.quality import share_of, written_share


@pytest.mark.parametrize(
    ("text", "share"),
    [("10", 10), ("0", 0), ("100", 100), ("33.3", 33.3), ("100.1", 0), ("999", 0)],
)
def test_share_is_a_number_within_bounds(text, share):
    assert share_of(text) == share


@pytest.mark.parametrize(
    "text", ["", "-5", "1e2", "nan", "inf", "١٠", "10 %", "9" * 99]
)
def test_what_is_no_plain_number_has_no_share(text):
    assert share_of(text) == 0


@given(st.text())
def test_untouched_share_is_written_as_the_author_wrote_it(text):
    assert written_share(share_of(text), text) == text


@given(st.integers(0, 10000), st.text())
def test_changed_share_reads_back_as_the_same_number(hundredths, text):
    share = hundredths / 100
    assert share_of(written_share(share, text)) == share
