# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""No rule crashes, whatever the plan; and none takes its time."""

from __future__ import annotations

import os
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plankit import markdown
from plankit.lint import RULES, lint
from plankit.plan import COLLECTIONS, HEADER_FIELDS, Metric, Plan, Task, Trigger
from tests.plankit.growth import growth

CORPUS = Path(
    os.environ.get("PLAN_CORPUS", Path(__file__).parents[4] / "shared/corpus")
)
DOCUMENTS = sorted(CORPUS.glob("*.md"))
CODES = {rule.code for rule in RULES}

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *("", "-", "{owner}", "done", "approved", "yes", "100", "1e5", "٣", "²"),
            *("P1", "P1.1", "P1.1-P1.3", "P1.*", "All above", "2026-01-01", "9999999"),
            *("> 1%", "> 80% pool", "counter", "rollback_tested: true", "Production"),
            *("rm -rf /", "high", "critical", "Error rate > 1% for 5 minutes", "\x00"),
        ]
    ),
)
_VALUES = {"str": TEXTS, "bool": st.booleans(), "int": st.integers(0, 5)}
_EXTRA = st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple)


def _items(kind):
    values = {f.name: _VALUES.get(f.type, _EXTRA) for f in fields(kind)}
    unique = st.lists(st.builds(kind, **values), max_size=4, unique_by=lambda i: i.key)
    return unique.map(tuple)


PLANS = st.builds(
    Plan,
    **{name: _EXTRA if name == "extra" else TEXTS for name in HEADER_FIELDS},
    **{name: _items(kind) for name, kind in COLLECTIONS.items()},
)


@given(PLANS, st.none() | st.dictionaries(TEXTS, TEXTS, max_size=3))
@settings(max_examples=200, deadline=None)
def test_no_plan_breaks_a_rule(plan, people):
    for found in lint(plan, people=people, today=date(2026, 6, 1)):
        assert found.code in CODES
        assert found.message
        assert found.hint


@pytest.mark.skipif(not DOCUMENTS, reason="the corpus is not on this machine")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name[:3])
def test_no_document_of_the_corpus_breaks_a_rule(path):
    document = markdown.read(path.read_bytes().decode("utf-8"))
    found = lint(document.plan, document, people={}, today=date(2026, 6, 1))
    assert found
    lines = document.text.count("\n") + 1
    assert all(0 <= finding.line <= lines for finding in found)


def test_a_row_of_a_large_plan_costs_as_much_as_one_of_a_small_plan():
    def plan(size):
        tasks = tuple(
            Task(
                key=str(n), ref=f"P1.{n}", title="t", depends=f"P1.{n - 1}" if n else ""
            )
            for n in range(20 * size)
        )
        triggers = tuple(
            Trigger(key=str(n), text=f"m{n} rate > {n}% for 5 minutes")
            for n in range(size)
        )
        metrics = tuple(
            Metric(key=str(n), name=f"m{n}_rate", threshold=f"> {n}%")
            for n in range(size)
        )
        return Plan(tasks=tasks, triggers=triggers, metrics=metrics)

    assert growth(lint, plan(50), plan(500)) < 40


@pytest.mark.parametrize("part", ["1", " ", "{a", "rm -", "://a", "token="])
def test_hostile_repetition_costs_as_much_a_character_as_a_short_text(part):
    def plan(text):
        return Plan(
            overview=text,
            traffic_progression=text,
            rollback_plan=text,
            tasks=(Task(key="t", ref=text, title=text, owner=text),),
            metrics=(Metric(key="m", name=text, metric_type=text, threshold=text),),
            triggers=(Trigger(key="t", text=text),),
        )

    assert growth(lint, plan(part * 2_000), plan(part * 20_000)) < 40
