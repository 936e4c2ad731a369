# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who waits for whom: notations expanded against the tasks of a plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.ids import find_cycle, resolve
from plankit.ids_resolve import CYCLE_LIMIT, EXPANSION_LIMIT
from plankit.plan import Dependency, Phase, Plan, Task
from tests.plankit.growth import growth


def plan(*rows, phases=(), **values):
    """Rows are ``ref: depends`` or ``(ref, depends, phase)``; keys are row numbers."""
    tasks = []
    for number, row in enumerate(rows, 1):
        ref, depends, *phase = row.split(": ") if isinstance(row, str) else row
        tasks.append(
            Task(key=str(number), ref=ref, depends=depends, phase="".join(phase))
        )
    return Plan(tasks=tuple(tasks), phases=phases, **values)


def waits(found_plan):
    """``{ref: "refs it waits for"}`` without the tasks that wait for none."""
    refs = {task.key: task.ref for task in found_plan.tasks}
    edges = resolve(found_plan).edges
    return {refs[k]: " ".join(refs[o] for o in v) for k, v in edges.items() if v}


def codes(found_plan):
    return [finding.code for finding in resolve(found_plan).findings]


def test_every_task_has_an_entry():
    assert resolve(plan("A1: -", "A2: A1")).edges == {"1": (), "2": ("1",)}


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        ("P1.1", "P1.1"),
        ("p1.1", "P1.1"),
        ("P1.01", "P1.1"),
        ("P1.1, P2.2", "P1.1 P2.2"),
        ("P2.2, P1.1, P2.2", "P1.1 P2.2"),
        ("P1.1-P1.3", "P1.1 P1.2 P1.3"),
        ("P1.1–P1.3", "P1.1 P1.2 P1.3"),
        ("P1.2..3", "P1.2 P1.3"),
        ("P1.3-P2.1", "P1.3 P2.1"),
        ("P1.*", "P1.1 P1.2 P1.3"),
        ("Phase 1", "P1.1 P1.2 P1.3"),
        ("P1", "P1.1 P1.2 P1.3"),
        ("All P1/P2", "P1.1 P1.2 P1.3 P2.1 P2.2"),
        ("All above", "P1.1 P1.2 P1.3 P2.1 P2.2"),
        ("All tasks", "P1.1 P1.2 P1.3 P2.1 P2.2 P4.1"),
        ("全部", "P1.1 P1.2 P1.3 P2.1 P2.2 P4.1"),
        ("All previous phases", "P1.1 P1.2 P1.3 P2.1 P2.2"),
        ("wait until P1.2 is merged", "P1.2"),
    ],
)
def test_notations_expand_against_the_tasks(notation, expected):
    rows = [("P1.1", "-"), ("P1.2", "-"), ("P1.3", "-"), ("P2.1", "-"), ("P2.2", "-")]
    found = plan(*rows, ("P3.1", notation), ("P4.1", "-"))
    assert waits(found) == {"P3.1": expected}
    assert codes(found) == []


def test_a_wildcard_is_live():
    before = plan("P3.1: -", "P4.1: P3.*")
    after = plan("P3.1: -", "P3.2: -", "P4.1: P3.*")
    assert waits(before) == {"P4.1": "P3.1"}
    assert waits(after) == {"P4.1": "P3.1 P3.2"}


@pytest.mark.parametrize("notation", ["All W2", "All weeks", "W2.*", "Week 2", "全部"])
def test_a_group_that_holds_the_task_leaves_it_out(notation):
    found = plan("W2.1: -", ("W2.2", notation), "W2.3: -")
    assert waits(found) == {"W2.2": "W2.1 W2.3"}
    assert codes(found) == []


def test_a_group_leaves_out_who_waits_for_the_task():
    found = plan("W2.1: -", "W2.2: All W2", "W2.3: W2.2", "W2.4: All W2")
    assert waits(found) == {
        "W2.2": "W2.1",
        "W2.3": "W2.2",
        "W2.4": "W2.1 W2.2 W2.3",
    }
    assert codes(found) == []


def test_a_phase_is_known_by_its_code():
    phases = (Phase(key="x", code="W3", name="Third"), Phase(key="y", code="W4"))
    found = plan(
        ("A1", "-", "x"), ("A2", "Week 3", "y"), ("A3", "W3", "y"), phases=phases
    )
    assert waits(found) == {"A2": "A1", "A3": "A1"}


@pytest.mark.parametrize(
    ("refs", "notation", "expected"),
    [
        ("TASK-001 TASK-002 TASK-003", "TASK-001, 002", "TASK-001 TASK-002"),
        ("TASK-001 TASK-002 TASK-003", "001", "TASK-001"),
        ("TASK-001 TASK-002 TASK-003", "Tasks 1, 2", "TASK-001 TASK-002"),
        ("TASK-001 TASK-002 TASK-003", "001-002", "TASK-001 TASK-002"),
        ("S-001 S-001a S-002 X-1", "001a", "S-001a"),
        ("S-001 S-001a S-002 X-1", "S-001..002", "S-001 S-001a S-002"),
        ("1 2 3", "#1, #2", "1 2"),
        ("1 2 3", "1–2", "1 2"),
        ("E-1 E-2 E-1-2 E-4", "E-1-2", "E-1-2"),
        ("W7-22.1 W7-22.2 W7-1", "All W7-22", "W7-22.1 W7-22.2"),
        ("TD-02–TD-14 TD-20 TD-30", "TD-05", "TD-02–TD-14"),
    ],
)
def test_short_names_are_completed(refs, notation, expected):
    *rows, last = [(ref, "-") for ref in refs.split()]
    found = plan(*rows, (last[0], notation))
    assert waits(found) == {last[0]: expected}
    assert codes(found) == []


def test_rows_without_ids_are_known_by_number_and_title():
    tasks = [Task(key=k, title=k) for k in ("Build", "Test")]
    tasks += [Task(key="Ship", title="Ship", depends="#1, Test")]
    assert resolve(Plan(tasks=tuple(tasks))).edges["Ship"] == ("Build", "Test")


def test_a_repeated_id_means_all_rows_that_have_it():
    found = plan("A1: -", "A1: -", "A2: A1")
    assert resolve(found).edges["3"] == ("1", "2")


def test_a_name_that_no_row_has_is_dangling():
    found = plan("P1.1: -", "P1.2: P1.1, GH-68")
    (finding,) = resolve(found).findings
    assert (finding.code, finding.key, finding.field) == (
        "dangling_dependency",
        "2",
        "depends",
    )
    assert finding.message == "P1.2 depends on GH-68, which no task has as its id."


def test_a_missing_end_of_a_range_is_dangling_and_the_rest_counts():
    found = plan("P1.1: -", "P1.2: -", "P2.1: P1.1-P1.9")
    assert waits(found) == {"P2.1": "P1.1 P1.2"}
    assert codes(found) == ["dangling_dependency"]


@pytest.mark.parametrize("notation", ["P1.1", "P1.1-P1.2", "p1.1, -"])
def test_a_task_never_waits_for_itself(notation):
    found = plan(("P1.1", notation), "P1.2: -")
    assert "1" not in resolve(found).edges["1"]
    assert codes(found) == ["self_dependency"]


def test_a_cycle_is_spelled_out():
    found = plan("P1.1: P1.2", "P1.2: P1.1")
    (finding,) = resolve(found).findings
    assert finding.code == "dependency_cycle"
    assert "P1.1 → P1.2 → P1.1" in finding.message


def test_prose_is_told_once_and_external_dependencies_are_known():
    found = plan("A1: Legal sign-off, Vendor API")
    vendor = (Dependency(key="v", name="Vendor API"),)
    assert codes(found) == ["unread_dependency", "unread_dependency"]
    assert codes(plan("A1: Vendor API", dependencies=vendor)) == []


def test_find_cycle_walks_ten_thousand_links():
    chain = {str(n): (str(n + 1),) for n in range(10_000)}
    assert find_cycle(chain) is None
    ring = find_cycle({**chain, "10000": ("0",)})
    assert ring is not None
    assert len(ring) == 10_002


def test_many_cycles_are_reported_up_to_a_limit():
    rows = [row for n in range(50) for row in (f"A{n}: B{n}", f"B{n}: A{n}")]
    assert codes(plan(*rows)) == ["dependency_cycle"] * CYCLE_LIMIT


@pytest.mark.parametrize(
    "notation",
    [
        "T{a}, T{b}",
        "All above",
        "All tasks",
        "T*",
        "T1-T9999",
        "T{n}-T{c}",
        "T1/T2",
        "T7",
    ],
)
def test_each_of_ten_thousand_tasks_costs_as_much_as_one_of_a_thousand(notation):
    def many(size):
        return plan(
            *(
                (f"T{n}", notation.format(n=n, a=n - 1, b=n - 2, c=n + size // 2))
                for n in range(size)
            )
        )

    large = many(10_000)
    assert growth(resolve, many(1_000), large) < 70  # caches: not quite 10
    found = resolve(large)
    assert sum(map(len, found.edges.values())) <= EXPANSION_LIMIT + 20_000


def test_what_is_too_many_is_told_and_not_followed_in_part():
    found = resolve(plan(*(("A1", "All above") for _n in range(1_000))))
    (finding,) = found.findings
    assert finding.code == "too_many_dependencies"
    for row, (_key, others) in enumerate(found.edges.items()):
        assert len(others) in (0, row)


notations = st.sampled_from(
    ["-", "All above", "All tasks", "P1.*", "P2.*", "Phase 1", "All P1/P2", "P1.1-P1.3"]
)


@given(st.lists(notations, min_size=1, max_size=9))
def test_live_notations_never_make_a_circle_within_their_group(cells):
    rows = [(f"P1.{n}", cell) for n, cell in enumerate(cells, 1) if "P2" not in cell]
    assert "dependency_cycle" not in codes(plan(*rows))


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.text("ABC123,-. *", max_size=9))))
def test_no_task_waits_for_itself_whatever_is_written(rows):
    found = resolve(plan(*((f"{a}{n}", d) for n, (a, d) in enumerate(rows))))
    assert all(key not in others for key, others in found.edges.items())
