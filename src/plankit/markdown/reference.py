# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The reference layout: a plan as the document a person would start from.

``render`` writes the whole plan; a section without content is left out.
``render_section`` writes one section for a document that has none yet, and
``SECTIONS`` tells where it belongs: sections stand in that order, each below its
parent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from plankit.markdown.reference_phase import (
    boxes,
    field_line,
    phase_fields,
    phase_heading,
    section_blocks,
)
from plankit.markdown.reference_text import fence, pyramid_text, traffic_text
from plankit.markdown.reference_words import COLUMNS, list_text, one_line, table
from plankit.plan import Phase, Plan


@dataclass(frozen=True)
class Section:
    """``name`` is a collection, a header field, or a heading that only groups."""

    name: str
    level: int
    heading: str
    parent: str = ""


#: Sections of the document below its header, in the order of the layout.
SECTIONS: tuple[Section, ...] = (
    Section("overview", 2, "Overview"),
    Section("architecture", 2, "Architecture"),
    Section("diagram", 3, "System Diagram", "architecture"),
    Section("components", 3, "Technology Stack", "architecture"),
    Section("phases", 2, "Phases"),
    Section("tasks", 2, "Tasks"),
    Section("deliverables", 2, "Deliverables"),
    Section("checks", 2, "Verification"),
    Section("database", 2, "Database Migrations"),
    Section("migration_strategy", 3, "Migration Strategy", "database"),
    Section("migrations", 3, "Planned Migrations", "database"),
    Section("rollback_plan", 3, "Rollback Plan", "database"),
    Section("rollout", 2, "Rollout Strategy"),
    Section("environments", 3, "Environments", "rollout"),
    Section("traffic_progression", 3, "Traffic Progression", "rollout"),
    Section("triggers", 3, "Rollback Triggers", "rollout"),
    Section("rollback_command", 3, "Rollback Command", "rollout"),
    Section("testing", 2, "Testing Strategy"),
    Section("test_pyramid", 3, "Test Pyramid", "testing"),
    Section("test_targets", 3, "Test Requirements", "testing"),
    Section("observability", 2, "Observability Plan"),
    Section("metrics", 3, "Metrics to Track", "observability"),
    Section("dashboards", 3, "Dashboards", "observability"),
    Section("log_format", 3, "Log Format", "observability"),
    Section("risks", 2, "Risk Register"),
    Section("dependencies_blockers", 2, "Dependencies & Blockers"),
    Section("dependencies", 3, "External Dependencies", "dependencies_blockers"),
    Section("blockers", 3, "Internal Blockers", "dependencies_blockers"),
    Section("approvals", 2, "Approval"),
)

#: Sections of one phase, in the order of the layout.
PHASE_SECTIONS: tuple[Section, ...] = (
    Section("tasks", 4, "Tasks", "phases"),
    Section("deliverables", 4, "Deliverables", "phases"),
    Section("checks", 4, "Verification", "phases"),
)

#: Names of the sections, in the order of the layout.
section_order: tuple[str, ...] = tuple(section.name for section in SECTIONS)

_BY_NAME = {section.name: section for section in SECTIONS}
_GROUPS = {section.parent for section in SECTIONS if section.parent}
_IN_PHASES = {section.name for section in PHASE_SECTIONS}
_FENCES = {
    "diagram": "",
    "migration_strategy": "yaml",
    "rollback_plan": "bash",
    "rollback_command": "bash",
    "log_format": "json",
}
_LINK = re.compile(r"^(?:https?://|\.{0,2}/)[^\s()<>\[\]|]+$")
_RULE = "---"


def section(name: str) -> Section:
    """The section called ``name``; ``KeyError`` where the layout has none."""
    return _BY_NAME[name]


def _link(url: str) -> str:
    """A path or address as a link named after its last part."""
    label = url.rstrip("/").rsplit("/", 1)[-1]
    return f"[{label}]({url})" if label and _LINK.match(url) else url


def _header(plan: Plan) -> list[str]:
    lines = [
        ("Slug", f"`{plan.slug}`" if plan.slug else ""),
        ("Version", plan.version),
        ("PRD", _link(plan.prd_url)),
        ("Owner", plan.owner),
        ("Last Updated", plan.date_updated),
        *plan.extra,
    ]
    known = [field_line(label, value) for label, value in lines if value]
    title = [f"# {one_line(plan.title)} - Implementation Plan"] if plan.title else []
    return [*title, *(["\n".join(known)] if known else []), _RULE]


def _triggers(plan: Plan) -> str:
    if any(trigger.extra for trigger in plan.triggers):
        return table("triggers", plan.triggers)
    return "\n".join(f"- {list_text(trigger.text)}" for trigger in plan.triggers)


def _dashboards(plan: Plan) -> str:
    return boxes("dashboards", plan.dashboards)


def _traffic(plan: Plan) -> str:
    text = traffic_text(plan)
    return fence(text) if text else ""


def _pyramid(plan: Plan) -> str:
    text = pyramid_text(plan)
    return fence(text) if text else ""


_BODIES: dict[str, Callable[[Plan], str]] = {
    "overview": lambda plan: plan.overview,
    "triggers": _triggers,
    "dashboards": _dashboards,
    "traffic_progression": _traffic,
    "test_pyramid": _pyramid,
}


def _body(plan: Plan, name: str) -> str:
    """What stands below the heading of a section, empty where nothing does."""
    if name in _BODIES:
        return _BODIES[name](plan)
    if name in _FENCES:
        text: str = getattr(plan, name)
        return fence(text, _FENCES[name]) if text else ""
    items = plan.items(name) if name in COLUMNS else ()
    return table(name, items) if items else ""


def _blocks(plan: Plan, name: str) -> list[str]:
    """Heading and content of one section; nothing where it has no content."""
    found = _BY_NAME[name]
    heading = f"{'#' * found.level} {found.heading}"
    if name in _GROUPS:
        inner = [s.name for s in SECTIONS if s.parent == name]
        content = [block for child in inner for block in _blocks(plan, child)]
    elif name == "phases":
        content = [b for phase in plan.phases for b in _phase_blocks(plan, phase)]
    elif name in _IN_PHASES:
        content = section_blocks(plan, name, "", found.level)
    else:
        body = _body(plan, name)
        content = [body] if body else []
    return [heading, *content] if content else []


def _phase_blocks(plan: Plan, phase: Phase) -> list[str]:
    blocks = [f"### {phase_heading(plan, phase)}", *phase_fields(phase)]
    for found in PHASE_SECTIONS:
        content = section_blocks(plan, found.name, phase.key, found.level)
        if content:
            blocks += [f"{'#' * found.level} {found.heading}", *content]
    return blocks


def render_phase(plan: Plan, key: str) -> str:
    """One phase with all that stands below it."""
    phase = next(phase for phase in plan.phases if phase.key == key)
    return "\n\n".join(_phase_blocks(plan, phase)) + "\n"


def render_section(plan: Plan, name: str, phase: str = "") -> str:
    """One section with its heading, or nothing where it has no content.

    With the key of a ``phase``, the tasks, deliverables or checks of that phase.
    The heading of the parent is not part of it: ``section(name).parent``.
    """
    if not phase:
        blocks = _blocks(plan, name)
    else:
        found = next(s for s in PHASE_SECTIONS if s.name == name)
        content = section_blocks(plan, name, phase, found.level)
        blocks = [f"{'#' * found.level} {found.heading}", *content] if content else []
    return "\n\n".join(blocks) + "\n" if blocks else ""


def render(plan: Plan) -> str:
    """The whole plan in the reference layout.

    The closing line stands below the approvals only: at the end of a section of
    text it would belong to that text.
    """
    blocks = _header(plan)
    for found in SECTIONS:
        content = _blocks(plan, found.name) if not found.parent else []
        ruled = content and found.name == "approvals"
        blocks += [_RULE, *content] if ruled else content
    if plan.date_updated and plan.approvals:
        blocks += [_RULE, f"*Plan last updated: {one_line(plan.date_updated)}*"]
    return "\n\n".join(blocks) + "\n"
