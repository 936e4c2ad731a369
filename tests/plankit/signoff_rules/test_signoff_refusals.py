# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each rule of ``plankit.signoff`` with the case that it refuses."""

from dataclasses import replace
from datetime import date

import pytest

from plankit.signoff import (
    Authority,
    Delegation,
    Duties,
    Request,
    Signed,
    SignRefused,
    authority,
    check_reject,
    check_sign,
    missing,
)

TODAY = date(2026, 3, 2)
ANA, BEN, CIA, DAN, EVA = 1, 2, 3, 4, 5

REQUEST = Request(
    id=1,
    plan=7,
    role=8,
    status="pending",
    round=2,
    asked=frozenset({ANA, BEN}),
    requested=True,
    requester=EVA,
)
OTHER = replace(REQUEST, id=2, role=9, asked=frozenset({DAN}))
BEN_TO_CIA = Delegation(
    id=5, delegator=BEN, delegate=CIA, start=date(2026, 3, 1), end=date(2026, 3, 3)
)


def sign(person=ANA, request=REQUEST, **given):
    words = {
        "delegations": [BEN_TO_CIA],
        "today": TODAY,
        "duties": Duties(),
        "signed": [],
        "others": [OTHER],
        **given,
    }
    return check_sign(request, person, **words)


def refusal(*arguments, **given):
    with pytest.raises(SignRefused) as caught:
        sign(*arguments, **given)
    return caught.value


def test_one_asked_signs_in_their_own_name():
    assert sign(ANA) == Authority(person=ANA)


def test_a_delegate_signs_in_the_name_of_the_one_asked():
    expected = Authority(person=CIA, on_behalf=BEN, delegation=BEN_TO_CIA.id)
    assert sign(CIA) == expected


@pytest.mark.parametrize("status", ["pending", "void"])
def test_an_open_request_is_signed(status):
    assert sign(ANA, replace(REQUEST, status=status)).person == ANA


@pytest.mark.parametrize("status", ["approved", "rejected", "withdrawn", "unheard-of"])
def test_a_closed_request_is_neither_signed_nor_rejected(status):
    request = replace(REQUEST, status=status)
    assert refusal(ANA, request).code == "not_pending"
    with pytest.raises(SignRefused) as caught:
        check_reject(request, ANA, today=TODAY)
    assert caught.value.code == "not_pending"


def test_a_request_not_made_yet_is_not_signed():
    assert refusal(ANA, replace(REQUEST, requested=False)).code == "not_requested"


@pytest.mark.parametrize("person", [DAN, EVA, 0])
def test_no_one_else_signs(person):
    assert refusal(person).code == "not_asked"


@pytest.mark.parametrize(
    "change",
    [
        {"revoked": True},
        {"role": 9},
        {"plan": 9},
        {"delegator": DAN},
        {"delegator": EVA},
        {"delegate": DAN},
        {"start": date(2026, 3, 3)},
        {"end": date(2026, 3, 1)},
    ],
)
def test_a_delegation_out_of_scope_gives_nothing(change):
    delegations = [replace(BEN_TO_CIA, **change)]
    assert refusal(CIA, delegations=delegations).code == "not_asked"


@pytest.mark.parametrize(
    "change",
    [{"role": 8}, {"plan": 7}, {"start": TODAY}, {"end": TODAY}],
)
def test_a_delegation_holds_within_its_scope_and_on_its_last_day(change):
    assert sign(CIA, delegations=[replace(BEN_TO_CIA, **change)]).on_behalf == BEN


def test_a_delegation_is_not_passed_on():
    further = replace(BEN_TO_CIA, id=6, delegator=CIA, delegate=DAN)
    assert refusal(DAN, delegations=[BEN_TO_CIA, further]).code == "not_asked"


def test_own_asking_comes_before_a_delegation():
    request = replace(REQUEST, asked=frozenset({BEN, CIA}))
    assert authority(request, CIA, [BEN_TO_CIA], TODAY) == Authority(person=CIA)


def test_a_name_that_a_rule_refuses_leaves_the_next_one():
    for_ana = replace(BEN_TO_CIA, id=9, delegator=ANA)
    given = {"delegations": [for_ana, BEN_TO_CIA]}
    assert sign(CIA, **given).on_behalf == BEN
    assert sign(CIA, **given, duties=Duties(authors=frozenset({BEN}))).on_behalf == ANA


DUTIES = [
    ("author_signs", Duties(authors=frozenset({ANA, BEN, DAN}))),
    ("doer_signs", Duties(doers=frozenset({ANA, BEN, DAN}))),
    ("operator_signs", Duties(operators=frozenset({ANA, BEN, DAN}))),
]


@pytest.mark.parametrize(("code", "duties"), DUTIES)
@pytest.mark.parametrize(("person", "who"), [(ANA, ANA), (CIA, BEN)])
def test_no_one_signs_their_own_work_nor_has_it_signed(code, duties, person, who):
    refused = refusal(person, duties=duties)
    assert (refused.code, refused.values["who"]) == (code, who)


@pytest.mark.parametrize(
    ("code", "duties"),
    [
        ("author_signs", Duties(authors=frozenset({CIA}))),
        ("doer_signs", Duties(doers=frozenset({CIA}))),
        ("operator_signs", Duties(operators=frozenset({CIA}))),
    ],
)
def test_no_one_signs_their_own_work_for_another(code, duties):
    assert refusal(CIA, duties=duties).code == code


@pytest.mark.parametrize(("person", "requester"), [(ANA, ANA), (CIA, CIA), (CIA, BEN)])
def test_no_one_signs_what_they_asked_for(person, requester):
    refused = refusal(person, replace(REQUEST, requester=requester))
    assert (refused.code, refused.values["who"]) == ("own_request", requester)


@pytest.mark.parametrize(
    ("person", "signed"),
    [
        (ANA, {"person": ANA}),
        (ANA, {"person": DAN, "on_behalf": ANA}),
        (BEN, {"person": CIA, "on_behalf": BEN}),
        (CIA, {"person": BEN}),
        (CIA, {"person": CIA, "on_behalf": ANA}),
    ],
)
@pytest.mark.parametrize(
    ("request_id", "code"), [(1, "already_signed"), (2, "signed_for_other_role")]
)
def test_one_person_counts_once_for_a_subject(person, signed, request_id, code):
    before = [Signed(request=request_id, round=2, **signed)]
    assert refusal(person, signed=before).code == code


def test_a_signature_of_an_earlier_round_counts_no_more():
    assert sign(ANA, signed=[Signed(request=1, round=1, person=ANA)])


@pytest.mark.parametrize("status", ["pending", "void", "rejected"])
def test_lower_steps_are_approved_first(status):
    first = replace(OTHER, status=status)
    refused = refusal(ANA, replace(REQUEST, step=1), others=[first])
    assert (refused.code, refused.values["requests"]) == ("not_your_turn", (2,))


@pytest.mark.parametrize(
    "other",
    [
        replace(OTHER, status="approved"),
        replace(OTHER, status="withdrawn"),
        replace(OTHER, step=1),
        replace(OTHER, step=2),
        replace(OTHER, id=1),
    ],
)
def test_no_one_waits_for_more_than_lower_steps(other):
    assert sign(ANA, replace(REQUEST, step=1), others=[other])


def test_whoever_is_asked_may_reject_whatever_they_did():
    request = replace(REQUEST, requester=ANA, requested=False, step=3)
    assert check_reject(request, ANA, today=TODAY) == Authority(person=ANA)
    found = check_reject(request, CIA, delegations=[BEN_TO_CIA], today=TODAY)
    assert found.on_behalf == BEN


def test_no_one_else_rejects():
    with pytest.raises(SignRefused, match="not_asked"):
        check_reject(REQUEST, CIA, today=TODAY)


def test_missing_names_people_count_and_turn():
    request = replace(REQUEST, quorum=2, step=1)
    signed = [Signed(request=1, round=2, person=CIA, on_behalf=BEN)]
    found = missing(request, signed, [OTHER])
    assert (found.count, found.people, found.after) == (1, {ANA}, (2,))


def test_nothing_is_missing_of_a_complete_request():
    found = missing(REQUEST, [Signed(request=1, round=2, person=ANA)])
    assert (found.count, found.people, found.after) == (0, frozenset(), ())
