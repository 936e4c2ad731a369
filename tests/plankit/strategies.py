# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Hypothesis strategies: whole plans, and plans after a few edits by a person.

Texts are such as a cell of a table can hold: one line, no pipe, no outer blanks,
no marks of Markdown. Keys are natural keys, as a reader makes them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from plankit.keys import KeyMaker, natural_keys, parent_field, values_of
from plankit.plan import (
    COLLECTIONS,
    HEADER_FIELDS,
    LEVELS,
    PARENTS,
    TASK_STATUSES,
    Item,
    Plan,
    item_fields,
)

WORDS = (
    *("schema", "deploy", "staging review", "Réseau", "Prüfung", "数据库", "テスト"),
    *("load", "cutover", "API gateway", "99%", "v2", "smoke tests", "dry-run"),
)

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
optional_texts = st.one_of(st.just(""), texts)
statuses = st.sampled_from([key for key, _label in TASK_STATUSES])
levels = st.sampled_from([key for key, _label in LEVELS])
#: Values of fields that are no free text; every other field takes any text.
SPECIAL: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    ("tasks", "status"): statuses,
    ("risks", "impact"): levels,
    ("risks", "probability"): levels,
    ("phases", "status"): st.sampled_from(["", "done", "in_progress"]),
    ("migrations", "breaking"): st.sampled_from(["yes", "no"]),
    ("environments", "auto_deploy"): st.sampled_from(["yes", "no", "On merge"]),
    ("environments", "traffic_percent"): st.sampled_from(["", "10", "100"]),
    ("test_targets", "share_percent"): st.sampled_from(["", "10", "60"]),
    ("dependencies", "eta"): st.sampled_from(["", "2026-03-01", "next week"]),
    ("approvals", "date"): st.sampled_from(["", "2026-03-01"]),
    ("approvals", "status"): st.sampled_from(["Pending", "Approved"]),
}
#: Fields without which an item is no item.
_NEEDED = {"name", "title", "text", "layer", "test_type", "role", "command", "version"}
#: Collections whose extra values have a column to stand in.
_WITH_EXTRA = ("tasks", "risks", "dependencies")


def values(collection: str, field: str) -> st.SearchStrategy[Any]:
    """Values of one field that a person could type."""
    if (collection, field) in SPECIAL:
        return SPECIAL[collection, field]
    if field in ("done", "depth"):
        return st.booleans() if field == "done" else st.just(1)
    if field == "extra":
        pairs = st.sampled_from(["Notes", "Link"]), texts
        if collection not in _WITH_EXTRA:
            return st.just(())
        return st.lists(st.tuples(*pairs), max_size=2, unique_by=lambda p: p[0]).map(
            tuple
        )
    return texts if field in _NEEDED else optional_texts


@st.composite
def bare_items(draw: st.DrawFn, collection: str) -> Item:
    """An item without key, reference and parent."""
    left = ("ref", "code", "depends", *PARENTS)
    fields = [name for name in item_fields(collection) if name not in left]
    needed = [name for name in fields if name in _NEEDED][:1]
    others = st.lists(st.sampled_from(fields), max_size=3, unique=True)
    drawn = {name: draw(values(collection, name)) for name in needed + draw(others)}
    return COLLECTIONS[collection](key="", **drawn)


def keyed(plan: Plan) -> Plan:
    """The plan with natural keys, parents renamed with their children."""
    names = natural_keys(plan)
    changed: dict[str, Any] = {}
    for collection in COLLECTIONS:
        field = parent_field(collection)
        items = []
        for item in plan.items(collection):
            if field:
                parent = getattr(item, field)
                above = names[PARENTS[field]].get(parent, parent)
                item = replace(item, **{field: above})
            items.append(replace(item, key=names[collection][item.key]))
        changed[collection] = tuple(items)
    return replace(plan, **changed)


@st.composite
def plans(draw: st.DrawFn, most: int = 4, collections: int = 5) -> Plan:
    """A plan with up to ``most`` items in some of its collections."""
    names = st.sampled_from(list(COLLECTIONS))
    used = draw(st.sets(names, max_size=collections))
    fields = st.sampled_from([name for name in HEADER_FIELDS if name != "extra"])
    header: dict[str, Any] = draw(st.dictionaries(fields, optional_texts, max_size=3))
    header |= {"title": draw(texts), "slug": "some-plan"}
    found: dict[str, list[Item]] = {name: [] for name in COLLECTIONS}
    for collection in COLLECTIONS:
        if collection not in used and collection not in ("phases", "tasks"):
            continue
        for at in range(draw(st.integers(0, most))):
            item = replace(draw(bare_items(collection)), key=f"{collection} {at}")
            field = parent_field(collection)
            if field:
                parents = found[PARENTS[field]]
                if not parents:
                    break
                parent = draw(st.sampled_from(parents))
                item = replace(item, **{field: parent.key})
            found[collection].append(item)
    numbered = [replace(p, code=f"P{n}") for n, p in enumerate(found["phases"], 1)]  # type: ignore[call-arg]
    found["phases"] = numbered
    found["tasks"] = _referenced(found["tasks"], numbered)
    rest: dict[str, Any] = {name: tuple(items) for name, items in found.items()}
    return keyed(Plan(**header, **rest))


def _referenced(tasks: list[Any], phases: list[Any]) -> list[Item]:
    """Tasks in the order of their phases, as a document has them, with ``P1.2``."""
    done: list[Item] = []
    for phase in phases:
        mine = [task for task in tasks if task.phase == phase.key]
        for at, task in enumerate(mine, 1):
            depends = f"{phase.code}.{at - 1}" if at > 1 else "-"
            done.append(replace(task, ref=f"{phase.code}.{at}", depends=depends))
    return done


@st.composite
def edited(draw: st.DrawFn, plan: Plan, most: int = 3, order: bool = True) -> Plan:
    """``plan`` after up to ``most`` edits; items keep the keys they had."""
    for _edit in range(draw(st.integers(0, most))):
        edits = [_update, _header, _delete, _create] + ([_shuffle] if order else [])
        plan = draw(st.sampled_from(edits))(draw, plan)
    return plan


def _pick(draw: st.DrawFn, plan: Plan) -> tuple[str, Item] | None:
    everything = list(plan.walk())
    return draw(st.sampled_from(everything)) if everything else None


def _update(draw: st.DrawFn, plan: Plan) -> Plan:
    picked = _pick(draw, plan)
    if not picked:
        return plan
    collection, item = picked
    fixed = ("ref", "code", *PARENTS)
    fields = [name for name in item_fields(collection) if name not in fixed]
    field = draw(st.sampled_from(fields))
    new = replace(item, **{field: draw(values(collection, field))})
    items = tuple(new if one is item else one for one in plan.items(collection))
    return replace(plan, **{collection: items})  # type: ignore[arg-type]


def _header(draw: st.DrawFn, plan: Plan) -> Plan:
    fields = [name for name in HEADER_FIELDS if name not in ("extra", "slug", "title")]
    return replace(plan, **{draw(st.sampled_from(fields)): draw(optional_texts)})


def _delete(draw: st.DrawFn, plan: Plan) -> Plan:
    picked = _pick(draw, plan)
    return without(plan, picked[0], picked[1].key) if picked else plan


def without(plan: Plan, collection: str, key: str) -> Plan:
    """The plan without an item and all that is below it."""
    gone = {(collection, key)}
    kept: dict[str, Any] = {}
    for name in COLLECTIONS:
        field = parent_field(name)
        items = []
        for item in plan.items(name):
            above = (PARENTS[field], getattr(item, field)) if field else ("", "")
            if (name, item.key) in gone or above in gone:
                gone.add((name, item.key))
            else:
                items.append(item)
        kept[name] = tuple(items)
    return replace(plan, **kept)


def _create(draw: st.DrawFn, plan: Plan) -> Plan:
    collection = draw(st.sampled_from(list(COLLECTIONS)))
    item = draw(bare_items(collection))
    field = parent_field(collection)
    parent = ""
    if field:
        parents = plan.items(PARENTS[field])
        if not parents:
            return plan
        parent = draw(st.sampled_from(parents)).key
        item = replace(item, **{field: parent})
    items = list(plan.items(collection))
    keys = KeyMaker()
    for one in items:
        keys.unique(collection, one.key)
    key = keys.make(collection, values_of(item), parent)
    items.insert(draw(st.integers(0, len(items))), replace(item, key=key))
    return replace(plan, **{collection: tuple(items)})  # type: ignore[arg-type]


def _shuffle(draw: st.DrawFn, plan: Plan) -> Plan:
    collection = draw(st.sampled_from(list(COLLECTIONS)))
    items = draw(st.permutations(plan.items(collection)))
    return replace(plan, **{collection: tuple(items)})  # type: ignore[arg-type]


@st.composite
def three_plans(draw: st.DrawFn) -> tuple[Plan, Plan, Plan]:
    """A base and two people's edits of it."""
    base = draw(plans(most=3))
    return base, draw(edited(base)), draw(edited(base))
