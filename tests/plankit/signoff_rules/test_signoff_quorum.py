# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A quorum counts people, not signatures."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.signoff import Request, Signed, identities, is_complete


def request(quorum=2):
    return Request(
        id=1,
        plan=1,
        role=1,
        status="pending",
        round=3,
        asked=frozenset({1, 2, 3}),
        requested=True,
        requester=9,
        quorum=quorum,
    )


def signed(person, on_behalf=0, request=1, round=3):
    return Signed(request=request, round=round, person=person, on_behalf=on_behalf)


def test_two_people_make_a_quorum_of_two():
    assert is_complete(request(), [signed(1), signed(4, on_behalf=2)])


@pytest.mark.parametrize(
    "second",
    [
        signed(1),
        signed(4, on_behalf=1),
        signed(1, on_behalf=2),
        signed(2, round=2),
        signed(2, request=2),
    ],
)
def test_one_person_is_none_the_more_for_signing_twice(second):
    assert not is_complete(request(), [signed(1), second])


def test_two_deputies_of_one_are_one():
    both = [signed(4, on_behalf=1), signed(5, on_behalf=1)]
    assert not is_complete(request(), both)


def test_one_deputy_of_two_is_one():
    both = [signed(4, on_behalf=1), signed(4, on_behalf=2)]
    assert not is_complete(request(), both)


@pytest.mark.parametrize("quorum", [-1, 0, 1])
def test_a_quorum_of_none_still_needs_one(quorum):
    assert not is_complete(request(quorum), [])
    assert is_complete(request(quorum), [signed(1)])


signatures = st.lists(
    st.builds(signed, st.integers(1, 4), st.integers(0, 4)), max_size=6
)


@given(signatures, st.integers(1, 3))
def test_a_quorum_is_met_by_as_many_people_apart(found, quorum):
    if is_complete(request(quorum), found):
        groups = [identities(each) for each in found]
        assert any(
            all(not one & two for one, two in combinations(chosen, 2))
            for chosen in combinations(groups, quorum)
        )
        assert len({each.person for each in found}) >= quorum
