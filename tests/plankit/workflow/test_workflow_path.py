# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from itertools import product

import pytest

from plankit import workflows
from plankit.errors import TransitionRefused
from plankit.workflow import Transition, Workflow

TABLES = [value for value in vars(workflows).values() if isinstance(value, Workflow)]


def test_a_state_leads_to_itself_without_a_step():
    assert workflows.DEPENDENCY.path("pending", "pending") == ()


def test_the_shortest_way_is_taken():
    assert workflows.DELIVERABLE.path("open", "accepted") == ("accept",)
    assert workflows.DEPENDENCY.path("available", "cancelled") == ("reopen", "cancel")


def test_a_state_out_of_reach_is_refused():
    one_way = Workflow(
        [("a", "A"), ("b", "B")], [Transition("go", frozenset("a"), "b", "planner")]
    )
    with pytest.raises(TransitionRefused, match="transition_refused"):
        one_way.path("b", "a")


@pytest.mark.parametrize("table", TABLES)
def test_every_way_follows_the_edges(table):
    names = [name for name, _label in table.states]
    for source, target in product(names, names):
        state = source
        try:
            steps = table.path(source, target)
        except TransitionRefused:
            continue
        for step in steps:
            state = table.check(step, state).target
        assert state == target
