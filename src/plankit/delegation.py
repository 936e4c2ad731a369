# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One person signs for another who is away: scoped, dated, never in a circle.

``plankit.signoff`` says what a delegate may sign.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plankit.errors import PlanError


class SignRefused(PlanError):
    """A signature, rejection or delegation against the rules.

    ``values`` hold ids: ``request`` and ``person`` where there is one, ``who`` for
    the identity that stands in the way, ``requests`` for those to wait for,
    ``people`` for a circle.
    """

    code = "sign_refused"


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """``delegate`` signs for ``delegator`` from ``start`` to ``end``, both included.

    ``role`` and ``plan`` narrow it; 0 is every role, every plan.
    """

    id: int
    delegator: int
    delegate: int
    role: int = 0
    plan: int = 0
    start: date
    end: date
    revoked: bool = False


def is_running(delegation: Delegation, today: date) -> bool:
    """A delegation holds from its first day to its last, unless revoked."""
    return not delegation.revoked and delegation.start <= today <= delegation.end


def check_delegation(new: Delegation, present: Iterable[Delegation]) -> None:
    """No one delegates to themself, backwards in time or round in a circle.

    A circle counts when on some day, for some role and plan, each of its people
    signs for the next. ``present`` may hold ``new`` itself (same id, not 0).
    ``SignRefused``: delegation_to_self, delegation_dates, delegation_circle.
    """
    if new.delegator == new.delegate:
        raise SignRefused(
            "no one delegates to themself", code="delegation_to_self", who=new.delegate
        )
    if new.end < new.start:
        raise SignRefused(
            f"ends {new.end}, before it starts {new.start}", code="delegation_dates"
        )
    circle = () if new.revoked else _circle(new, present)
    if circle:
        raise SignRefused(
            f"delegations lead back: {circle}", code="delegation_circle", people=circle
        )


def _circle(new: Delegation, present: Iterable[Delegation]) -> tuple[int, ...]:
    """The people of a shortest circle that ``new`` would close, else nothing."""
    given: dict[int, list[Delegation]] = {}
    for each in present:
        if not each.revoked and (not new.id or each.id != new.id):
            given.setdefault(each.delegator, []).append(each)
    start = _Reach(new.delegate, new.start, new.end, new.role, new.plan)
    ways: dict[_Reach, tuple[int, ...]] = {start: (new.delegator, new.delegate)}
    queue = [start]
    for reached in queue:
        for each in given.get(reached.person, ()):
            further = reached.through(each)
            if further is None or further in ways:
                continue
            ways[further] = (*ways[reached], further.person)
            if further.person == new.delegator:
                return ways[further]
            queue.append(further)
    return ()


@dataclass(frozen=True)
class _Reach:
    """Someone who signs in the end, and when and where every link up to them holds."""

    person: int
    start: date
    end: date
    role: int
    plan: int

    def through(self, given: Delegation) -> _Reach | None:
        """What is left of the scope one delegation further, ``None`` if nothing."""
        start, end = max(self.start, given.start), min(self.end, given.end)
        apart = any(
            0 != one != other != 0
            for one, other in ((self.role, given.role), (self.plan, given.plan))
        )
        if apart or end < start:
            return None
        role, plan = self.role or given.role, self.plan or given.plan
        return _Reach(given.delegate, start, end, role, plan)
