# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.trigger import compile_trigger
from plankit.trigger_reading import reading


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, ""),
        ({"metric": "latency", "statistic": "p99"}, "p99 latency"),
        (
            {"metric": "m", "operator": ">", "threshold": 0.5, "unit": "s"},
            "m > 0.5 s",
        ),
        ({"metric": "m", "threshold": 0.29, "unit": "ratio"}, "m ? 29 %"),
        (
            {"metric": "m", "operator": ">", "threshold": 5, "unit": "multiple",
             "baseline": "baseline", "window_seconds": 90},
            "m > 5 × baseline · 90 s",
        ),
        (
            {"metric": "m", "operator": "between", "threshold": 0.02,
             "threshold_high": 0.04, "unit": "ratio", "occurrences": 3},
            "m between 2 % … 4 % · 3 ×",
        ),
        ({"metric": "m", "window_seconds": 7200}, "m · 2 h"),
    ],
)  # fmt: skip
def test_reading_says_what_the_compiled_form_holds(values, line):
    assert reading(json.dumps(values)) == line


def test_no_compiled_form_reads_as_nothing():
    assert reading("") == ""


@given(st.text())
def test_any_compiled_text_can_be_read(text):
    reading(compile_trigger(text).to_json())
