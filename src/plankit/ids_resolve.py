# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Resolution: the notations of all tasks of a plan as edges between them."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plankit import ids_parse as ids
from plankit.errors import ERROR, INFO, WARNING, Finding
from plankit.ids_index import Found, Index
from plankit.plan import Plan, Task

#: Edges that ranges, wildcards and "all" may make in one plan. 10,000 rows that
#: say "All above" mean 50 million; past the limit a part stays without effect and
#: is named in a finding.
EXPANSION_LIMIT = 100_000
#: Circles reported at a time; a person unties one after the other anyway.
CYCLE_LIMIT = 20

Edges = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Resolution:
    """``edges``: a task's key to the keys it waits for, in the document's order."""

    edges: dict[str, tuple[str, ...]]
    findings: tuple[Finding, ...] = ()


@dataclass
class _Work:
    plan: Plan
    index: Index
    known: frozenset[str]
    rows: list[dict[int, None]]
    loose: list[tuple[int, Sequence[int]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    expanded: int = 0
    over: list[Task] = field(default_factory=list)


def resolve(plan: Plan) -> Resolution:
    """The edges that the notations mean today, and what is wrong with them.

    A task never waits for itself. A live part that names a group of which the task
    is a member ("All W2" in W2, "All tasks") leaves out whoever waits for the task,
    so that only circles a person wrote down are circles.
    """
    index = Index.of(plan)
    names = {item.name.casefold() for item in plan.dependencies}
    names |= {item.name.casefold() for item in plan.blockers}
    work = _Work(plan, index, frozenset(names), [{} for _task in plan.tasks])
    for row, task in enumerate(plan.tasks):
        for part in ids.parse(task.depends).named:
            _take(work, row, part, index.find(part, row))
    _take_loose(work)
    keys = [task.key for task in plan.tasks]
    edges = {
        key: tuple(keys[row] for row in sorted(rows))
        for key, rows in zip(keys, work.rows, strict=True)
    }
    work.findings += [*_over_findings(work), *_cycle_findings(plan, edges)]
    return Resolution(edges, tuple(work.findings))


def _take(work: _Work, row: int, part: ids.Part, found: Found) -> None:
    task = work.plan.tasks[row]
    for name in found.missing:
        message = f"{_name(task)} depends on {name}, which no task has as its id."
        hint = "Correct the id, or add the task."
        found_none = _finding("dangling_dependency", WARNING, message, task, hint)
        work.findings.append(found_none)
    if part.kind == ids.TEXT and not found.rows:
        _take_prose(work, task, part)
    wide = found.live or len(found.rows) > 1
    if wide and not _within_limit(work, task, len(found.rows)):
        return
    own = row in found.rows
    if own and not found.live:
        message = f"{_name(task)} depends on itself ({part.text})."
        hint = "Take the task's own id out."
        work.findings.append(_finding("self_dependency", WARNING, message, task, hint))
    if own and wide:
        work.loose.append((row, found.rows))
    else:
        work.rows[row].update((other, None) for other in found.rows if other != row)


def _take_prose(work: _Work, task: Task, part: ids.Part) -> None:
    if part.text.casefold() in work.known:
        return
    message = f"{_name(task)} depends on “{part.text[:80]}”, which names no task."
    hint = "Write the id of a task, or list it as an external dependency."
    work.findings.append(_finding("unread_dependency", INFO, message, task, hint))


def _within_limit(work: _Work, task: Task, count: int) -> bool:
    if work.expanded + count > EXPANSION_LIMIT:
        work.over.append(task)
        return False
    work.expanded += count
    return True


def _over_findings(work: _Work) -> Iterator[Finding]:
    """One finding for all parts that were not followed, on the first of their tasks."""
    if work.over:
        message = (
            f"The plan would have more than {EXPANSION_LIMIT} dependencies; those of"
            f" {_name(work.over[0])} and {len(work.over) - 1} others were not followed."
        )
        hint = "Name the last tasks only; what they wait for is implied."
        yield _finding("too_many_dependencies", ERROR, message, work.over[0], hint)


def _take_loose(work: _Work) -> None:
    """Expand groups that hold the task itself, along one order of all tasks."""
    if not work.loose:
        return
    rank = _ranks(work.rows, {row for row, _members in work.loose})
    for row, members in work.loose:
        earlier = (other for other in members if rank[other] < rank[row])
        work.rows[row].update((other, None) for other in earlier)


def _ranks(rows: Sequence[Mapping[int, None]], late: set[int]) -> list[int]:
    """A topological order, ``late`` rows as late as it allows."""
    waiting = [len(before) for before in rows]
    after: list[list[int]] = [[] for _row in rows]
    for row, before in enumerate(rows):
        for other in before:
            after[other].append(row)
    ready = [(row in late, row) for row, count in enumerate(waiting) if not count]
    heapq.heapify(ready)
    rank = [len(rows) + row for row in range(len(rows))]
    count = 0
    while ready:
        row = heapq.heappop(ready)[1]
        rank[row] = count
        count += 1
        for other in after[row]:
            waiting[other] -= 1
            if not waiting[other]:
                heapq.heappush(ready, (other in late, other))
    return rank


def find_cycle(edges: Edges) -> tuple[str, ...] | None:
    """The first circle, its first key again at the end; ``None`` without one.

    >>> find_cycle({"a": ("b",), "b": ("a",)})
    ('a', 'b', 'a')
    >>> find_cycle({"a": ("b",), "b": ()}) is None
    True
    """
    return next(cycles(edges), None)


def cycles(edges: Edges) -> Iterator[tuple[str, ...]]:
    """Circles that meet at none of their ends, found in one walk over all edges."""
    done: set[str] = set()
    reported: set[str] = set()
    for start in edges:
        if start in done:
            continue
        path = [start]
        place = {start: 0}
        stack = [iter(edges[start])]
        while stack:
            key = next(stack[-1], None)
            if key is None:
                stack.pop()
                left = path.pop()
                del place[left]
                done.add(left)
            elif key in place:
                circle = path[place[key] :]
                if not reported.intersection((key, circle[-1])):
                    reported.update(circle)
                    yield (*circle, key)
            elif key not in done:
                place[key] = len(path)
                path.append(key)
                stack.append(iter(edges.get(key, ())))


def _cycle_findings(plan: Plan, edges: Edges) -> Iterator[Finding]:
    by_key = {task.key: task for task in plan.tasks}
    for count, circle in enumerate(cycles(edges)):
        if count == CYCLE_LIMIT:
            return
        names = [_name(by_key[key]) for key in circle]
        if len(names) > 12:
            names = [*names[:6], "…", *names[-5:]]
        spelled = " → ".join(names)
        message = f"Tasks wait for each other: {spelled}."
        hint = "Take one of these dependencies out."
        yield _finding("dependency_cycle", ERROR, message, by_key[circle[0]], hint)


def _name(task: Task) -> str:
    return task.ref or task.title[:80] or task.key


def _finding(code: str, severity: str, message: str, task: Task, hint: str) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        message=message,
        hint=hint,
        collection="tasks",
        key=task.key,
        field="depends",
        ref=_name(task),
    )
