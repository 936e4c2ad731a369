# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""No secret leaves in a log, wherever its chunks are cut."""

import base64
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plankit.redact import MASK, Redactor, SecretRefused, shapes

_WORDS = st.text(alphabet="ab%+ /=", min_size=4, max_size=7)


def streamed(redactor, pieces):
    return "".join([*map(redactor.feed, pieces), redactor.flush()])


@given(
    secrets=st.lists(_WORDS, min_size=1, max_size=3),
    text=st.lists(st.one_of(_WORDS, st.text(alphabet="abc\n", max_size=5))),
    cuts=st.lists(st.integers(0, 60)),
)
@example(secrets=["aaaa", "aaaaaa"], text=["aaaa", "aaaa", "c"], cuts=[4, 5, 6])
@example(secrets=["abab", "baba"], text=["ababa", "abab"], cuts=[3])
def test_every_cut_gives_the_same_text_and_no_secret(secrets, text, cuts):
    named = {f"S{n}": value for n, value in enumerate(secrets)}
    whole = "".join(text)
    places = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
    pieces = [whole[a:b] for a, b in zip(places, places[1:], strict=False)]
    shown = streamed(Redactor(named), pieces)
    assert shown == Redactor(named).mask(whole)
    for value in secrets:
        assert not any(shape in shown for shape in shapes(value))


@given(st.text(alphabet="abc", max_size=30))
def test_text_without_a_secret_comes_as_it_is(text):
    assert streamed(Redactor({"KEY": "zzzz"}), list(text)) == text
    assert streamed(Redactor({}), list(text)) == text


@pytest.mark.parametrize(
    "printed",
    [
        "p@ss word",
        quote("p@ss word"),
        "p%40ss+word",
        base64.b64encode(b"p@ss word").decode(),
        "postgres://u:p%40ss%20word@host",
    ],
)
def test_forms_in_which_programs_print_a_secret_are_masked(printed):
    shown = streamed(Redactor({"PGPASSWORD": "p@ss word"}), list(f"<{printed}>"))
    assert "ss" not in shown.replace("postgres", "")
    assert MASK in shown


@given(
    st.binary(max_size=7),
    st.text(alphabet="xyz/é?", min_size=8, max_size=12),
    st.binary(max_size=7),
    st.sampled_from([base64.b64encode, base64.urlsafe_b64encode]),
)
def test_a_secret_within_encoded_text_is_not_to_be_read(before, secret, after, encode):
    """As of ``Authorization: Basic``, which encodes the user beside it."""
    text = encode(before + secret.encode() + after).decode()
    shown = streamed(Redactor({"KEY": secret}), list(text))
    assert MASK in shown
    assert len(shown) - len(MASK) <= len(text) - len(secret.encode()) * 8 // 6 + 2


def test_each_line_of_a_long_secret_is_masked():
    key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n"
    shown = streamed(Redactor({"KEY": key}), ["log: kqhkiG9w0", "BAQEF\n"])
    assert shown == f"log: {MASK}\n"


@pytest.mark.parametrize("value", ["", "a", "abc"])
def test_secret_that_is_too_short_to_mask_is_refused(value):
    with pytest.raises(SecretRefused) as refused:
        Redactor({"PIN": value})
    assert refused.value.code == "secret_too_short"
    assert "PIN" in str(refused.value)


def test_only_what_may_be_a_secret_is_held_back():
    redactor = Redactor({"KEY": "secret-value"})
    assert redactor.feed("hello sec") == "hello "
    assert redactor.feed("ond") == "second"
    assert redactor.feed("\n") == "\n"
