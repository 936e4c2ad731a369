# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every field of every collection: whose hash an edit of it changes."""

from dataclasses import replace

import pytest

from plankit.plan import COLLECTIONS, HEADER_FIELDS, PARENTS, Plan, item_fields
from plankit.scope import parts_of
from plankit.snapshot import Subject, content, digest

from .signed import (
    FIELDS,
    GRANTS,
    HEADER,
    HEADER_EXTRA,
    ITEMS,
    ORDER,
    PLAN,
    ROLES,
    WHOLE,
)

SUBJECT = Subject("s")


def hashed(plan, role):
    return digest(content(plan, SUBJECT, parts_of(ROLES[role])))


def touched(old, new):
    """The roles whose hash differs between two plans."""
    return "".join(r for r in ROLES if hashed(old, r) != hashed(new, r))


def only(wanted, *, grants=False):
    letters = {"S" if letter == "G" else letter for letter in wanted}
    if "G" in wanted and not grants:
        letters.discard("S")
    return "".join(role for role in ROLES if role in letters)


def with_item(collection, item, plan=PLAN):
    return replace(plan, **{collection: (item,)})


def other(item, field):
    value = getattr(item, field)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return "" if field in PARENTS else f"{value} other"


def test_the_table_names_every_field():
    assert {*HEADER} | {"slug", "extra"} == {*HEADER_FIELDS}
    for collection in COLLECTIONS:
        assert {*FIELDS[collection]} | {"extra"} == {*item_fields(collection)}


@pytest.mark.parametrize("field", HEADER)
@pytest.mark.parametrize("old", ["", "before"])
def test_an_edit_of_the_header_concerns_who_signs_it(field, old):
    plan = replace(PLAN, **{field: old})
    assert touched(plan, replace(plan, **{field: "after"})) == HEADER[field]


@pytest.mark.parametrize("header", HEADER_EXTRA)
def test_an_edit_of_a_named_line_concerns_who_signs_it(header):
    plan = replace(PLAN, extra=((header, "before"),))
    new = replace(PLAN, extra=((header, "after"),))
    assert touched(plan, new) == touched(replace(PLAN, extra=()), new)
    assert touched(plan, new) == HEADER_EXTRA[header]


CASES = [(name, field) for name, fields in FIELDS.items() for field in fields]


@pytest.mark.parametrize(("collection", "field"), CASES)
def test_an_edit_of_a_field_concerns_who_signs_it(collection, field):
    item = ITEMS[collection]
    new = replace(item, **{field: other(item, field)})
    assert touched(PLAN, with_item(collection, new)) == only(FIELDS[collection][field])


@pytest.mark.parametrize("field", FIELDS["migrations"])
def test_security_signs_a_migration_that_touches_grants(field):
    item = replace(ITEMS["migrations"], extra=GRANTS)
    new = replace(item, **{field: other(item, field)})
    old = with_item("migrations", item)
    assert touched(old, with_item("migrations", new)) == "TSU"


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("header", ["Notes", "Status", "@beyond"])
def test_a_named_value_is_signed_with_its_item(collection, header):
    item = ITEMS[collection]
    old = with_item(collection, replace(item, extra=((header, "before"),)))
    new = with_item(collection, replace(item, extra=((header, "after"),)))
    wanted = "" if header == "Status" else only(WHOLE[collection])
    assert touched(old, new) == wanted
    assert touched(PLAN, new) == wanted


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_an_item_that_comes_or_goes_concerns_who_signs_its_collection(collection):
    without = replace(PLAN, **{collection: ()})
    if collection in ("phases", "tasks"):
        below = ["tasks", "checklist", "deliverables", "checks"]
        without = replace(without, **{name: () for name in below})
    assert touched(PLAN, without) == only(WHOLE[collection])


def test_a_migration_that_begins_to_touch_grants_concerns_security():
    assert touched(
        PLAN, with_item("migrations", replace(ITEMS["migrations"], extra=GRANTS))
    ) == ("TSU")


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_an_order_concerns_nobody_but_who_signs_it(collection):
    first = ITEMS[collection]
    name = {"phases": "code", "tasks": "ref"}.get(collection)
    name = name or next(f for f in FIELDS[collection] if f not in PARENTS)
    second = replace(first, key="second", **{name: "0"})
    old = replace(PLAN, **{collection: (first, second)})
    new = replace(PLAN, **{collection: (second, first)})
    assert touched(old, new) == ORDER.get(collection, "")


def test_facts_are_signed():
    parts = parts_of("SRE")
    old = content(PLAN, SUBJECT, parts, {"environment": "staging"})
    new = content(PLAN, SUBJECT, parts, {"environment": "production"})
    assert (
        len({digest(found) for found in (content(PLAN, SUBJECT, parts), old, new)}) == 3
    )


def test_whose_plan_it_is_and_what_is_signed_of_it_is_signed():
    found = {
        digest(content(PLAN, Subject("s"), parts_of("SRE"))),
        digest(content(PLAN, Subject("other"), parts_of("SRE"))),
        digest(content(PLAN, Subject("s", "release"), parts_of("SRE"))),
        digest(content(PLAN, Subject("s"), parts_of("SRE", ["risks"]))),
        digest(content(Plan(), Subject("s"), parts_of("SRE"))),
    }
    assert len(found) == 5
