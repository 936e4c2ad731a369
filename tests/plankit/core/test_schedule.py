# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Durations as the survey found them, and phases one behind the other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.errors import PlanError
from plankit.schedule import parse_duration, parse_estimate, sequence_phases

DAYS = {
    "2 days": 2,
    "1 day": 1,
    "1d": 1,
    "0.5d": 0.5,
    "**5 days**": 5,
    "2h": 0.25,
    "30m": 0.0625,
    "1 week": 5,
    "0.5 week": 2.5,
    "1.5 weeks": 7.5,
    "1,5 Wochen": 7.5,
    "(4 hours)": 0.5,
    "~2 hours": 0.25,
    "4–5 h": 0.625,
    "3-4 weeks (parallel execution)": 20,
    "2 weeks (10 days)": 10,
    "0.5 人天": 0.5,
    "2周": 10,
    "10日間": 10,
    "2주": 10,
    "5 PT": 5,
    "3 semanas": 15,
    "2 недели": 10,
    "S (3 days)": 3,
    "M (1 week)": 5,
    "Large (2 weeks)": 10,
    "L": 10,
    "Week 1-2": 10,
    "Weeks 1-6": 30,
    "Week 1 – Week 3": 15,
    "Weeks 1-3 (started 2026-03-07)": 15,
    "days 1–2": 2,
    "Day 1 AM": 0.5,
    "Sprint 3": 10,
    "Month 2": 20,
    "24 hours": 1,
    "48-72 hours": 3,
    "2-week": 10,
    "two weeks": 10,
    "half a day": 0.5,
    "1 week 2 days": 7,
    "2 weeks and 1 day": 11,
    "5 business days": 5,
    "2+ weeks": 10,
}
UNKNOWN = [
    *("", "TBD", "Stable", "12", "T-2 hours", "(T-2 hours)", "{estimated_duration}"),
    *("Ongoing from Week 27+", "2026-03-25", "2027-Q1", "Nov 16-22, 2025"),
    *("December 4-10, 2025", "(296 tasks)", "M/M", "P1", "9999999 weeks", "0 days"),
    *("999999 weeks", "Week 9-3", "x" * 100_000),
]
ESTIMATES = {
    "2": 2,
    "1.5": 1.5,
    "2-3": 2.5,
    "2h": 2,
    "30m": 0.5,
    "10 mins": 1 / 6,
    "1.5 hrs": 1.5,
    "4–5 h": 4.5,
    "72 hours": 72,
    "2 days": 16,
    "0.5 人天": 4,
    "M": 40,
    "S (3 days)": 24,
}


@pytest.mark.parametrize(("text", "days"), DAYS.items())
def test_durations_in_working_days(text, days):
    assert parse_duration(text).days == pytest.approx(days)


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_tells_no_length_is_unknown(text):
    assert parse_duration(text) is None


@pytest.mark.parametrize(("text", "hours"), ESTIMATES.items())
def test_estimates_in_hours(text, hours):
    assert parse_estimate(text) == pytest.approx(hours)


@pytest.mark.parametrize("text", ["", "-", "TBD", "low", "P0", "[TODO]"])
def test_an_estimate_without_a_number_is_unknown(text):
    assert parse_estimate(text) is None


def test_a_bare_estimate_is_in_the_unit_of_its_column():
    assert parse_estimate("2", "days") == 16


@given(st.text(max_size=60))
def test_any_text_is_a_positive_length_or_none(text):
    found = parse_duration(text)
    assert found is None or 0 < found.days <= 10_000
    estimate = parse_estimate(text)
    assert estimate is None or estimate >= 0


MONDAY = date(2026, 3, 2)


def test_phases_follow_each_other_and_leave_out_weekends():
    assert sequence_phases(MONDAY, [5, 3, 10]) == [
        (date(2026, 3, 2), date(2026, 3, 6)),
        (date(2026, 3, 9), date(2026, 3, 11)),
        (date(2026, 3, 12), date(2026, 3, 25)),
    ]


def test_a_start_on_a_weekend_waits_for_a_working_day():
    assert sequence_phases(date(2026, 3, 7), [1]) == [(date(2026, 3, 9),) * 2]


def test_the_calendar_is_the_callers():
    holiday = date(2026, 3, 3)
    found = sequence_phases(MONDAY, [2], lambda day: day != holiday)
    assert found == [(MONDAY, date(2026, 3, 4))]


def test_half_days_share_a_day_and_unknown_phases_have_no_dates():
    found = sequence_phases(MONDAY, [0.5, 0.5, None, 0.25, 1])
    tuesday = MONDAY + timedelta(days=1)
    assert found[:4] == [(MONDAY, MONDAY), (MONDAY, MONDAY), None, (tuesday, tuesday)]
    assert found[4] == (tuesday, tuesday + timedelta(days=1))


def test_a_calendar_without_working_days_is_refused():
    with pytest.raises(PlanError) as refused:
        sequence_phases(MONDAY, [1], lambda _day: False)
    assert refused.value.code == "no_working_day"
    with pytest.raises(PlanError):
        sequence_phases(date(9999, 12, 30), [5])


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.lists(st.one_of(st.none(), st.floats(0.1, 30)), max_size=8),
)
def test_phases_never_overlap_by_a_day_and_lie_on_working_days(start, durations):
    found = [days for days in sequence_phases(start, durations) if days]
    assert all(first <= last for first, last in found)
    assert all(day.weekday() < 5 and day >= start for days in found for day in days)
    for (_first, last), (first, _last) in zip(found, found[1:], strict=False):
        assert last <= first
