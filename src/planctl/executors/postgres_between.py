# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the previous version writes while the new schema is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from planctl.executors.postgres_data import Moment
from planctl.executors.postgres_rows import Writer, ordered
from planctl.executors.postgres_tables import Column, Reference, Table

#: New rows a table; each second one names required columns alone.
NEW_ROWS = 2


@dataclass(frozen=True)
class Between:
    """Rows before and after the writes; ``written`` and ``held`` count by table."""

    first: Moment
    second: Moment
    written: Mapping[str, int]
    held: Mapping[str, int]
    there: Collection[str]

    def unproved(self, touched: Collection[str]) -> tuple[str, ...]:
        """Changed tables that held no row, or are there and could not be written."""
        return tuple(
            name
            for name in sorted(touched)
            if not self.held.get(name)
            or (name in self.there and not self.written.get(name))
        )


def written_between(
    writer: Writer, before: Mapping[str, Table], now: Mapping[str, Table]
) -> dict[str, int]:
    """Insert and update through the columns that were there before the up."""
    written = {}
    for table in ordered(now):
        if table.name not in before:
            continue
        old = before[table.name].columns
        known = [name for name in table.columns if name in old]
        seen = replace(
            table,
            columns=_as_before(table.columns, old),
            references=_references(before[table.name], table, now),
        )
        count = sum(writer.insert(seen, known, place) for place in range(NEW_ROWS))
        if table.key and {*table.key} <= {*known}:
            count += writer.update(seen, known)
        written[table.name] = count
    return written


def _as_before(
    now: Mapping[str, Column], old: Mapping[str, Column]
) -> dict[str, Column]:
    """Values are those that the previous version may write."""
    return {
        name: replace(
            column,
            type=old[name].type,
            not_null=column.not_null or old[name].not_null,
        )
        if name in old
        else column
        for name, column in now.items()
    }


def _references(
    old: Table, now: Table, tables: Mapping[str, Table]
) -> tuple[Reference, ...]:
    """The previous version points to rows that are there, asked or not."""
    kept = [
        one
        for one in old.references
        if one.table in tables
        and {*one.targets} <= {*tables[one.table].columns}
        and {*one.columns} <= {*now.columns}
    ]
    return tuple(dict.fromkeys([*kept, *now.references]))
