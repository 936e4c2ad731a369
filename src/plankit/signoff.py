# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may sign what: asking, delegation, separation of duties, quorum and order.

People, roles, plans and requests are ids from 1; 0 is none, or every one in the
scope of a delegation. The day is an argument. Each refusal has a stable code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from plankit.delegation import Delegation as Delegation
from plankit.delegation import SignRefused as SignRefused
from plankit.delegation import check_delegation as check_delegation
from plankit.delegation import is_running as is_running

#: Statuses in which a request takes a signature or a rejection.
OPEN = frozenset({"pending", "void"})

APPROVED, WITHDRAWN = "approved", "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What one role is asked to sign. ``asked`` are the people who may.

    ``quorum`` of them must sign in the present ``round``; every request of a lower
    ``step`` of the same subject comes first.
    """

    id: int
    plan: int
    role: int
    status: str
    round: int
    asked: frozenset[int]
    requested: bool
    requester: int
    step: int = 0
    quorum: int = 1


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A signature that stands; ``on_behalf`` is who was asked, 0 the person."""

    request: int
    round: int
    person: int
    on_behalf: int = 0


@dataclass(frozen=True, kw_only=True)
class Duties:
    """People who did other things to the subject, so that they do not sign it."""

    authors: frozenset[int] = frozenset()
    doers: frozenset[int] = frozenset()
    operators: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Authority:
    """In whose name a person signs; ``delegation`` is the id that allows it."""

    person: int
    on_behalf: int = 0
    delegation: int = 0


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What a request still needs: ``count`` signatures, of any of ``people``.

    ``after`` are the ids of requests of a lower step that are not approved yet.
    """

    count: int
    people: frozenset[int]
    after: tuple[int, ...] = ()


def identities(signature: Signed | Authority) -> frozenset[int]:
    """Everyone behind a signature: who signs, and who they sign for."""
    return frozenset({signature.person, signature.on_behalf}) - {0}


def authorities(
    request: Request, person: int, delegations: Iterable[Delegation], today: date
) -> Iterator[Authority]:
    """Every name in which a person may sign: their own first, then by delegation id.

    A delegation is not passed on: only someone asked gives one.
    """
    if person in request.asked:
        yield Authority(person=person)
    for given in sorted(delegations, key=lambda given: given.id):
        if (
            given.delegate == person
            and given.delegator in request.asked
            and is_running(given, today)
            and given.role in (0, request.role)
            and given.plan in (0, request.plan)
        ):
            yield Authority(
                person=person, on_behalf=given.delegator, delegation=given.id
            )


def authority(
    request: Request, person: int, delegations: Iterable[Delegation], today: date
) -> Authority:
    """The first name in which a person may sign, or ``SignRefused`` (not_asked)."""
    for found in authorities(request, person, delegations, today):
        return found
    _refuse("not_asked", "was not asked", request, person)


def check_sign(
    request: Request,
    person: int,
    *,
    delegations: Iterable[Delegation] = (),
    today: date,
    duties: Duties,
    signed: Sequence[Signed],
    others: Sequence[Request],
) -> Authority:
    """In whose name the signature counts, or ``SignRefused`` with the first reason.

    ``signed`` are the signatures that stand on all requests of the subject,
    ``others`` its other requests. A person asked by several is given the first
    name that no rule refuses.
    """
    _check_open(request, person)
    if not request.requested:
        _refuse("not_requested", "is not asked for yet", request, person)
    authority(request, person, delegations, today)
    refusals = []
    for found in authorities(request, person, delegations, today):
        try:
            _check_duties(request, found, duties)
            _check_signed(request, found, signed)
        except SignRefused as refusal:
            refusals.append(refusal)
            continue
        _check_turn(request, person, others)
        return found
    raise refusals[0]


def check_reject(
    request: Request,
    person: int,
    *,
    delegations: Iterable[Delegation] = (),
    today: date,
) -> Authority:
    """Whoever is asked may reject, whatever else they did to the subject."""
    _check_open(request, person)
    return authority(request, person, delegations, today)


def _check_open(request: Request, person: int) -> None:
    if request.status not in OPEN:
        _refuse(
            "not_pending", f"is {request.status}", request, person, state=request.status
        )


def _check_duties(request: Request, found: Authority, duties: Duties) -> None:
    """No one signs what they asked for, wrote, did or operate."""
    rules = (
        ("own_request", "asked for it", frozenset({request.requester})),
        ("author_signs", "wrote it", duties.authors),
        ("doer_signs", "did it", duties.doers),
        ("operator_signs", "operates it", duties.operators),
    )
    for code, words, people in rules:
        _refuse_any(code, words, request, found, people)


def _check_signed(request: Request, found: Authority, signed: Sequence[Signed]) -> None:
    """One person counts once for a subject, whoever holds the pen."""
    here = [each for each in signed if each.request == request.id]
    there = [each for each in signed if each.request != request.id]
    here = [each for each in here if each.round == request.round]
    _refuse_any("already_signed", "signed it", request, found, _people(here))
    _refuse_any(
        "signed_for_other_role",
        "signed for another role",
        request,
        found,
        _people(there),
    )


def _people(signed: Iterable[Signed]) -> frozenset[int]:
    return frozenset(who for each in signed for who in identities(each))


def _check_turn(request: Request, person: int, others: Sequence[Request]) -> None:
    after = _after(request, others)
    if after:
        _refuse("not_your_turn", f"waits for {after}", request, person, requests=after)


def _after(request: Request, others: Sequence[Request]) -> tuple[int, ...]:
    """Requests of a lower step without an approval; a withdrawn one asks no more."""
    return tuple(
        other.id
        for other in others
        if other.id != request.id
        and other.step < request.step
        and other.status not in (APPROVED, WITHDRAWN)
    )


def _standing(request: Request, signed: Iterable[Signed]) -> list[frozenset[int]]:
    """The signatures of this round that share no identity with an earlier one."""
    standing: list[frozenset[int]] = []
    known: frozenset[int] = frozenset()
    for each in signed:
        people = identities(each)
        if (each.request, each.round) == (request.id, request.round) and not (
            people & known
        ):
            standing.append(people)
            known |= people
    return standing


def is_complete(request: Request, signed: Iterable[Signed]) -> bool:
    """As many people signed this round as the quorum asks, none as another's delegate.

    A quorum below one is one.
    """
    return len(_standing(request, signed)) >= max(request.quorum, 1)


def missing(
    request: Request, signed: Iterable[Signed], others: Sequence[Request] = ()
) -> Missing:
    """What stands between a request and its approval.

    >>> request = Request(
    ...     id=1, plan=1, role=1, status="pending", round=1, requester=9,
    ...     asked=frozenset({4, 5, 6}), requested=True, quorum=2,
    ... )
    >>> found = missing(request, [Signed(request=1, round=1, person=7, on_behalf=4)])
    >>> found.count, sorted(found.people)
    (1, [5, 6])
    """
    standing = _standing(request, signed)
    count = max(max(request.quorum, 1) - len(standing), 0)
    people = request.asked.difference(*standing) if count else frozenset()
    return Missing(count=count, people=people, after=_after(request, others))


def _refuse_any(
    code: str,
    words: str,
    request: Request,
    found: Authority,
    people: frozenset[int],
) -> None:
    """Refuse when someone behind the signature is one of ``people``."""
    for who in (found.person, found.on_behalf):
        if who and who in people:
            _refuse(code, words, request, found.person, who=who)


def _refuse(
    code: str, words: str, request: Request, person: int, **values: object
) -> NoReturn:
    who = values.pop("who", person)
    raise SignRefused(
        f"request {request.id}, person {who}: {words}",
        code=code,
        request=request.id,
        person=person,
        who=who,
        **values,
    )
