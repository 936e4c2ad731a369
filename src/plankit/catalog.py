# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two catalogs of a database compared field by field.

A catalog is plain JSON: ``{object: {field: value}}``, with an object named by its kind
and its qualified name (``column public.t.c``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Catalog = Mapping[str, Mapping[str, Any]]

#: Where an object or a field is not there: JSON over RPC has no null.
ABSENT = "(absent)"

#: The physical order of columns is no part of a table's identity: PostgreSQL cannot
#: put a column back where it was, SQL names columns, and a dump restores what it names.
#: It is told, and lowers no level.
WEAK_FIELDS = frozenset({"column_order"})

#: Names the table that an object belongs to; changes with the object's own name only.
TABLE = "table"


def differences(before: Catalog, after: Catalog) -> list[dict[str, Any]]:
    """What is not the same, in the order of the objects' names.

    >>> differences({"table t": {"owner": "a"}}, {"table t": {"owner": "b"}})
    [{'object': 'table t', 'field': 'owner', 'before': 'a', 'after': 'b'}]
    >>> differences({"table t": {"column_order": [1]}}, {"table t": {}})
    []
    """
    return [one for one in _compared(before, after) if one["field"] not in WEAK_FIELDS]


def weak_differences(before: Catalog, after: Catalog) -> list[dict[str, Any]]:
    """Differences that a person should know and that lower no level."""
    return [
        one
        for one in _compared(before, after)
        if one["field"] in WEAK_FIELDS and ABSENT not in (one["before"], one["after"])
    ]


def _compared(before: Catalog, after: Catalog) -> Iterable[dict[str, Any]]:
    for name in sorted({*before, *after}):
        if name not in after:
            yield _difference(name, "", "present", ABSENT)
        elif name not in before:
            yield _difference(name, "", ABSENT, "present")
        else:
            yield from _fields(name, before[name], after[name])


def _fields(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterable[dict[str, Any]]:
    for field in sorted({*before, *after}):
        old, new = before.get(field, ABSENT), after.get(field, ABSENT)
        if not _same(old, new):
            yield _difference(name, field, old, new)


def _same(old: Any, new: Any) -> bool:
    """True is no 1 here, whatever Python says."""
    return type(old) is type(new) and bool(old == new)


def _difference(name: str, field: str, before: Any, after: Any) -> dict[str, Any]:
    return {"object": name, "field": field, "before": before, "after": after}


def changed_tables(before: Catalog, after: Catalog) -> set[str]:
    """The tables of which something is not the same, by qualified name."""
    found = set()
    for one in _compared(before, after):
        for side in (before, after):
            table = side.get(one["object"], {}).get(TABLE)
            if table:
                found.add(str(table))
    return found
