# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Leases end by the clock, tokens fence off late holders, logs show their gaps."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plankit import job, joblog
from plankit.joblog import Chunk
from plankit.workflows import JOB

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
SECOND = timedelta(seconds=1)
LEASED = job.Loan(
    key=1,
    state="leased",
    token=3,
    attempts=1,
    max_attempts=2,
    expires_at=NOON + timedelta(days=1),
    lease_until=NOON,
    progress_until=NOON + timedelta(minutes=1),
)


def test_lease_lapses_after_its_moment_not_at_it():
    assert job.overdue(LEASED, NOON) == ""
    assert job.overdue(LEASED, NOON + SECOND) == job.LEASE_LAPSED


def test_heart_that_beats_without_progress_loses_the_job():
    beating = replace(LEASED, lease_until=NOON + timedelta(hours=1))
    assert job.overdue(beating, NOON + timedelta(minutes=1)) == ""
    late = NOON + timedelta(minutes=1, seconds=1)
    assert job.overdue(beating, late) == job.NO_PROGRESS
    assert job.overdue(replace(beating, progress_until=None), late) == ""


def test_queued_job_expires():
    queued = replace(LEASED, state="queued", lease_until=None)
    assert job.overdue(queued, queued.expires_at) == ""
    assert job.overdue(queued, queued.expires_at + SECOND) == job.EXPIRED
    assert job.after_loss(queued, queued.expires_at + SECOND) == "lost"


@pytest.mark.parametrize("state", sorted(job.ENDED))
def test_ended_job_is_never_overdue(state):
    ended = replace(LEASED, state=state)
    assert job.overdue(ended, NOON + timedelta(days=9)) == ""


def test_lost_job_is_offered_again_while_attempts_and_time_are_left():
    assert job.after_loss(LEASED, NOON) == "queued"
    assert job.after_loss(replace(LEASED, attempts=2), NOON) == "lost"
    assert job.after_loss(LEASED, LEASED.expires_at + SECOND) == "lost"
    assert job.after_loss(replace(LEASED, cancel_requested=True), NOON) == "cancelled"


@pytest.mark.parametrize("token", [2, 4, 0, -3, "3", 3.0, True, None])
def test_no_other_token_reports(token):
    assert job.may_report(LEASED, 3)
    assert not job.may_report(LEASED, token)
    assert not job.may_report(replace(LEASED, token=1), True)


@pytest.mark.parametrize("state", ["queued", *sorted(job.ENDED)])
def test_nobody_reports_on_a_job_that_is_not_leased(state):
    assert not job.may_report(replace(LEASED, state=state), 3)


def test_outcomes_lead_to_states_of_the_workflow():
    states = {name for name, _label in JOB.states}
    assert set(job.OUTCOMES.values()) <= job.ENDED <= states


def test_every_label_of_a_job_must_be_offered():
    assert job.fits("", [])
    assert job.fits("DB", ["db", "x"])
    assert not job.fits("db, gpu", ["db"])


_CHUNKS = st.lists(
    st.tuples(st.sampled_from(joblog.STREAMS), st.text(max_size=20)), max_size=8
).map(lambda rows: [Chunk(n, *row) for n, row in enumerate(rows)])


@given(_CHUNKS, st.data())
def test_every_change_of_a_log_changes_its_digest(chunks, data):
    digest = joblog.digest_of(chunks)
    assert joblog.holds(reversed(chunks), len(chunks), digest)
    if not chunks:
        return
    place = data.draw(st.integers(0, len(chunks) - 1))
    one = chunks[place]
    others = [
        replace(one, text=one.text + "x"),
        replace(one, stream=next(s for s in joblog.STREAMS if s != one.stream)),
    ]
    for other in others:
        changed = [*chunks[:place], other, *chunks[place + 1 :]]
        assert not joblog.holds(changed, len(chunks), digest)
    without = chunks[:place] + chunks[place + 1 :]
    assert not joblog.holds(without, len(chunks), digest)
    assert not joblog.holds(without, len(without), digest)
    assert not joblog.holds([*chunks, one], len(chunks), digest)


@given(st.sets(st.integers(0, 12)), st.integers(0, 15))
def test_gaps_are_exactly_what_is_missing(known, total):
    missing = {n for a, b in joblog.gaps(known, total) for n in range(a, b + 1)}
    assert missing == set(range(max([total - 1, *known], default=-1) + 1)) - known
    first = joblog.next_missing(known)
    assert first not in known
    assert set(range(first)) <= known
