# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a document asks of the records: alignment, merge and changes in one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from plankit.align import align
from plankit.diff import Change, diff, label
from plankit.errors import ERROR, Finding
from plankit.ids import resolve
from plankit.keys import TITLES, natural_keys, stand_in
from plankit.merge import Conflict, merge
from plankit.plan import COLLECTIONS, DONE, Plan, Task
from plankit.templates import is_template

#: Path of a value: collection (empty for the header), key, field.
Path = tuple[str, str, str]


@dataclass(frozen=True)
class Comparison:
    """``target`` is what the records should say; ``changes`` lead there from ``ours``.

    ``keys`` maps each key of ``target`` to the item's key in the document's own
    text, for items the document has.
    """

    ours: Plan
    target: Plan
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    keys: Mapping[str, Mapping[str, str]]


def first(theirs: Plan) -> Comparison:
    """A document that no record knows yet."""
    ours, theirs = Plan(), without_empty(theirs)
    keys = {
        name: {key: key for key in kept} for name, kept in natural_keys(theirs).items()
    }
    return Comparison(ours, theirs, diff(ours, theirs), (), keys)


def compare(
    theirs: Plan,
    ours: Plan,
    base: Plan | None,
    *,
    on_conflict: str = "refuse",
    resolutions: Mapping[Path, str] | None = None,
) -> Comparison:
    """Merge a document into records.

    ``base`` is the last common document, None where there is none: then every
    difference is a conflict. Keys of the result are those of ``ours``.
    """
    ours = without_empty(ours)
    aligned, keys = align(without_empty(theirs), ours)
    common = align(without_empty(base), ours)[0] if base is not None else Plan()
    merged = merge(
        common, ours, aligned, on_conflict=on_conflict, resolutions=resolutions or {}
    )
    changes = diff(ours, merged.plan)
    return Comparison(ours, merged.plan, changes, merged.conflicts, keys)


def without_empty(plan: Plan) -> Plan:
    """``plan`` without empty extra values: an empty cell of an unknown column says
    what a row without that column says."""
    changes: dict[str, Any] = {}
    for collection in COLLECTIONS:
        items = plan.items(collection)
        if any(not text for item in items for _header, text in item.extra):
            changes[collection] = tuple(
                replace(item, extra=tuple(pair for pair in item.extra if pair[1]))
                for item in items
            )
    return replace(plan, **changes) if changes else plan


def keep_identity(plan: Plan, source: Plan) -> Plan:
    """``plan`` with the names its document does not carry left as they are there.

    A record needs a title and a slug; a document may have none, or a placeholder.
    """
    changes: dict[str, Any] = _untitled(plan, source)
    if not source.title:
        changes["title"] = source.title
    if not source.slug or is_template(source.slug):
        changes["slug"] = source.slug
    return replace(plan, **changes) if changes else plan


def _untitled(plan: Plan, source: Plan) -> dict[str, Any]:
    """Collections with items that still show the stand-in of a missing title."""
    changes: dict[str, Any] = {}
    for collection, name in TITLES.items():
        bare = {
            item.key: stand_in(collection, item, name)
            for item in source.items(collection)
            if not getattr(item, name)
        }
        empty: dict[str, Any] = {name: ""}
        if bare:
            changes[collection] = tuple(
                replace(item, **empty)
                if getattr(item, name) == bare.get(item.key)
                else item
                for item in plan.items(collection)
            )
    return changes


def keys_of(document: Plan, ours: Plan) -> Mapping[str, Mapping[str, str]]:
    """Key in the document's text to key in ``ours``, by collection."""
    _aligned, keys = align(document, ours)
    return {
        collection: {text: key for key, text in kept.items()}
        for collection, kept in keys.items()
    }


def refusals(comparison: Comparison) -> tuple[Finding, ...]:
    """Tasks the document would close although a predecessor stays open."""
    before = {task.key: task.status for task in comparison.ours.tasks}
    after = {task.key: task for task in comparison.target.tasks}
    closing = [
        task
        for task in comparison.target.tasks
        if task.status == DONE and before.get(task.key, DONE) != DONE
    ]
    if not closing:
        return ()
    edges = resolve(comparison.target).edges
    found = []
    for task in closing:
        waits = [after[key] for key in edges.get(task.key, ())]
        names = ", ".join(label("tasks", one) for one in waits if one.status != DONE)
        if names:
            found.append(_refusal(task, names))
    return tuple(found)


def _refusal(task: Task, names: str) -> Finding:
    name = label("tasks", task)
    return Finding(
        code="blocked_task",
        severity=ERROR,
        message=f"{name} cannot be done: {names} is open.",
        hint="Close the predecessor first, or drop the dependency.",
        collection="tasks",
        key=task.key,
        field="status",
        ref=name,
    )
