# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""No change of a catalog goes unseen, but for the order of columns."""

import json

from hypothesis import given
from hypothesis import strategies as st

from plankit import catalog

_VALUES = st.one_of(
    st.booleans(), st.integers(0, 2), st.text("ab", max_size=2), st.lists(st.text("a"))
)
_CATALOGS = st.dictionaries(
    st.sampled_from(["table a.t", "column a.t.c", "index a.i"]),
    st.dictionaries(st.sampled_from(["x", "y", "table"]), _VALUES, max_size=3),
    max_size=3,
)


def strict(value):
    return json.dumps(value, sort_keys=True)


@given(_CATALOGS, _CATALOGS)
def test_no_difference_means_the_same_catalog(before, after):
    found = catalog.differences(before, after)
    assert (not found) == (strict(before) == strict(after))
    assert len(found) == len(catalog.differences(after, before))
    assert not catalog.differences(before, before)
    assert "null" not in strict(found)


def test_missing_objects_and_fields_are_told_apart():
    before = {"table t": {"owner": "a"}, "table u": {}}
    after = {"table t": {"acl": []}, "table v": {}}
    assert [tuple(one.values()) for one in catalog.differences(before, after)] == [
        ("table t", "acl", catalog.ABSENT, []),
        ("table t", "owner", "a", catalog.ABSENT),
        ("table u", "", "present", catalog.ABSENT),
        ("table v", "", catalog.ABSENT, "present"),
    ]


def test_truth_is_no_number():
    assert catalog.differences({"t": {"x": True}}, {"t": {"x": 1}})


def test_order_of_columns_is_told_apart_and_lowers_nothing():
    before = {"table t": {"column_order": ["a", "b"]}}
    after = {"table t": {"column_order": ["b", "a"]}}
    assert catalog.differences(before, after) == []
    assert len(catalog.weak_differences(before, after)) == 1
    assert catalog.weak_differences(before, {}) == []


def test_changed_tables_are_those_of_either_side():
    before = {"index i": {"table": "s.t"}, "table s.u": {"table": "s.u", "owner": "a"}}
    after = {"column s.w.c": {"table": "s.w"}, "table s.u": {"table": "s.u"}}
    assert catalog.changed_tables(before, after) == {"s.t", "s.u", "s.w"}
