# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The canonical text against RFC 8785 and the library of that name."""

import hashlib

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from plankit import chain
from plankit.canonical import LARGEST, canonical, digest

leaves = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text()
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)
#: Keys around the place where code points and UTF-16 code units sort apart.
keys = st.text('a\ud7ff\ue000\uffff\U00010000\U0010ffffé\n"', max_size=3)


@settings(deadline=None, max_examples=200)
@given(values)
def test_any_value_has_the_text_of_the_standard(value):
    assert canonical(value).encode() == rfc8785.dumps(value)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(keys, st.dictionaries(keys, st.integers(0, 9))))
def test_keys_stand_in_the_order_of_their_code_units(value):
    assert canonical([value]).encode() == rfc8785.dumps([value])


def test_the_example_of_the_standard_is_sorted_as_it_says():
    # RFC 8785, 3.2.3.
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    text = canonical(dict.fromkeys(names))
    order = [text.index(rfc8785.dumps(name).decode() + ":") for name in names]
    assert sorted(range(7), key=order.__getitem__) == [1, 3, 5, 6, 0, 4, 2]


@pytest.mark.parametrize("char", [*map(chr, range(0x20)), '"', "\\", "\x7f", "\u2028"])
def test_a_character_is_written_as_the_standard_says(char):
    assert canonical(char).encode() == rfc8785.dumps(char)


@pytest.mark.parametrize("value", [LARGEST, -LARGEST, 0, (1, 2), [], {}])
def test_the_edges_have_a_text(value):
    assert canonical(value).encode() == rfc8785.dumps(value)


class Text(str):
    """A text of another class is a text."""


def circle():
    found = []
    found.append(found)
    return found


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (1.5, TypeError),
        (float("nan"), TypeError),
        ({"a": [1, {"b": 0.1}]}, TypeError),
        ((2.0,), TypeError),
        ({1: "a"}, TypeError),
        ({"a": {None: 1}}, TypeError),
        ({True: 1}, TypeError),
        (object(), TypeError),
        ([b"a"], TypeError),
        ({"a": {1, 2}}, TypeError),
        (LARGEST + 1, ValueError),
        ({"a": [-LARGEST - 1]}, ValueError),
        ("\ud800", ValueError),
        ({"\udfff": 1}, ValueError),
        (["a", {"b": "\U0001f600\ud800"}], ValueError),
        (circle(), ValueError),
    ],
)
def test_what_has_no_text_is_refused(value, error):
    with pytest.raises(error):
        canonical(value)


def test_a_lone_surrogate_is_called_so():
    with pytest.raises(ValueError, match="lone surrogate"):
        canonical({"a": "\ud800"})


def test_too_deep_a_value_is_refused_as_a_value():
    value = []
    for _level in range(100_000):
        value = [value]
    with pytest.raises(ValueError, match="nested"):
        canonical(value)


def test_texts_of_other_classes_are_texts():
    assert canonical({Text("b"): Text("é"), "a": True}) == '{"a":true,"b":"é"}'


def test_the_digest_is_that_of_the_text():
    text = '{"a":"é"}'
    assert digest({"a": "é"}) == hashlib.sha256(text.encode()).hexdigest()


def test_chains_have_this_text():
    assert chain.canonical is canonical
