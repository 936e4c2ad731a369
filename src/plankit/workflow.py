# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Workflows as tables of edges: readable, testable, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plankit.errors import TransitionRefused


@dataclass(frozen=True)
class Transition:
    """``name`` moves a record from one of ``sources`` to ``target``.

    ``role`` is the least group that may take it: ``planner``, ``approver``,
    ``operator``, ... (``implementation_base.group_<role>``).
    """

    name: str
    sources: frozenset[str]
    target: str
    role: str


class Workflow:
    """States with their labels, and the only edges between them.

    A broken table is a ``ValueError`` at import: an edge to an unknown state, two
    edges of one name, or a state that no edge reaches.
    """

    def __init__(
        self, states: Sequence[tuple[str, str]], transitions: Sequence[Transition]
    ) -> None:
        self.states = list(states)
        self.initial = states[0][0]
        self.transitions = {edge.name: edge for edge in transitions}
        names = {name for name, _label in states}
        if len(self.transitions) != len(transitions):
            raise ValueError("two transitions share a name")
        for edge in transitions:
            unknown = (edge.sources | {edge.target}) - names
            if unknown:
                raise ValueError(f"{edge.name}: unknown state {sorted(unknown)}")
        lost = names - {edge.target for edge in transitions} - {self.initial}
        if lost:
            raise ValueError(f"no transition reaches {sorted(lost)}")

    def names_from(self, state: str) -> tuple[str, ...]:
        """Transitions that leave ``state``, in the table's order."""
        return tuple(
            name for name, edge in self.transitions.items() if state in edge.sources
        )

    def check(self, name: str, state: str) -> Transition:
        """The edge ``name`` if it leaves ``state``, else ``TransitionRefused``."""
        edge = self.transitions[name]
        if state not in edge.sources:
            raise TransitionRefused(
                f"{name} is not possible in state {state}", name=name, state=state
            )
        return edge

    def path(self, source: str, target: str) -> tuple[str, ...]:
        """The fewest transitions from one state to another, or ``TransitionRefused``.

        A document names the state it wants, never the way there.
        """
        ways: dict[str, tuple[str, ...]] = {source: ()}
        queue = [source]
        for state in queue:
            for name in self.names_from(state):
                reached = self.transitions[name].target
                if reached not in ways:
                    ways[reached] = (*ways[state], name)
                    queue.append(reached)
        if target not in ways:
            raise TransitionRefused(
                f"no transition leads from {source} to {target}",
                state=source,
                target=target,
            )
        return ways[target]
