# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from hypothesis import given, settings
from hypothesis import strategies as st

from plankit.scripts import read_folder, version_key
from plankit.scripts_merge import Present, compared, placed

FOLDER = read_folder(
    {
        "001_orders.up.sql": b"CREATE",
        "001_orders.down.sql": b"DROP",
        "002_lines.up.sql": b"ALTER",
    }
).scripts


def kinds(*present):
    return [(one.kind, one.key) for one in compared(FOLDER, present)]


def test_all_of_it_is_new_where_nothing_is():
    assert kinds() == [("new", 0), ("new", 0)]


def test_a_version_is_one_however_many_zeros_it_has():
    assert kinds(Present(key=7, version="1", up="CREATE", down="DROP")) == [
        ("unchanged", 7),
        ("new", 0),
    ]


def test_the_version_as_written_comes_before_one_that_counts_the_same():
    odd = Present(key=1, version="1", up="CREATE", down="DROP")
    own = Present(key=2, version="001")
    assert kinds(odd, own)[0] == ("changed", 2)


def test_a_byte_is_a_change():
    assert kinds(Present(key=7, version="001", up="CREATE\n", down="DROP"))[0] == (
        "changed",
        7,
    )


def test_a_down_that_the_folder_lacks_stays():
    [_first, second] = compared(
        FOLDER, [Present(key=3, version="002", up="ALTER", down="BACK")]
    )
    assert (second.kind, second.down, second.keeps_down) == ("unchanged", "BACK", True)


VERSIONS = st.lists(st.integers(0, 99).map("{:03}".format), unique=True, max_size=8)


@settings(max_examples=200)
@given(VERSIONS, VERSIONS, st.booleans())
def test_what_is_there_keeps_its_order(present, new, is_sorted):
    present = sorted(present) if is_sorted else present
    every = [*present, *new]
    found = [every[place] for place in placed(present, new)]
    assert sorted(found) == sorted(every)
    order = placed(present, new)
    assert [place for place in order if place < len(present)] == [*range(len(present))]
    if is_sorted:
        assert [version_key(one) for one in found] == sorted(map(version_key, every))
