# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Deliverables that a machine can decide are recognised, and no other ones."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.deliverable_claims import meets, read_claim
from plankit.trigger_reading import reading


@pytest.mark.parametrize(
    ("text", "kind", "understood"),
    [
        ("Test coverage >= 90%", "coverage", "coverage >= 90 %"),
        ("Coverage ≥ 80 %", "coverage", "coverage >= 80 %"),
        ("90% test coverage", "coverage", "coverage >= 90 %"),
        ("Test coverage of at least 90%", "coverage", "coverage >= 90 %"),
        ("Test coverage at least 85 percent", "coverage", "coverage >= 85 %"),
        ("**Test coverage >= 90%**", "coverage", "coverage >= 90 %"),
        ("Unit test coverage exceeds 80%", "coverage", "unit_coverage > 80 %"),
        ("Test coverage > 80% on main", "coverage", "coverage > 80 % · main"),
        ("SLOs met for 24 hours", "slo", "slo == 100 % · 1 d"),
        ("All SLOs met over 7 days", "slo", "slo == 100 % · 7 d"),
        ("P99 latency < 500 ms", "latency", "p99 latency < 0.5 s"),
        ("API latency < 200ms (p95)", "latency", "p95 latency < 0.2 s"),
        ("<2s P95", "latency", "p95 latency < 2 s"),
        ("Error rate below 0.1%", "error_rate", "error_rate < 0.1 %"),
        (
            "Error rate below 0.1% for 24 hours in staging",
            "error_rate",
            "error_rate < 0.1 % · 1 d · staging",
        ),
        ("Zero downtime", "downtime", "downtime == 0 s"),
        ("Downtime < 5 minutes", "downtime", "downtime < 300 s"),
        ("99.9% uptime", "availability", "availability >= 99.9 %"),
        ("Health check passes", "health_check", "health_check == 100 %"),
        ("Health endpoints return 200", "health_check", "health_check == 100 %"),
        ("All tests passing", "tests", "tests == 100 %"),
        ("All unit tests pass in CI", "tests", "unit_tests == 100 % · ci"),
        ("CI passes", "ci", "ci == 100 %"),
        ("Rollback tested in staging", "rollback", "rollback == 100 % · staging"),
        (
            "No critical or high vulnerabilities",
            "vulnerabilities",
            "critical_or_high_vulnerabilities == 0",
        ),
    ],
)
def test_a_claim_is_read_as_people_mean_it(text, kind, understood):
    claim = read_claim(text)
    assert claim is not None
    assert (claim.kind, reading(claim.to_json())) == (kind, understood)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dashboards deployed",
        "API skeleton with health endpoint",
        "Increase coverage to 90%",
        "Reduce latency < 200 ms",
        "Test coverage <= 90%",
        "Coverage > 100%",
        "Coverage >= 0.9",
        "Coverage 90-95%",
        "Coverage up to 90%",
        "about 90% coverage",
        "<90% coverage",
        "coverage != 90%",
        "0% coverage",
        "-90% coverage",
        "Error rate > 1%",
        "10% error rate",
        "Any downtime",
        "Zero downtime deployment",
        "SLOs met",
        "Not all tests passing",
        "No tests passing",
        "Tests not passing",
        "Unit and integration tests passing",
        "Rollback tested and documented",
        "Test rollback",
        "Security audit passed",
        "If error rate < 1%",
        "Coverage >= 80% and error rate < 1%",
        "Test coverage >= 90% for critical paths",
        "Test coverage >= 90% (stretch goal)",
        "~~Test coverage >= 90%~~",
        "Latency < 5x baseline",
        "Policy coverage ≥ 95%",
        "Test coverage >= 90%\0",
    ],
)
def test_what_is_not_wholly_understood_is_for_people(text):
    assert read_claim(text) is None


@given(st.text(max_size=700))
def test_no_text_breaks_the_reader(text):
    claim = read_claim(text)
    assert claim is None or json.loads(claim.to_json())["metric"] == claim.metric


@given(st.integers(1, 100), st.floats(0, 1))
def test_a_share_meets_a_claim_from_its_threshold_on(percent, share):
    claim = read_claim(f"Test coverage >= {percent}%")
    assert claim is not None
    assert meets(claim, share) == (share >= percent / 100)


@given(st.integers(1, 5_000), st.floats(0, 10))
def test_a_latency_meets_a_claim_below_its_threshold(milliseconds, seconds):
    claim = read_claim(f"P95 latency < {milliseconds} ms")
    assert claim is not None
    assert meets(claim, seconds) == (seconds < milliseconds / 1000)


@given(st.integers(1, 90), st.floats(0, 1e7))
def test_a_window_has_to_be_seen_whole(days, seconds):
    claim = read_claim(f"SLOs met for {days} days")
    assert claim is not None
    assert meets(claim, 1, seconds) == (seconds >= days * 86_400)


@pytest.mark.parametrize(
    "observed", [None, True, float("nan"), float("inf"), -0.1, 1.01, 93]
)
def test_what_cannot_be_measured_meets_nothing(observed):
    claim = read_claim("Test coverage >= 90%")
    assert claim is not None
    assert not meets(claim, observed, 10**9)
