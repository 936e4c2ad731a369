# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from plankit import sync
from plankit.plan import Phase, Plan, Risk, Task

FIRST = Task(key="P1.1", ref="P1.1", title="Create schema")
SECOND = Task(key="P1.2", ref="P1.2", title="Write API", depends="P1.1")
BASE = Plan(title="Shop", slug="shop", tasks=(FIRST, SECOND))


def with_tasks(*tasks):
    return replace(BASE, tasks=tasks)


def test_first_document_creates_everything():
    found = sync.first(BASE)
    assert found.target == BASE
    assert {change.key for change in found.changes} == {"", "P1.1", "P1.2"}


def test_same_document_changes_nothing():
    found = sync.compare(BASE, BASE, BASE)
    assert not found.changes
    assert not found.conflicts


def test_records_renamed_since_keep_their_key_and_learn_the_new_one():
    ours = replace(BASE, risks=(Risk(key="Late", name="Delay"),))
    base = replace(BASE, risks=(Risk(key="Late", name="Late"),))
    theirs = replace(BASE, risks=(Risk(key="Delay", name="Delay"),))
    found = sync.compare(theirs, ours, base)
    assert not found.changes
    assert found.keys["risks"] == {"Late": "Delay"}


def test_without_a_base_two_values_are_a_conflict():
    theirs = with_tasks(replace(FIRST, owner="dba"), SECOND)
    ours = with_tasks(replace(FIRST, owner="ana"), SECOND)
    found = sync.compare(theirs, ours, None)
    assert [c.place for c in found.conflicts] == [("tasks", "P1.1", "owner")]


def test_empty_cell_of_an_unknown_column_is_no_change():
    theirs = with_tasks(replace(FIRST, extra=(("Notes", ""),)), SECOND)
    assert not sync.compare(theirs, BASE, BASE).changes


def test_closing_a_task_whose_predecessor_stays_open_is_named_before():
    theirs = with_tasks(FIRST, replace(SECOND, status="done"))
    (finding,) = sync.refusals(sync.compare(theirs, BASE, BASE))
    assert (finding.code, finding.key) == ("blocked_task", "P1.2")
    both = with_tasks(replace(FIRST, status="done"), replace(SECOND, status="done"))
    assert not sync.refusals(sync.compare(both, BASE, BASE))


def test_statuses_of_a_first_document_are_kept_without_a_refusal():
    theirs = with_tasks(FIRST, replace(SECOND, status="done"))
    assert not sync.refusals(sync.first(theirs))


def test_document_without_title_and_slug_keeps_having_none():
    source = replace(BASE, title="", slug="")
    assert sync.keep_identity(BASE, source) == source
    template = replace(BASE, slug="{slug}")
    assert sync.keep_identity(BASE, template).slug == "{slug}"
    assert sync.keep_identity(BASE, BASE) == BASE


def test_items_without_title_stay_without_one():
    source = Plan(phases=(Phase(key="P2", code="P2"),))
    records = Plan(phases=(Phase(key="P2", code="P2", name="P2"),))
    assert sync.keep_identity(records, source).phases == source.phases
    named = Plan(phases=(Phase(key="P2", code="P2", name="Build"),))
    assert sync.keep_identity(named, source).phases == named.phases
    written = Plan(phases=(Phase(key="P2", code="P2", name="P2"),))
    assert sync.keep_identity(records, written).phases == records.phases
