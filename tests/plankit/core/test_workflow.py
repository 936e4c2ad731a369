# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Workflow tables: every edge can be taken from its sources and from nowhere else."""

import pytest

from plankit import workflows
from plankit.errors import TransitionRefused
from plankit.workflow import Transition, Workflow

TABLES = {
    name: table
    for name, table in vars(workflows).items()
    if isinstance(table, Workflow)
}
ROLES = {"viewer", "planner", "approver", "operator", "auditor", "runner", "manager"}
CELLS = [
    (name, edge, state)
    for name, table in TABLES.items()
    for edge in table.transitions
    for state, _label in table.states
]


def test_the_tables_of_the_first_issue_are_there():
    names = {"PLAN", "PHASE", "DELIVERABLE", "BLOCKER", "DEPENDENCY", "RISK"}
    assert names <= set(TABLES)


@pytest.mark.parametrize(("table", "name", "state"), CELLS)
def test_an_edge_leaves_its_sources_only(table, name, state):
    workflow = TABLES[table]
    edge = workflow.transitions[name]
    if state in edge.sources:
        assert workflow.check(name, state) is edge
        assert name in workflow.names_from(state)
        return
    assert name not in workflow.names_from(state)
    with pytest.raises(TransitionRefused) as refused:
        workflow.check(name, state)
    assert refused.value.code == "transition_refused"
    assert refused.value.values == {"name": name, "state": state}


@pytest.mark.parametrize("table", TABLES)
def test_states_are_plain_words_in_a_list(table):
    workflow = TABLES[table]
    assert isinstance(workflow.states, list)  # a tuple is never translated
    assert all(state == state.lower() and label for state, label in workflow.states)
    assert {edge.role for edge in workflow.transitions.values()} <= ROLES


@pytest.mark.parametrize("table", TABLES)
def test_no_edge_leads_back_to_where_it_starts(table):
    for edge in TABLES[table].transitions.values():
        assert edge.target not in edge.sources


@pytest.mark.parametrize("table", TABLES)
def test_every_state_is_reached_from_the_first(table):
    workflow = TABLES[table]
    reached, new = set(), {workflow.initial}
    while new:
        reached |= new
        new = {
            workflow.transitions[name].target
            for state in new
            for name in workflow.names_from(state)
        } - reached
    assert reached == {state for state, _label in workflow.states}


@pytest.mark.parametrize(
    ("table", "path"),
    [
        ("PLAN", "submit approve start complete"),
        ("PLAN", "submit reject submit approve reopen"),
        ("PHASE", "start verify complete reopen"),
        ("DELIVERABLE", "accept reopen accept"),
        ("BLOCKER", "resolve reopen"),
        ("DEPENDENCY", "receive reopen cancel"),
        ("RISK", "mitigate occur close reopen accept"),
    ],
)
def test_the_usual_paths_exist(table, path):
    workflow = TABLES[table]
    state = workflow.initial
    for name in path.split():
        state = workflow.check(name, state).target


def test_only_an_approver_approves_a_plan_and_accepts_a_risk():
    assert workflows.PLAN.transitions["approve"].role == "approver"
    assert workflows.RISK.transitions["accept"].role == "approver"


STATES = [("a", "A"), ("b", "B")]


def edge(name, sources, target):
    return Transition(name, frozenset(sources), target, "planner")


@pytest.mark.parametrize(
    ("edges", "reason"),
    [
        ([edge("go", "x", "b")], "unknown state"),
        ([edge("go", "a", "x"), edge("on", "a", "b")], "unknown state"),
        ([edge("go", "a", "b"), edge("go", "b", "a")], "share a name"),
        ([], "no transition reaches"),
    ],
)
def test_a_broken_table_is_refused_at_import(edges, reason):
    with pytest.raises(ValueError, match=reason):
        Workflow(STATES, edges)
