# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Levels are cumulative, and what was not measured is not proved."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit import ladder
from plankit.ladder import Facts
from plankit.migration import DOWNTIME_LEVELS, ROLLBACK_LEVELS

BEST = Facts(
    up_ran=True,
    down_ran=True,
    again=True,
    tables=2,
    rows_written=4,
    smoke=ladder.PASSED,
    lint_clean=True,
    measured=True,
    longest_lock_ms=50,
    lock_budget_ms=50,
    probe_queries=9,
    production_counts=True,
)


def codes(reached):
    return [reason.code for reason in reached.reasons]


def test_best_facts_reach_the_top_and_no_facts_the_bottom():
    assert ladder.rollback_level(BEST) == ladder.Reached("R4")
    assert ladder.downtime_level(BEST) == ladder.Reached("Z3")
    assert ladder.rollback_level(Facts()).level == "R0"
    assert ladder.downtime_level(Facts()).level == "Z0"


@pytest.mark.parametrize(
    ("change", "level", "code"),
    [
        ({"up_ran": False}, "R0", "up_failed"),
        ({"down_ran": False}, "R0", "down_failed"),
        ({"catalog_differences": 1}, "R1", "catalog_differs"),
        ({"again": False}, "R1", "second_up_failed"),
        ({"again_differences": 1}, "R1", "second_up_differs"),
        ({"row_differences": 1}, "R2", "data_differs"),
        ({"rows_written": 0}, "R2", "nothing_written"),
        ({"unproved_tables": ("t",)}, "R2", "table_unproved"),
        ({"smoke": ladder.NOT_RUN}, "R3", "no_smoke"),
        ({"smoke": ladder.FAILED}, "R3", "smoke_failed"),
        ({"smoke": "odd"}, "R3", "smoke_failed"),
    ],
)
def test_each_missing_proof_of_rollback_stops_below_its_level(change, level, code):
    reached = ladder.rollback_level(replace(BEST, **change))
    assert (reached.level, codes(reached)) == (level, [code])


@pytest.mark.parametrize(
    ("change", "level", "code"),
    [
        ({"lint_clean": False}, "Z0", "lint_findings"),
        ({"measured": False}, "Z1", "not_measured"),
        ({"up_ran": False}, "Z1", "not_measured"),
        ({"lock_budget_ms": 0}, "Z1", "no_lock_budget"),
        ({"longest_lock_ms": 51}, "Z1", "lock_over_budget"),
        ({"probe_queries": 0}, "Z1", "no_probe"),
        ({"probe_errors": 1}, "Z1", "probe_errors"),
        ({"production_counts": False}, "Z2", "row_counts"),
    ],
)
def test_each_missing_measure_stops_below_its_level(change, level, code):
    reached = ladder.downtime_level(replace(BEST, **change))
    assert (reached.level, codes(reached)) == (level, [code])


def test_database_without_tables_has_no_data_to_lose():
    empty = replace(BEST, tables=0, rows_written=0, probe_queries=0)
    assert ladder.rollback_level(empty).level == "R4"
    assert ladder.downtime_level(empty).level == "Z3"


_FACTS = st.builds(
    Facts,
    **{
        name: st.booleans()
        for name in ("up_ran", "down_ran", "again", "lint_clean", "measured")
    },
    **{
        name: st.integers(0, 2)
        for name in (
            "catalog_differences",
            "again_differences",
            "row_differences",
            "rows_written",
            "tables",
            "longest_lock_ms",
            "lock_budget_ms",
            "probe_queries",
            "probe_errors",
        )
    },
    smoke=st.sampled_from([ladder.PASSED, ladder.FAILED, ladder.NOT_RUN]),
    production_counts=st.booleans(),
)


@given(_FACTS)
def test_no_level_without_the_one_below(facts):
    back, down = ladder.rollback_level(facts), ladder.downtime_level(facts)
    assert back.level in dict(ROLLBACK_LEVELS)
    assert down.level in dict(DOWNTIME_LEVELS)
    if back.level >= "R1":
        assert facts.up_ran
        assert facts.down_ran
    if back.level >= "R2":
        assert facts.again
        assert not facts.catalog_differences + facts.again_differences
    if back.level >= "R3":
        assert not facts.row_differences
        assert facts.rows_written or not facts.tables
    if down.level >= "Z2":
        assert facts.lint_clean
        assert not facts.probe_errors
        assert facts.longest_lock_ms <= facts.lock_budget_ms
    for reached, top in ((back, "R4"), (down, "Z3")):
        assert bool(reached.reasons) == (reached.level != top)
        nexts = {reason.level for reason in reached.reasons}
        below = f"{reached.level[0]}{int(reached.level[1]) + 1}"
        assert nexts <= {below}


def test_reasons_are_json_values():
    found = ladder.reasons(ladder.rollback_level(Facts()), ladder.downtime_level(BEST))
    assert [one["code"] for one in found] == ["up_failed"]
    assert all(type(value) is str for one in found for value in one.values())
