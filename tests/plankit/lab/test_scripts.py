# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A folder becomes ordered scripts; whatever is odd about it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.migration import checksum
from plankit.scripts import read_folder, version_key


def codes(files):
    return [one.code for one in read_folder(files).findings]


def test_pairs_come_in_the_order_of_their_numbers():
    files = {
        "10_z.up.sql": b"U10",
        "10_z.down.sql": b"D10",
        "009_users.down.sql": b"D9",
        "009_users.up.sql": "é\r\n".encode(),
    }
    folder = read_folder(files)
    assert folder.findings == ()
    assert [(one.version, one.name) for one in folder.scripts] == [
        ("009", "users"),
        ("10", "z"),
    ]
    first = folder.scripts[0]
    assert (first.up, first.down) == ("é\r\n", "D9")
    assert first.checksum == checksum("é\r\n", "D9")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, []),
        ({"1_a.up.sql": b""}, ["missing_down"]),
        ({"1_a.down.sql": b""}, ["missing_up"]),
        ({"1_a.sql": b""}, ["unknown_file"]),
        ({"a.up.sql": b""}, ["unknown_file"]),
        ({"1_a.up.sql.bak": b"", "README": b""}, ["unknown_file", "unknown_file"]),
        ({"1_../x.up.sql": b""}, ["unknown_file"]),
        ({"1_a.up.sql": b"", "1_a.down.sql": b"\xff"}, ["not_utf8", "missing_down"]),
        ({"1_a.up.sql": b"a\0", "1_a.down.sql": b""}, ["not_utf8", "missing_up"]),
        (
            {f"{n}.{s}.sql": b"" for n in ("1_a", "1_b") for s in ("up", "down")},
            ["double_version"],
        ),
        (
            {f"{n}.{s}.sql": b"" for n in ("1_a", "001_a") for s in ("up", "down")},
            ["double_version"],
        ),
    ],
)
def test_odd_files_are_found(files, expected):
    assert codes(files) == expected


def test_down_alone_is_no_script():
    assert read_folder({"1_a.down.sql": b""}).scripts == ()


_NAMES = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"[0-9]{1,4}_[a-z]{1,3}\.(up|down)\.sql", fullmatch=True),
)


@given(st.dictionaries(_NAMES, st.binary(max_size=8), max_size=8))
def test_no_folder_breaks_the_reader(files):
    folder = read_folder(files)
    keys = [version_key(one.version) for one in folder.scripts]
    assert keys == sorted(keys)
    for one in folder.scripts:
        stem = f"{one.version}_{one.name}"
        assert files[f"{stem}.up.sql"].decode() == one.up
        assert one.checksum == checksum(one.up, one.down)
    assert folder == read_folder(dict(reversed(list(files.items()))))


@given(st.lists(st.text("019av.", max_size=4)))
def test_versions_have_one_order(versions):
    assert sorted(versions, key=version_key) == sorted(
        reversed(versions), key=lambda one: version_key(one)
    ) or len({version_key(one) for one in versions}) < len(versions)
