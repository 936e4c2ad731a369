# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The number decides a claim, and a sender that says otherwise is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.claim_verdict import ClaimRefused, judged
from plankit.deliverable_claims import Claim, meets, read_claim


def claim_of(text: str) -> Claim:
    claim = read_claim(text)
    assert claim is not None
    return claim


COVERAGE = claim_of("Test coverage >= 90%")


@given(st.floats(0, 1), st.sampled_from(["", "pass", "fail"]))
def test_the_number_decides_whatever_is_said(share, said):
    found = "pass" if meets(COVERAGE, share) else "fail"
    if said in ("", found):
        assert judged(COVERAGE, said, share) == found
        return
    with pytest.raises(ClaimRefused) as refusal:
        judged(COVERAGE, said, share)
    assert refusal.value.code == "measured_contradicts"


@pytest.mark.parametrize(
    ("text", "values", "code"),
    [
        ("Test coverage >= 90%", ("pass", None), "measured_needed"),
        ("Test coverage >= 90%", ("", None), "measured_needed"),
        ("All tests passing", ("", None), "measured_needed"),
        ("Test coverage >= 90%", ("pass", 93), "measured_impossible"),
        ("Test coverage >= 90%", ("fail", -0.1), "measured_impossible"),
        ("P95 latency < 200 ms", ("pass", float("nan")), "measured_impossible"),
        ("SLOs met for 24 hours", ("pass", None), "window_too_short"),
        ("SLOs met for 24 hours", ("", 1, 86_399), "window_too_short"),
        ("Rollback tested in staging", ("pass", None), "wrong_environment"),
        (
            "Rollback tested in staging",
            ("pass", None, 0, "production"),
            "wrong_environment",
        ),
        ("Test coverage >= 90%", ("", 0.95, 0, "", "s"), "wrong_unit"),
        ("P95 latency < 200 ms", ("", 0.1, 0, "", "ratio"), "wrong_unit"),
    ],
)
def test_what_does_not_fit_the_claim_is_refused(text, values, code):
    with pytest.raises(ClaimRefused) as refusal:
        judged(claim_of(text), *values)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "values", "verdict"),
    [
        ("All tests passing", ("pass", None), "pass"),
        ("All tests passing", ("", 0.99), "fail"),
        ("All unit tests pass in CI", ("pass", None), "pass"),
        ("SLOs met for 24 hours", ("pass", None, 86_400), "pass"),
        ("SLOs met for 24 hours", ("fail", None), "fail"),
        ("Error rate below 1% in prod", ("", 0.001, 0, "Production"), "pass"),
        ("Test coverage >= 90%", ("no_data", None), "no_data"),
        ("Test coverage >= 90%", ("error", 0.95), "error"),
        ("Test coverage >= 90%", ("fail", None), "fail"),
        ("Zero downtime", ("", 0), "pass"),
        ("Test coverage >= 90%", ("", 0.95, 0, "", "ratio"), "pass"),
        ("P95 latency < 200 ms", ("", 0.1, 0, "", "count"), "pass"),
    ],
)
def test_what_fits_the_claim_has_its_verdict(text, values, verdict):
    assert judged(claim_of(text), *values) == verdict
