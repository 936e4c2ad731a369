# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A new task that nobody can mean changes no edge of the others."""

from hypothesis import given
from hypothesis import strategies as st

from plankit.ids import may_be_named, resolve
from plankit.plan import Phase, Plan, Task

NAMES = st.builds(
    "{}{}.{}{}".format,
    st.sampled_from("PpWST"),
    st.sampled_from(["1", "2", "01"]),
    st.sampled_from(["1", "2", "3", "02"]),
    st.sampled_from(["", "", "", "a", ".1"]),
)
TEXTS = st.one_of(
    st.lists(NAMES, max_size=3).map(", ".join),
    st.sampled_from(["-", "—", "P1.*", "P1", "P1.1-P1.3", "All above", "Week 1"]),
)
PHASES = tuple(Phase(key=code, code=code) for code in ("P1", "W1", "P1.3"))


def task(key, values):
    ref, phase, depends = values
    return Task(key=key, ref=ref, title=key, phase=phase, depends=depends)


ROWS = st.tuples(NAMES, st.sampled_from(["", "P1", "W1", "P1.3"]), TEXTS)


@given(st.lists(ROWS, max_size=5), NAMES, st.sampled_from(["", "P1", "P1.3"]))
def test_who_cannot_be_named_changes_nothing(rows, ref, phase):
    tasks = tuple(task(f"old {row}", values) for row, values in enumerate(rows))
    new = Task(key="new", ref=ref, title="new", phase=phase)
    texts = {values[2] for values in rows}
    if not may_be_named([ref], texts, [phase]):
        before = resolve(Plan(phases=PHASES, tasks=tasks)).edges
        after = resolve(Plan(phases=PHASES, tasks=(*tasks, new))).edges
        assert {key: set(found) for key, found in after.items() if found} == {
            key: set(found) for key, found in before.items() if found
        }


def test_what_can_be_extended_may_name_whoever_comes():
    for text in ("P1.*", "All above", "P1", "P2.1-P2.4", "after the review"):
        assert may_be_named(["P1.9"], ["P1.1", text])
    assert not may_be_named(["", "P1.9"], ["P1.1, P1.2", "-", ""])
    assert may_be_named([], ["P1.3"], ["P1.3"])
