# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A plan written in the reference layout is read as the same plan.

Equal but for keys, and for what is written otherwise with the same meaning: the
drawings made from the items' own values, and the words of scales.
"""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings

from plankit import ids
from plankit.markdown import read, render
from plankit.plan import (
    COLLECTIONS,
    HEADER_FIELDS,
    Approval,
    Check,
    ChecklistItem,
    Component,
    Dashboard,
    Deliverable,
    Environment,
    Phase,
    Plan,
    Risk,
    Task,
    TestTarget,
    Trigger,
)
from tests.plankit.strategies import plans

#: Texts that are drawn from the values of items.
_DRAWN = ("traffic_progression", "test_pyramid")


def _plain(collection, item, labels):
    """An item's values as they are compared: parents by place, not by key."""
    values = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name == "key":
            continue
        if field.name == "extra":
            value = tuple((header, text) for header, text in value if text)
            value = tuple(sorted(value))
        elif field.name in ("phase", "task"):
            value = labels.get((field.name, value), "")
        elif field.name == "depends" and ids.is_none_word(value):
            value = ""
        elif (collection, field.name) in (
            ("approvals", "status"),
            ("dependencies", "status"),
        ):
            value = value.lower()
        values[field.name] = value
    return values


def _compared(plan):
    labels = {("phase", phase.key): n for n, phase in enumerate(plan.phases)}
    labels |= {("task", task.key): n for n, task in enumerate(plan.tasks)}
    header = {name: getattr(plan, name) for name in HEADER_FIELDS if name not in _DRAWN}
    return header, {
        name: [_plain(name, item, labels) for item in plan.items(name)]
        for name in COLLECTIONS
    }


def _writable(plan):
    """What the layout has a place for, in the order of a document.

    It has none for a check without a command and for a kind of traffic without its
    share; boxes without a label stand above those that have one.
    """
    phases = [phase.key for phase in plan.phases]
    tasks = [task.key for task in plan.tasks]
    groups = list(dict.fromkeys(["", *(item.group for item in plan.checklist)]))
    return replace(
        plan,
        checklist=_sorted(
            plan.checklist, lambda i: (tasks.index(i.task), groups.index(i.group))
        ),
        deliverables=_sorted(plan.deliverables, lambda i: phases.index(i.phase)),
        checks=_sorted(
            (check for check in plan.checks if check.command),
            lambda i: phases.index(i.phase),
        ),
        environments=tuple(
            env if env.traffic_percent else replace(env, traffic_kind="")
            for env in plan.environments
        ),
    )


def _sorted(items, key):
    return tuple(sorted(items, key=key))


@given(plans())
@settings(max_examples=80, deadline=None)
def test_any_plan_is_read_as_it_was_written(plan):
    plan = _writable(plan)
    assert _compared(read(render(plan)).plan) == _compared(plan)


@given(plans())
@settings(max_examples=30, deadline=None)
def test_what_was_read_is_written_alike(plan):
    text = render(_writable(plan))
    assert render(read(text).plan) == text


_P1 = Phase(key="P1", code="P1", name="One")

CASES = {
    "items without a phase beside those of one": Plan(
        phases=(_P1,),
        tasks=(
            Task(key="a", ref="P1.1", title="in", phase="P1"),
            Task(key="b", ref="X-1", title="out"),
        ),
        deliverables=(Deliverable(key="d", name="delivered", done=True),),
        checks=(Check(key="c", name="look", command="ls -l"),),
    ),
    "values no field knows": Plan(
        extra=(("Reviewers", "Anna"), ("Branch", "main")),
        phases=(replace(_P1, goal="g", extra=(("Lead", "Bo"),)),),
        components=(Component(key="c", layer="L", extra=(("Since", "9"),)),),
        deliverables=(Deliverable(key="d", name="x", extra=(("Location", "here"),)),),
        dashboards=(Dashboard(key="d", name="x", done=True, extra=(("Link", "u"),)),),
        triggers=(Trigger(key="t", text="Error rate > 1%", extra=(("Who", "SRE"),)),),
    ),
    "boxes of tasks with and without an id": Plan(
        phases=(_P1,),
        tasks=(
            Task(key="a", ref="P1.1", title="in", phase="P1"),
            Task(key="n", title="No id", phase="P1", owner="sre", estimate="2d"),
        ),
        checklist=(
            ChecklistItem(key="1", task="a", name="first", done=True),
            ChecklistItem(key="2", task="a", name="below", depth=2),
            ChecklistItem(key="3", task="a", name="ok", group="Acceptance Criteria"),
            ChecklistItem(key="4", task="n", name="own"),
        ),
    ),
    "phases with other codes": Plan(
        phases=(
            Phase(key="W1", code="W1", name="Week"),
            Phase(key="M2", code="M2", name="Milestone"),
            Phase(key="P0", code="P0"),
            Phase(key="P3.1", code="P3.1", name="decimal", status="done"),
        ),
    ),
    "texts of several blocks": Plan(
        overview="One.\n\n- a\n- b\n\n```\n# code\n```\n\nEnd.",
        diagram="```\nx\n```",
        rollback_plan="a\n\n\nb\n",
        log_format='  {"a": 1}',
        prd_url="https://x.example/a(b)/c?d=1",
    ),
    "a text and nothing else": Plan(diagram="a -> b", date_updated="2026-01-31"),
    "an overview above the approvals": Plan(
        overview="All.",
        date_updated="2026-01-31",
        approvals=(Approval(key="a", role="SRE", status="pending"),),
    ),
    "cells with pipes and line breaks": Plan(
        risks=(Risk(key="r", name="a|b\nc", mitigation=r"back\slash \| end"),),
    ),
    "shares without a drawing": Plan(
        environments=(
            Environment(
                key="a", name="Canary", traffic_percent="5", traffic_kind="real"
            ),
            Environment(key="b", name="Prod (EU)", traffic_percent="100"),
        ),
        test_targets=(
            TestTarget(key="a", test_type="Unit", share_percent="70"),
            TestTarget(key="b", test_type="API (v2)", share_percent="30"),
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_random_plans_leave_out_is_read_as_it_was_written(name):
    plan = replace(CASES[name], title="T", slug="s")
    assert _compared(read(render(plan)).plan) == _compared(plan)


@pytest.mark.parametrize("text", ["# hash", "1. first", "- dash", "> quote", "[x] box"])
def test_no_item_of_a_list_is_lost_to_the_marks_of_markdown(text):
    plan = Plan(title="T", triggers=(Trigger(key="t", text=text),))
    (found,) = read(render(plan)).plan.triggers
    assert found.text.replace("\\", "") == text


def test_no_phase_is_lost_for_want_of_a_code():
    plan = Plan(title="T", phases=(Phase(key="a", name="Alone"), _P1))
    codes = [phase.code for phase in read(render(plan)).plan.phases]
    assert len(set(codes)) == 2
