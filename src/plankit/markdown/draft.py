# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A plan in the making: items with their places, collected section by section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from plankit.errors import WARNING, Finding
from plankit.keys import KeyMaker, natural_key, parent_field
from plankit.markdown.blocks import ListItem, Section
from plankit.markdown.places import Anchor, Home, Path, Place
from plankit.markdown.spans import Source
from plankit.plan import COLLECTIONS, Extra, Item, Plan


class Value(NamedTuple):
    """A value and its place; no place where the document only implies it."""

    value: Any
    place: Place | None = None


@dataclass(slots=True)
class Draft:
    """What the reader has found so far."""

    source: Source
    keys: KeyMaker = field(default_factory=KeyMaker)
    header: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {name: {} for name in COLLECTIONS}
    )
    places: dict[Path, Place] = field(default_factory=dict)
    #: Second places of values, which follow the first.
    twins: dict[Path, Place] = field(default_factory=dict)
    anchors: dict[tuple[str, str], Anchor] = field(default_factory=dict)
    homes: list[Home] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: Ids of tasks that have a heading, and of those in a table or list, to keys.
    headed: dict[str, str] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    #: Kind of section and key of its phase to the first such section.
    sections: dict[tuple[str, str], Section] = field(default_factory=dict)

    def set_header(self, name: str, found: Value) -> None:
        """The first mention of a header value counts."""
        if name in self.header:
            return
        self.header[name] = found.value
        if found.place:
            self.places["", "", name] = found.place

    def add_header_extra(self, label: str, found: Value) -> None:
        extra: Extra = self.header.setdefault("extra", ())
        if found.place:
            self.places["", "", f"extra.{len(extra)}"] = found.place
        self.header["extra"] = (*extra, (label, found.value))

    def home(self, home: Home) -> Home:
        self.homes.append(home)
        return home

    def add(
        self,
        home: Home,
        values: Mapping[str, Value],
        extra: list[tuple[str, Value]],
        anchor: Anchor,
    ) -> str:
        """Keep an item; the answer is its key."""
        collection = home.collection
        row: dict[str, Any] = {name: found.value for name, found in values.items()}
        above = parent_field(collection)
        if above:
            row.setdefault(above, home.parent)
        parent = row[above] if above else ""
        key = self.keys.make(collection, row, parent)
        self._repeated(collection, key, row, anchor.first)
        row["extra"] = tuple((label, found.value) for label, found in extra)
        self.rows[collection][key] = row
        home.keys.append(key)
        self.anchors[collection, key] = self._without_blank(anchor)
        for name, found in values.items():
            self.place(collection, key, name, found.place)
        for index, (_label, found) in enumerate(extra):
            self.place(collection, key, f"extra.{index}", found.place)
        return key

    def _without_blank(self, anchor: Anchor) -> Anchor:
        """Blank lines behind a list item belong to the list."""
        if isinstance(anchor.block, ListItem):
            while (
                anchor.last > anchor.first + 1
                and not self.source.line(anchor.last - 1).strip()
            ):
                anchor.last -= 1
        return anchor

    def place(self, collection: str, key: str, name: str, place: Place | None) -> None:
        if place:
            self.places[collection, key, name] = place

    def set_value(self, collection: str, key: str, name: str, found: Value) -> None:
        """A value that stands elsewhere than its item."""
        self.rows[collection][key][name] = found.value
        self.place(collection, key, name, found.place)

    def complete(
        self,
        collection: str,
        key: str,
        values: Mapping[str, Value],
        extra: list[tuple[str, Value]],
    ) -> None:
        """Add what a second mention of an item tells and the first one did not."""
        row = self.rows[collection][key]
        for name, found in values.items():
            if found.value and not row.get(name):
                self.set_value(collection, key, name, found)
        known = {label for label, _text in row["extra"]}
        for label, found in extra:
            if label not in known:
                self.place(collection, key, f"extra.{len(row['extra'])}", found.place)
                row["extra"] = (*row["extra"], (label, found.value))

    def find(self, code: str, message: str, line: int, **values: str) -> None:
        finding = Finding(
            code=code, severity=WARNING, message=message, line=line, **values
        )
        self.findings.append(finding)

    def _repeated(
        self, collection: str, key: str, row: Mapping[str, Any], line: int
    ) -> None:
        ref = row.get("ref", "") if collection == "tasks" else ""
        if ref and key != natural_key(collection, row):
            self.find(
                "duplicate_id",
                f"The id {ref} is used more than once.",
                line + 1,
                hint="Give each task an id of its own.",
                collection=collection,
                key=key,
                field="ref",
                ref=ref,
            )

    def plan(self) -> Plan:
        items: dict[str, tuple[Item, ...]] = {
            name: tuple(COLLECTIONS[name](key=key, **row) for key, row in rows.items())
            for name, rows in self.rows.items()
        }
        return Plan(**self.header, **items)  # type: ignore[arg-type]
