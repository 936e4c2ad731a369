# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Plan values: a whole plan document as frozen dataclasses.

A :class:`Plan` is header fields plus one tuple of items per *collection*
(``tasks``, ``risks``, ...). An item knows its parents by key, never by
position, so that two plans can be compared item by item and field by field.

A value is canonical where the synonym tables know the author's word (a status,
an impact, yes and no) and the author's own text everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

NOT_STARTED = "not_started"
IN_PROGRESS = "in_progress"
IN_REVIEW = "in_review"
BLOCKED = "blocked"
DONE = "done"
CANCELLED = "cancelled"

#: Statuses of a task, in the order of a board.
TASK_STATUSES = [
    (NOT_STARTED, "Not Started"),
    (IN_PROGRESS, "In Progress"),
    (IN_REVIEW, "In Review"),
    (BLOCKED, "Blocked"),
    (DONE, "Done"),
    (CANCELLED, "Cancelled"),
]
CLOSED_STATUSES = frozenset({DONE, CANCELLED})

#: Scale of impact and probability, lowest first.
LEVELS = [
    ("very_low", "Very Low"),
    ("low", "Low"),
    ("medium", "Medium"),
    ("high", "High"),
    ("critical", "Critical"),
]

#: Named extra values, ``(column header as written, cell text)``.
Extra = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One row, checklist line or block of the document.

    ``key`` is unique within its collection and plan. The reader derives it from
    the content (see ``plankit.align.natural_key``); after an alignment it is the
    key of the same item in the plan it was aligned to.
    """

    key: str
    extra: Extra = ()


@dataclass(frozen=True, kw_only=True)
class Component(Item):
    """A row of the technology stack."""

    layer: str = ""
    technology: str = ""
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class Phase(Item):
    """``code`` is ``P1`` for "Phase 1"; ``status`` is what the heading claims."""

    code: str = ""
    name: str = ""
    goal: str = ""
    duration_text: str = ""
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class Task(Item):
    """``phase`` is a phase's key or empty; ``depends`` is the notation as written."""

    ref: str = ""
    title: str = ""
    phase: str = ""
    owner: str = ""
    depends: str = ""
    status: str = NOT_STARTED
    estimate: str = ""


@dataclass(frozen=True, kw_only=True)
class ChecklistItem(Item):
    """A nested box, acceptance or definition-of-done box of a task.

    ``group`` is the label above it ("Acceptance Criteria") or empty; ``depth``
    counts from 1 below the task.
    """

    task: str = ""
    name: str = ""
    done: bool = False
    group: str = ""
    depth: int = 1


@dataclass(frozen=True, kw_only=True)
class Deliverable(Item):
    phase: str = ""
    name: str = ""
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class Check(Item):
    """A verification command with the comment above it as its name."""

    phase: str = ""
    name: str = ""
    command: str = ""


@dataclass(frozen=True, kw_only=True)
class Migration(Item):
    """``breaking`` is ``yes``, ``no`` or the author's text."""

    version: str = ""
    name: str = ""
    description: str = ""
    breaking: str = ""


@dataclass(frozen=True, kw_only=True)
class Environment(Item):
    """``auto_deploy`` is ``yes``, ``no``, or the author's text ("On merge").

    ``traffic_percent`` (a decimal text, ``"10"``) and ``traffic_kind``
    ("production traffic") come from the traffic progression.
    """

    name: str = ""
    url: str = ""
    purpose: str = ""
    auto_deploy: str = ""
    traffic_percent: str = ""
    traffic_kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Trigger(Item):
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class TestTarget(Item):
    """``share_percent`` is a decimal text, from the test pyramid."""

    __test__ = False  # not a pytest class

    test_type: str = ""
    coverage_target: str = ""
    framework: str = ""
    share_percent: str = ""


@dataclass(frozen=True, kw_only=True)
class Metric(Item):
    name: str = ""
    metric_type: str = ""
    threshold: str = ""


@dataclass(frozen=True, kw_only=True)
class Dashboard(Item):
    name: str = ""
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class Risk(Item):
    """``impact`` and ``probability`` are keys of ``LEVELS`` or the author's text."""

    name: str = ""
    impact: str = ""
    probability: str = ""
    mitigation: str = ""
    owner: str = ""


@dataclass(frozen=True, kw_only=True)
class Dependency(Item):
    """``eta`` is an ISO date where the text is a date, else the author's text."""

    name: str = ""
    status: str = ""
    owner: str = ""
    eta: str = ""


@dataclass(frozen=True, kw_only=True)
class Blocker(Item):
    name: str = ""
    impact: str = ""
    resolution: str = ""
    owner: str = ""


@dataclass(frozen=True, kw_only=True)
class Approval(Item):
    """A row of the Approval table: what the document claims, never evidence."""

    role: str = ""
    name: str = ""
    date: str = ""
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The whole document.

    ``date_updated`` is an ISO date where the text is a date, else the author's
    text. ``strategy`` texts are the bodies as written, without their fences.
    ``extra`` holds header lines that no field knows.
    """

    title: str = ""
    slug: str = ""
    version: str = ""
    prd_url: str = ""
    owner: str = ""
    date_updated: str = ""
    overview: str = ""
    diagram: str = ""
    migration_strategy: str = ""
    rollback_plan: str = ""
    traffic_progression: str = ""
    rollback_command: str = ""
    test_pyramid: str = ""
    log_format: str = ""
    extra: Extra = ()

    components: tuple[Component, ...] = ()
    phases: tuple[Phase, ...] = ()
    tasks: tuple[Task, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    checks: tuple[Check, ...] = ()
    migrations: tuple[Migration, ...] = ()
    environments: tuple[Environment, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    test_targets: tuple[TestTarget, ...] = ()
    metrics: tuple[Metric, ...] = ()
    dashboards: tuple[Dashboard, ...] = ()
    risks: tuple[Risk, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    approvals: tuple[Approval, ...] = ()

    def items(self, collection: str) -> tuple[Item, ...]:
        """The items of one collection, in the document's order."""
        found: tuple[Item, ...] = getattr(self, collection)
        return found

    def walk(self) -> Iterator[tuple[str, Item]]:
        """Every item with its collection, parents first."""
        for collection in COLLECTIONS:
            for item in self.items(collection):
                yield collection, item


#: Collection name to the class of its items; parents come before children.
COLLECTIONS: dict[str, type[Item]] = {
    "components": Component,
    "phases": Phase,
    "tasks": Task,
    "checklist": ChecklistItem,
    "deliverables": Deliverable,
    "checks": Check,
    "migrations": Migration,
    "environments": Environment,
    "triggers": Trigger,
    "test_targets": TestTarget,
    "metrics": Metric,
    "dashboards": Dashboard,
    "risks": Risk,
    "dependencies": Dependency,
    "blockers": Blocker,
    "approvals": Approval,
}

#: Field of an item that holds the key of an item in another collection.
PARENTS: dict[str, str] = {"phase": "phases", "task": "tasks"}

#: Names of the header's fields, in the document's order.
HEADER_FIELDS: tuple[str, ...] = tuple(
    f.name for f in fields(Plan) if f.name not in COLLECTIONS
)


def item_fields(collection: str) -> tuple[str, ...]:
    """Field names of a collection's items, without ``key``."""
    return tuple(f.name for f in fields(COLLECTIONS[collection]) if f.name != "key")
