# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every small world: three people, two roles, every delegation, every duty.

Signatures are taken in every order that the rules accept, and each verdict is held
against one written another way.
"""

from dataclasses import replace
from datetime import date
from itertools import combinations, permutations

import pytest

from plankit.signoff import (
    Delegation,
    Duties,
    Request,
    Signed,
    SignRefused,
    check_sign,
    identities,
    is_complete,
)

TODAY = date(2026, 3, 2)
PEOPLE = (1, 2, 3)
REQUESTER = 3
PAIRS = list(permutations(PEOPLE, 2))
SOME = [frozenset(c) for n in (1, 2, 3) for c in combinations(PEOPLE, n)]
GIVEN = [c for n in range(len(PAIRS) + 1) for c in combinations(PAIRS, n)]
DUTIES = {
    "none": Duties(),
    "author": Duties(authors=frozenset({1})),
    "doer": Duties(doers=frozenset({1})),
    "operator": Duties(operators=frozenset({1})),
}


def build(asked, other, pairs):
    first = Request(
        id=1,
        plan=1,
        role=1,
        status="pending",
        round=1,
        asked=asked,
        requested=True,
        requester=REQUESTER,
        quorum=2,
    )
    second = replace(first, id=2, role=2, asked=other, quorum=1)
    delegations = [
        Delegation(id=n, delegator=a, delegate=b, start=TODAY, end=TODAY)
        for n, (a, b) in enumerate(pairs, 1)
    ]
    return (first, second), delegations


def may(request, person, pairs, barred, signed):
    """The rules said again: some name, own or given, that nobody has used up."""
    used = barred.union(*map(identities, signed))
    names = [frozenset({person})] if person in request.asked else []
    names += [frozenset(p) for p in pairs if p[1] == person and p[0] in request.asked]
    return any(not name & used for name in names)


def walk(requests, delegations, pairs, duties, barred):
    """Every set of signatures that can be reached, and each verdict on the way."""
    seen = set()
    queue = [()]
    for signed in queue:
        for request, person in ((r, p) for r in requests for p in PEOPLE):
            try:
                found = check_sign(
                    request,
                    person,
                    delegations=delegations,
                    today=TODAY,
                    duties=duties,
                    signed=signed,
                    others=requests,
                )
            except SignRefused:
                assert not may(request, person, pairs, barred, signed)
                continue
            assert may(request, person, pairs, barred, signed)
            new = Signed(
                request=request.id, round=1, person=person, on_behalf=found.on_behalf
            )
            after = tuple(sorted((*signed, new), key=repr))
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return seen


@pytest.mark.parametrize("duty", DUTIES)
def test_no_identity_stands_on_two_duties_in_any_small_world(duty):
    duties = DUTIES[duty]
    barred = frozenset({REQUESTER}) | duties.authors | duties.doers | duties.operators
    reached = complete = 0
    for asked in SOME:
        for other in SOME:
            for pairs in GIVEN:
                requests, delegations = build(asked, other, pairs)
                for signed in walk(requests, delegations, pairs, duties, barred):
                    check(requests, signed, barred)
                    reached += 1
                    complete += is_complete(requests[0], signed)
    assert reached
    # Two of three people sign here only where nobody but the requester is barred.
    assert bool(complete) == (duty == "none")


def check(requests, signed, barred):
    groups = [identities(each) for each in signed]
    assert not any(group & barred for group in groups)
    assert not any(one & two for one, two in combinations(groups, 2))
    for request in requests:
        own = {each.person for each in signed if each.request == request.id}
        assert is_complete(request, signed) == (len(own) >= request.quorum)
