# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What changed from one content to another, for the person who signed the first.

``applied(old, difference(old, new)) == new``, exactly: nothing that changes a hash
is left out of what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from plankit.align import align
from plankit.diff import MOVE, UPDATE, Change, apply, diff
from plankit.errors import PlanError
from plankit.scope import ORDERED
from plankit.snapshot import content_of, to_plan
from plankit.snapshot_values import facts_in
from plankit.wording import worded

__all__ = ["KIND", "PARTS", "applied", "difference", "worded"]

#: Fields of changes that are none of a plan: what is signed, and as what.
PARTS, KIND = "@parts", "@kind"


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """What turns the content ``old`` into ``new``; a renamed item is an update.

    ``key`` names an item as ``old`` does. A change of the parts comes first, with
    the field ``@parts`` and sorted lists. An item cannot be compared with a plan:
    ``other_subject``; a content of another format is refused by ``to_plan``.
    """
    if ("parts" in old) != ("parts" in new):
        raise PlanError(
            "A plan and an item of it have no difference.", code="other_subject"
        )
    before, after = to_plan(old), to_plan(new)
    changes = diff(before, align(after, before).plan)
    return (
        *_changed(KIND, old["subject"]["kind"], new["subject"]["kind"]),
        *_changed(PARTS, old.get("parts"), new.get("parts")),
        *(c for c in changes if c.kind != MOVE or c.collection in ORDERED),
    )


def _changed(field: str, old: object, new: object) -> list[Change]:
    if old == new:
        return []
    return [Change(kind=UPDATE, field=field, old=old, new=new)]


def applied(old: Mapping[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """The content after the changes, with the natural keys that it has then."""
    present = {KIND: old["subject"]["kind"], PARTS: old.get("parts")}
    rest: list[Change] = []
    for change in changes:
        if not change.collection and change.field in present:
            present[change.field] = change.new
        else:
            rest.append(change)
    plan = apply(to_plan(old), rest)
    extra, facts = facts_in(plan.extra)
    head = {"kind": present[KIND], "plan": plan.slug}
    parts = present[PARTS]
    chosen = None if parts is None else frozenset(parts)
    return content_of(replace(plan, extra=extra), head, chosen, facts)
