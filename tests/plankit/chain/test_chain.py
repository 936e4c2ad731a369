# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plankit import chain
from plankit.canonical import LARGEST

CONTENTS = [{"code": "a"}, {"code": "b", "data": {"x": 1}}, {"code": "c", "who": "Zoë"}]

contents = st.lists(
    st.dictionaries(
        st.text("abc", min_size=1),
        st.text() | st.integers(-LARGEST, LARGEST) | st.booleans(),
    ),
    max_size=6,
)


def faults(events, **options):
    return [(fault.code, fault.number) for fault in chain.verify(events, **options)]


@settings(deadline=None)
@given(contents)
def test_what_was_linked_verifies(given_contents):
    events = chain.link(given_contents)
    end = events[-1]["digest"] if events else chain.GENESIS
    assert faults(events, end=end) == []


@settings(deadline=None)
@given(contents, contents)
def test_a_chain_goes_on_where_it_ended(first, second):
    events = chain.link(first)
    last = events[-1] if events else {"number": 0, "digest": chain.GENESIS}
    more = chain.link(second, last["number"], last["digest"])
    assert events + more == chain.link(first + second)


def test_digest_is_stable():
    # A golden value: a change of the canonical form breaks every chain in the field.
    (event,) = chain.link([{"code": "transition", "message": "P1 · done"}])
    assert event["digest"] == (
        "758c244646d920c1010eb2e9a58a7929c6817ae2fdb3987527211d9812092d47"
    )


@pytest.mark.parametrize("key", ["code", "data", "added"])
def test_an_altered_event_is_found(key):
    events = chain.link(CONTENTS)
    events[1] = {**events[1], key: "other"}
    assert faults(events) == [("altered", 2)]


def test_an_event_hashed_again_no_longer_links():
    events = chain.link(CONTENTS)
    events[1] = {**events[1], "code": "other"}
    events[1]["digest"] = chain.digest(events[1])
    assert faults(events) == [("unlinked", 3)]


def test_a_removed_event_leaves_a_gap():
    events = chain.link(CONTENTS)
    del events[1]
    assert faults(events) == [("gap", 3)]


def test_swapped_events_are_found():
    first, second, third = chain.link(CONTENTS)
    assert ("gap", 2) in faults([second, first, third])


def test_a_cut_tail_is_found_by_the_known_end():
    events = chain.link(CONTENTS)
    assert faults(events[:2]) == []
    assert faults(events[:2], end=events[2]["digest"]) == [("cut", 2)]


def test_an_event_without_a_number_is_a_gap():
    assert faults([{"code": "a"}]) == [("gap", 0), ("altered", 0)]


def test_a_part_verifies_from_where_it_starts():
    events = chain.link(CONTENTS)
    assert faults(events[1:], number=1, previous=events[0]["digest"]) == []


@pytest.mark.parametrize("value", [1.5, {"a": [1, {"b": 0.1}]}, (2.0,)])
def test_floats_are_refused(value):
    with pytest.raises(TypeError):
        chain.canonical(value)


def test_a_fault_is_a_value():
    fault = chain.Fault(code="gap", number=3, message="3 follows 1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        fault.code = "altered"
