# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every phrasing of the survey, and what each still lacks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit.trigger import (
    COMPILED,
    INCOMPLETE,
    MISSING,
    compile_trigger,
    metric_family,
    same_metric,
)
from tests.plankit.growth import growth


def _form(metric, operator, threshold, unit, window=None, **others):
    values = {
        "metric": metric,
        "operator": operator,
        "threshold": threshold,
        "unit": unit,
        "window_seconds": window,
        **others,
    }
    return {name: value for name, value in values.items() if value is not None}


COMPLETE = {
    "P99 latency > 500ms for 5 minutes": _form(
        "latency", ">", 0.5, "s", 300, statistic="p99"
    ),
    "Error rate > 1% for 5 minutes": _form("error_rate", ">", 0.01, "ratio", 300),
    "API p99 latency > 5x baseline for 10 minutes": _form(
        "api_latency", ">", 5, "multiple", 600, statistic="p99", baseline="baseline"
    ),
    "p75 LCP > 2.5s for 15 minutes": _form("lcp", ">", 2.5, "s", 900, statistic="p75"),
    "Engine timeout rate > 0.5% for 5 minutes": _form(
        "engine_timeout_rate", ">", 0.005, "ratio", 300
    ),
    "Response time > 5s for 3 minutes": _form("response_time", ">", 5, "s", 180),
    "Health checks fail (3 consecutive)": {
        "metric": "health_checks_fail",
        "occurrences": 3,
    },
    "Total system outage >30 minutes": _form("total_system_outage", ">", 1800, "s"),
    "System crash > 5 dakika": _form("system_crash", ">", 300, "s"),
    "CPU above 80% for 10 min": _form("cpu", ">", 0.8, "ratio", 600),
    "Memory usage &gt;= 90 % over 1h": _form("memory_usage", ">=", 0.9, "ratio", 3600),
    "Latency exceeds 2 seconds over a 5-minute window": _form(
        "latency", ">", 2, "s", 300
    ),
    "availability drops below 99.9% for 1h": _form(
        "availability", "<", 0.999, "ratio", 3600
    ),
    "99th percentile latency ≥ 1,000 ms for five minutes": _form(
        "latency", ">=", 1, "s", 300, statistic="p99"
    ),
    "Latency p95 over 300 ms in the last 10 minutes": _form(
        "latency", ">", 0.3, "s", 600, statistic="p95"
    ),
    "Queue depth between 100 and 200 for 5m": _form(
        "queue_depth", "between", 100, "count", 300, threshold_high=200
    ),
    "5 or more failed logins within 10 minutes": _form(
        "failed_logins", ">=", 5, "count", 600
    ),
    "Error rate 20% above baseline for 15m": _form(
        "error_rate", ">", 1.2, "multiple", 900, baseline="baseline"
    ),
    "High failure rate (> 1% over 5m)": _form(
        "high_failure_rate", ">", 0.01, "ratio", 300
    ),
    "Heap > 1.5 GiB for 5 consecutive minutes": _form(
        "heap", ">", 1610612736, "bytes", 300
    ),
    "Throughput < 120 requests per minute for 5m": _form(
        "throughput", "<", 2, "per_second", 300
    ),
    "Any 5xx errors on /checkout, /pay for 1 minute": _form(
        "5xx_errors", ">", 0, "count", 60, scope="/checkout, /pay"
    ),
    "Service down for 2 minutes": _form("service_down", ">", 0, "count", 120),
    "No heartbeat for 5 minutes": _form("heartbeat", "==", 0, "count", 300),
    "`rate(http_errors_total[5m]) > 0.05`": _form(
        "http_errors_total",
        ">",
        0.05,
        "count",
        300,
        promql="rate(http_errors_total[5m])",
    ),
}

LACKING = {
    "Any 5xx errors in critical paths": ("window", "scope"),
    "Health check failures": ("threshold", "window"),
    "Error rate >5% after 30 min": ("window",),
    "Error rate > 10%": ("window",),
    "Error rate 2-4% (elevated but not critical)": ("window",),
    "Memory usage > 90% sustained": ("window",),
    "Failed transactions > 0.1%": ("window",),
    "Approval denial rate spike > 3σ": ("baseline", "window"),
    "バージョニングオーバーヘッドが5msを超過": ("window",),
    "アプリケーションが起動しない": ("threshold", "window"),
    "Hata oranı > %5": ("window",),
    "Data corruption detected": ("threshold", "window"),
    "Finance team unable to work": ("threshold", "window"),
    "Smoke tests fail": ("threshold", "window"),
    "> 500ms": ("metric", "window"),
    "error rate > 5%, P95 latency > 2s": ("condition", "window"),
    "Latency 500ms for 5 minutes": ("operator",),
    "": ("metric", "threshold", "window"),
}


@pytest.mark.parametrize("text", COMPLETE)
def test_a_complete_trigger_compiles_to_base_units(text):
    compiled = compile_trigger(text)
    assert (compiled.state, compiled.missing) == (COMPILED, ())
    assert compiled.values == COMPLETE[text]


@pytest.mark.parametrize("text", LACKING)
def test_an_incomplete_trigger_says_what_is_missing(text):
    compiled = compile_trigger(text)
    assert (compiled.state, compiled.missing) == (INCOMPLETE, LACKING[text])


@pytest.mark.parametrize("sign", [">", ">=", "≥", "above", "exceeds", "more than"])
def test_every_sign_of_more_is_read(sign):
    values = compile_trigger(f"Error rate {sign} 1.5% for 5 min").values
    assert values["operator"] in {">", ">="}
    assert (values["metric"], values["threshold"]) == ("error_rate", 0.015)


@pytest.mark.parametrize("sign", ["<", "<=", "≤", "below", "falls under", "less than"])
def test_every_sign_of_less_is_read(sign):
    values = compile_trigger(f"Hit rate {sign} 80% for 5 min").values
    assert values["operator"] in {"<", "<="}
    assert (values["metric"], values["threshold"]) == ("hit_rate", 0.8)


@pytest.mark.parametrize(
    ("text", "metric", "expected"),
    [
        ("> 500ms", "request_latency_p99", ("p99", ">", 0.5, "s", ("window",))),
        ("> 1%", "request_error_rate", (None, ">", 0.01, "ratio", ("window",))),
        (
            "> 80% pool",
            "database_connections",
            (None, ">", 0.8, "ratio", ("total", "window")),
        ),
        ("< 80%", "cache_hit_rate", (None, "<", 0.8, "ratio", ("window",))),
    ],
)
def test_the_alert_thresholds_of_the_reference_document(text, metric, expected):
    compiled = compile_trigger(text, metric)
    names = ("statistic", "operator", "threshold", "unit")
    found = tuple(compiled.values.get(name) for name in names)
    assert (*found, compiled.missing) == expected
    assert compiled.values["metric"] == metric


def test_a_gauge_gets_its_query():
    compiled = compile_trigger("< 80% for 5m", "cache_hit_rate", "gauge")
    assert compiled.values["promql"] == "max_over_time(cache_hit_rate[300s])"


def test_the_json_text_is_sorted():
    text = compile_trigger("P99 latency > 500ms for 5 minutes").to_json()
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_a_trigger_finds_the_metric_of_the_table():
    trigger = compile_trigger("P99 latency > 500ms for 5 minutes").values
    metric = compile_trigger("> 500ms", "request_latency_p99").values
    median = compile_trigger("> 500ms", "request_latency_p50").values
    assert same_metric(trigger, metric)
    assert not same_metric(trigger, median)
    assert metric_family("database_latency_p99") != metric_family("latency")


@given(st.text(max_size=300), st.text(max_size=40))
def test_no_text_breaks_the_compiler(text, metric):
    compiled = compile_trigger(text, metric)
    assert set(compiled.missing) <= set(MISSING)
    assert (compiled.state == COMPILED) is (not compiled.missing)
    json.loads(compiled.to_json())


@pytest.mark.parametrize(
    "part", ["1,", "1 ", "for the ", "> ", "((", "rate(", "a{", "5 x ", "1-", "in a "]
)
def test_hostile_repetition_costs_as_much_a_character_as_a_short_text(part):
    assert growth(compile_trigger, part * 10_000, part * 100_000) < 40
