# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Items that come, go and move are whole lines in the form of their neighbours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plankit.keys import parent_field
from plankit.markdown import read, write
from plankit.plan import (
    COLLECTIONS,
    PARENTS,
    Check,
    ChecklistItem,
    Deliverable,
    Phase,
    Task,
)

from .sources import REFERENCE, corpus, document_of, own, with_items, written

NEW = {
    "components": {"layer": "Search", "technology": "Lucene"},
    "phases": {"code": "P91", "name": "Afterwards", "goal": "Rest"},
    "tasks": {"ref": "P1.6", "title": "Brand new task", "owner": "zoe"},
    "checklist": {"name": "brand new box"},
    "deliverables": {"name": "New thing", "done": True},
    "checks": {"name": "Lists", "command": "ls -l"},
    "migrations": {"version": "009", "name": "more", "breaking": "yes"},
    "environments": {"name": "Lab", "purpose": "Trying"},
    "triggers": {"text": "Queue > 3"},
    "test_targets": {"test_type": "Fuzz", "framework": "hypothesis"},
    "metrics": {"name": "queue_size", "threshold": "> 4"},
    "dashboards": {"name": "Queues", "done": True},
    "risks": {"name": "Late", "impact": "critical", "mitigation": "Hurry"},
    "dependencies": {"name": "Mail", "status": "available", "eta": "2027-01-02"},
    "blockers": {"name": "Nobody", "impact": "high"},
    "approvals": {"role": "Boss", "name": "Al", "status": "approved"},
}


def new_item(plan, collection, at_parent=0):
    values = dict(NEW[collection])
    above = parent_field(collection)
    if above:
        values[above] = plan.items(PARENTS[above])[at_parent].key
    return COLLECTIONS[collection](key="new item", **values)


def line_changes(before, after):
    """Lines that went and lines that came, in their order."""
    import difflib

    lines = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    gone = [line[2:] for line in lines if line.startswith("- ")]
    come = [line[2:] for line in lines if line.startswith("+ ")]
    return gone, come


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("place", ["first", "second", "last"])
def test_an_item_is_added_where_the_plan_has_it(collection, place):
    document = document_of(REFERENCE)
    items = list(document.plan.items(collection))
    at = {"first": 0, "second": 1, "last": len(items)}[place]
    parent = 3 if place == "last" and collection != "checklist" else 0
    items.insert(at, new_item(document.plan, collection, parent))
    text = written(document, with_items(document.plan, collection, items))
    gone, _come = line_changes(document.text, text)
    assert gone == []


@pytest.mark.parametrize(
    ("collection", "line"),
    [
        ("tasks", "| P1.6 | Brand new task | zoe | - | Not Started |"),
        ("deliverables", "- [x] New thing"),
        ("triggers", "- Queue > 3"),
        ("dashboards", "- [x] Queues"),
        ("migrations", "| 009 | more | | Yes |"),
        ("risks", "| Late | Critical | | Hurry | |"),
        ("dependencies", "| Mail | Available | | 2027-01-02 |"),
        ("approvals", "| Boss | Al | | Approved |"),
    ],
)
def test_an_added_item_is_one_line_in_the_form_of_its_neighbours(collection, line):
    document = document_of(REFERENCE)
    items = list(document.plan.items(collection))
    items.insert(1, new_item(document.plan, collection))
    text = written(document, with_items(document.plan, collection, items))
    assert line_changes(document.text, text) == ([], [line])


@pytest.mark.parametrize("collection", [c for c in COLLECTIONS if c != "checklist"])
def test_a_removed_item_takes_its_lines_with_it(collection):
    document = document_of(REFERENCE)
    plan = document.plan
    gone_key = plan.items(collection)[0].key
    plan = with_items(plan, collection, list(plan.items(collection))[1:])
    if collection == "phases":
        for child in ("tasks", "deliverables", "checks"):
            kept = [item for item in plan.items(child) if item.phase != gone_key]
            plan = with_items(plan, child, kept)
    text = written(document, plan)
    _gone, come = line_changes(document.text, text)
    assert come == []


@pytest.mark.parametrize("collection", [c for c in COLLECTIONS if c != "checklist"])
def test_order_is_written(collection):
    document = document_of(REFERENCE)
    items = list(document.plan.items(collection))
    if len(items) < 2:
        return
    items[0], items[1] = items[1], items[0]
    text = written(document, with_items(document.plan, collection, items))
    assert sorted(text.split("\n")) == sorted(document.text.split("\n"))


def test_a_moved_phase_takes_edits_inside_along():
    document = document_of(REFERENCE)
    plan = document.plan
    phases = [plan.phases[1], plan.phases[0], *plan.phases[2:]]
    tasks = [replace(plan.tasks[0], status="done"), *plan.tasks[2:]]
    plan = with_items(with_items(plan, "phases", phases), "tasks", tasks)
    text = written(document, plan)
    assert "| P1.1 | Create database schema | implementer | - | Done |" in text
    assert "P1.2 | Set up Supabase" not in text
    assert text.index("### Phase 2") < text.index("### Phase 1")


def test_a_task_moves_to_another_phase():
    document = document_of(REFERENCE)
    plan = document.plan
    tasks = [replace(plan.tasks[0], phase="P2"), *plan.tasks[1:]]
    text = written(document, with_items(plan, "tasks", tasks))
    assert text.index("P1.1 | Create") > text.index("### Phase 2")


def test_a_new_phase_comes_with_all_that_is_below_it():
    document = document_of(REFERENCE)
    plan = document.plan
    phase = Phase(key="x", code="P5", name="N")
    plan = with_items(plan, "phases", [*plan.phases, phase])
    task = Task(key="t", ref="P5.1", title="Go", phase="x", depends="P4.5")
    thing = Deliverable(key="d", name="Gone", phase="x")
    check = Check(key="c", name="Is gone", command="ls", phase="x")
    plan = with_items(plan, "tasks", [*plan.tasks, task])
    plan = with_items(plan, "deliverables", [*plan.deliverables, thing])
    plan = with_items(plan, "checks", [*plan.checks, check])
    text = written(document, plan)
    gone, come = line_changes(document.text, text)
    assert gone == []
    assert come[0] == "### Phase 5: N"
    assert "| P5.1 | Go | | P4.5 | Not Started |" in come


def test_new_boxes_of_a_task_in_a_table_stand_below_a_heading():
    document = document_of(REFERENCE)
    boxes = [
        ChecklistItem(key="a", task="P1.1", name="One", done=True),
        ChecklistItem(key="b", task="P1.1", name="Two", depth=2),
        ChecklistItem(key="c", task="P1.1", name="Three", group="Acceptance Criteria"),
    ]
    text = written(document, with_items(document.plan, "checklist", boxes))
    assert "##### P1.1: Create database schema\n\n- [x] One\n  - [ ] Two\n" in text


LISTED = """\
# Plan

## Phase 1: Start

- [ ] T001 [P] [US1] First thing
  - [ ] part one
- [x] T002 Second thing

## Phase 2: Go on

1. Dig
2. Fill
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_listed_task_is_added_with_its_boxes(end):
    document = read(LISTED.replace("\n", end))
    plan = document.plan
    task = Task(key="n", ref="T003", title="Third", phase="P1", status="done")
    boxes = [
        *plan.checklist,
        ChecklistItem(key="b1", task="n", name="x"),
        ChecklistItem(key="b2", task="T002", name="y", done=True),
    ]
    plan = with_items(plan, "tasks", [*plan.tasks, task])
    text = written(document, with_items(plan, "checklist", boxes))
    assert text == LISTED.replace(
        "- [x] T002 Second thing\n",
        "- [x] T002 Second thing\n  - [x] y\n- [x] T003 Third\n  - [ ] x\n",
    ).replace("\n", end)


def test_a_task_of_a_form_that_cannot_hold_it_is_named():
    document = read(LISTED)
    task = Task(key="n", ref="T003", title="Third", phase="P1", owner="zoe")
    plan = with_items(document.plan, "tasks", [*document.plan.tasks, task])
    result = write(document, plan)
    assert result.unwritten == (("tasks", "n", ""),)
    assert result.text == LISTED


HEADED = """\
# Plan

## Phase 1: Start

### Task 1.1: First

**Owner**: ann
**Effort**: 2 days

- [ ] one

### Task 1.2: Second

**Owner**: bob
**Effort**: 3 days
"""


def test_a_task_with_a_heading_is_added_like_its_neighbour():
    document = read(HEADED)
    task = Task(
        key="n", ref="1.3", title="Third", phase="P1", owner="cyd", estimate="1 day"
    )
    plan = with_items(document.plan, "tasks", [*document.plan.tasks, task])
    text = written(document, plan)
    assert text == HEADED + (
        "\n### Task 1.3: Third\n\n**Owner**: cyd\n**Effort**: 1 day\n"
    )


@pytest.mark.parametrize("path", [*own(), *corpus()])
@pytest.mark.parametrize("collection", ["risks", "approvals", "blockers", "phases"])
def test_every_document_takes_a_new_section_or_says_that_it_cannot(path, collection):
    document = document_of(path)
    items = [*document.plan.items(collection), new_item(document.plan, collection)]
    result = write(document, with_items(document.plan, collection, items))
    if result.unwritten:
        assert result.unwritten == ((collection, "new item", ""),)
        assert result.text == document.text
    else:
        assert len(read(result.text).plan.items(collection)) == len(items)


def test_a_section_of_the_layout_stands_where_the_layout_has_it():
    document = read("# Plan\n\n## Overview\n\nText.\n\n## Approval\n\nLater.\n")
    risk = COLLECTIONS["risks"](key="r", **NEW["risks"])
    text = written(document, with_items(document.plan, "risks", [risk]))
    assert text.index("## Overview") < text.index("## Risk Register")
    assert text.index("## Risk Register") < text.index("## Approval")


def test_padding_of_a_drawn_table_is_kept():
    text = (
        "| ID  | Task      | Status      |\n"
        "|-----|-----------|-------------|\n"
        "| A.1 | One       | Not Started |\n"
        "| A.2 | Two       | Done        |\n"
    )
    document = read(text)
    task = Task(key="n", ref="A.3", title="Three", status="done")
    plan = with_items(document.plan, "tasks", [*document.plan.tasks, task])
    assert written(document, plan) == text + "| A.3 | Three     | Done        |\n"


def test_a_text_without_last_line_end_gets_lines_behind_it():
    text = "| ID | Task | Status |\n|--|--|--|\n| A.1 | One | Done |"
    document = read(text)
    task = Task(key="n", ref="A.2", title="Two", status="done")
    plan = with_items(document.plan, "tasks", [*document.plan.tasks, task])
    assert written(document, plan) == text + "\n| A.2 | Two | Done |"
