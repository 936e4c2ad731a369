# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Scripts travel byte for byte, and nothing else is taken for them."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit import scripts_pack
from plankit.scripts_pack import PackRefused, packed, unpacked

_NAMES = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=30)


@given(st.dictionaries(_NAMES, st.binary(max_size=200), max_size=20))
def test_every_byte_comes_back(files):
    assert unpacked(packed(files)) == files


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    with pytest.raises(PackRefused):
        unpacked(text)


def packed_json(value):
    return base64.b64encode(zlib.compress(json.dumps(value).encode())).decode()


@pytest.mark.parametrize(
    "value",
    [
        *([], "x", {"a": 1}, {"a": "%"}, {"a": None}, {"a": ["eA=="]}),
        *({"a\0b": ""}, {"a\nb": ""}, {"\ud800": ""}, {"a" * 256: ""}),
    ],
)
def test_what_names_no_files_is_refused(value):
    with pytest.raises(PackRefused):
        unpacked(packed_json(value))


def test_a_few_bytes_do_not_become_many(monkeypatch):
    text = packed({"a": b"\0" * 50_000})
    assert len(text) < 1_000
    monkeypatch.setattr(scripts_pack, "MOST_BYTES", 10_000)
    monkeypatch.setattr(scripts_pack, "_AROUND", 1_000)
    with pytest.raises(PackRefused):
        unpacked(text)


def test_a_folder_has_so_many_files_and_no_more(monkeypatch):
    monkeypatch.setattr(scripts_pack, "MOST_FILES", 2)
    unpacked(packed({"a": b"", "b": b""}))
    with pytest.raises(PackRefused):
        unpacked(packed({"a": b"", "b": b"", "c": b""}))


def test_what_is_cut_off_or_followed_by_more_is_refused():
    data = base64.b64decode(packed({"a": b"SELECT 1" * 100}))
    for broken in (data[:-1], data + b"x"):
        with pytest.raises(PackRefused):
            unpacked(base64.b64encode(broken).decode())
