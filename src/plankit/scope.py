# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who signs what: the parts of a plan, and the parts each role signs.

A change of these tables changes what signatures cover; the golden hashes of the
tests show it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plankit.errors import PlanError
from plankit.scope_grants import touches_grants
from plankit.scope_words import fold, reports

__all__ = [
    "ALL_PARTS",
    "BEYOND",
    "ORDERED",
    "PARTS",
    "ROLES",
    "UNSIGNED",
    "Part",
    "collections_of",
    "header_of",
    "is_signed",
    "is_signed_extra",
    "parts_of",
    "touches_grants",
]

#: Before the header of an extra value that the document has no place for.
BEYOND = "@"
#: Extras of the header that are a part of their own.
POLICIES, PROSE = "@policies", "@prose"


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is signed together. ``header`` are fields of ``Plan`` ("extra": its
    named lines) and headers of extras with a part of their own."""

    label: str
    header: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()


PARTS: dict[str, Part] = {
    "summary": Part(
        label="Summary",
        header=("title", "version", "prd_url", "owner", "overview", "extra"),
    ),
    "architecture": Part(
        label="Architecture", header=("diagram",), collections=("components",)
    ),
    "work": Part(
        label="Phases and Tasks",
        collections=("phases", "tasks", "checklist", "deliverables"),
    ),
    "verification": Part(label="Verification Commands", collections=("checks",)),
    "migrations": Part(
        label="Migrations", header=("migration_strategy",), collections=("migrations",)
    ),
    "grants": Part(
        label="Migrations of Grants and Policies", collections=("migrations",)
    ),
    "rollback": Part(label="Rollback", header=("rollback_plan", "rollback_command")),
    "rollout": Part(
        label="Rollout",
        header=("traffic_progression",),
        collections=("environments",),
    ),
    "triggers": Part(label="Rollback Triggers", collections=("triggers",)),
    "tests": Part(
        label="Tests", header=("test_pyramid",), collections=("test_targets",)
    ),
    "observability": Part(
        label="Observability",
        header=("log_format",),
        collections=("metrics", "dashboards"),
    ),
    "risks": Part(label="Risks", collections=("risks",)),
    "dependencies": Part(
        label="Dependencies and Blockers", collections=("dependencies", "blockers")
    ),
    "policies": Part(label="Required Sign-offs", header=(POLICIES,)),
    "prose": Part(label="Other Sections", header=(PROSE,)),
}
#: Every part but those that another one holds already.
ALL_PARTS = frozenset(PARTS) - {"grants"}

_TABLE: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = (
    (
        ("tech lead", "technical lead"),
        frozenset(
            {"architecture", "work", "verification"}
            | {"migrations", "tests", "dependencies"}
        ),
    ),
    (
        *(("security", "security lead", "security engineer", "security officer"),),
        frozenset({"risks", "policies", "triggers", "grants"}),
    ),
    (("ciso",), frozenset({"risks", "policies", "triggers", "grants"})),
    (
        ("sre", "sre lead", "site reliability engineer"),
        frozenset({"rollout", "triggers", "observability", "rollback"}),
    ),
)
#: Folded name of a role to the parts that it signs; other roles sign all.
ROLES: dict[str, frozenset[str]] = {
    name: parts for names, parts in _TABLE for name in names
}

#: ``(collection, field)`` that nobody signs; a whole collection has field "".
UNSIGNED = frozenset(
    {
        *(("", "date_updated"), ("approvals", "")),
        *(("tasks", "status"), ("phases", "status"), ("dependencies", "status")),
        *(("checklist", "done"), ("deliverables", "done"), ("dashboards", "done")),
    }
)
#: Collections whose order is signed; the others are sorted by key.
ORDERED = frozenset({"phases", "migrations", "checks", "environments"})


def parts_of(role: str, extra: Iterable[str] = ()) -> frozenset[str]:
    """The parts that a role signs; a role the table does not know signs all.

    ``extra`` parts widen, nothing narrows. Migrations hold those of grants. An
    ``extra`` that is no part is refused with ``unknown_part``.

    >>> sorted(parts_of("Site-Reliability  Engineer"))
    ['observability', 'rollback', 'rollout', 'triggers']
    >>> parts_of("Product Owner") == ALL_PARTS
    True
    >>> sorted(parts_of("Security", ["migrations"]))
    ['migrations', 'policies', 'risks', 'triggers']
    """
    parts = ROLES.get(_name(role), ALL_PARTS) | frozenset(extra)
    for part in sorted(parts - PARTS.keys()):
        raise PlanError(f"{part} is no part of a plan.", code="unknown_part", part=part)
    return parts - {"grants"} if "migrations" in parts else parts


def _name(role: str) -> str:
    return " ".join(fold(role).replace("-", " ").replace("_", " ").split())


def collections_of(parts: Iterable[str]) -> frozenset[str]:
    """The collections of some parts; of ``grants`` some migrations only.

    >>> sorted(collections_of({"risks", "grants"}))
    ['migrations', 'risks']
    """
    return frozenset(name for part in parts for name in PARTS[part].collections)


def header_of(parts: Iterable[str]) -> frozenset[str]:
    """The fields of the header, and the headers of extras, of some parts.

    >>> sorted(header_of({"rollback", "policies"}))
    ['@policies', 'rollback_command', 'rollback_plan']
    """
    return frozenset(name for part in parts for name in PARTS[part].header)


def is_signed(collection: str, field: str) -> bool:
    """Whether anybody signs this field; ``collection`` is "" for the header.

    >>> is_signed("tasks", "status"), is_signed("tasks", "title")
    (False, True)
    """
    return UNSIGNED.isdisjoint({(collection, field), (collection, "")})


def is_signed_extra(collection: str, header: str) -> bool:
    """Whether an extra value of this header is signed with its item.

    >>> is_signed_extra("risks", "Status"), is_signed_extra("risks", "Notes")
    (False, True)
    """
    if header.startswith(BEYOND):
        return True
    return not reports(header, document=not collection)
