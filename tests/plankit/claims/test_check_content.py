# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A check says the same to an agent as to whoever signs it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.canonical import canonical
from plankit.check_content import RUN_KINDS, CheckRefused, check_content


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    [
        ("https://a.example.com/", "", ("GET", "https://a.example.com/", 0, "")),
        ("GET http://a/b?c=d", "ok", ("GET", "http://a/b?c=d", 0, "ok")),
        ("HEAD http://a/", "404", ("HEAD", "http://a/", 404, "")),
        (" POST  http://a/ ", "2000", ("POST", "http://a/", 0, "2000")),
    ],
)
def test_a_request_is_read_from_one_line(text, expected, told):
    content = check_content("http", text, expected)
    names = ("method", "url", "expect_status", "expect_text")
    assert tuple(content[name] for name in names) == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GET",
        "curl http://a/",
        "ftp://a/",
        "http:///a",
        "GET http://a/ http://b/",
        "GET http://a/\nGET http://b/",
        "get http://a/",
    ],
)
def test_what_is_no_request_is_refused(text):
    with pytest.raises(CheckRefused) as refusal:
        check_content("http", text)
    assert refusal.value.code == "bad_request"


@given(st.sampled_from(["", *(key for key, _word in RUN_KINDS)]), st.text(), st.text())
def test_every_content_has_a_canonical_text(kind, command, expected):
    try:
        canonical(check_content(kind, command, expected))
    except CheckRefused:
        assert kind == "http"
