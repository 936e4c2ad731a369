# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What events say, folded."""

import json

import pytest

from plankit import ledger
from plankit.workflows import APPROVAL
from tests.plankit.ledger.bundles import build

STATES = {name for name, _label in APPROVAL.states}


def event(code, number=1, **data):
    said = {"approval": 7, "round": 1, **data}
    return {"number": number, "code": code, "data": json.dumps(said)}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (ledger.REQUESTED, ("pending", 1)),
        (ledger.REJECTED, ("rejected", 1)),
        (ledger.VOID, ("void", 2)),
        (ledger.WITHDRAWN, ("withdrawn", 1)),
        (ledger.RENEWED, ("pending", 1)),
    ],
)
def test_each_event_leaves_its_status(code, expected):
    assert ledger.statuses([event(code)]) == {7: expected}


@pytest.mark.parametrize("status", ["pending", "approved"])
def test_a_signature_says_the_status_after_it(status):
    events = [event(ledger.SIGNED, status=status)]
    assert ledger.statuses(events) == {7: (status, 1)}


def test_every_status_after_an_event_is_one_of_the_workflow():
    assert set(ledger.STATUS_AFTER.values()) - {""} <= STATES


def test_the_last_event_of_each_request_counts():
    found = ledger.statuses(build()["events"])
    assert found == {1: ("approved", 2), 2: ("pending", 2), 3: ("withdrawn", 1)}


def test_entries_come_in_order_with_what_they_say():
    entries = list(ledger.entries(build()["events"]))
    numbers = [entry.number for entry in entries]
    assert numbers == sorted(numbers)
    assert {entry.code for entry in entries} == set(ledger.STATUS_AFTER)
    assert entries[0].data["role"] == "Tech Lead"


@pytest.mark.parametrize("code", ["transition", ledger.DELEGATED, None, 7, []])
def test_events_about_other_things_are_no_entries(code):
    assert ledger.entry({"number": 1, "code": code, "data": "no JSON"}) is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        7,
        "",
        "[]",
        "{",
        '{"approval": 7, "round": 1} {}',
        "[" * 100_000,
        '{"approval": 7}',
        '{"approval": true, "round": 1}',
        '{"approval": "7", "round": 1}',
        '{"approval": 7, "round": 1.0}',
    ],
)
def test_an_event_that_does_not_say_what_it_promises_is_refused(data):
    with pytest.raises(ledger.EventUnreadable):
        ledger.entry({"number": 1, "code": ledger.REJECTED, "data": data})


@pytest.mark.parametrize("status", [None, 7, ""])
def test_a_signature_without_its_status_is_refused(status):
    found = event(ledger.SIGNED, status=status)
    if status == "":
        assert ledger.entry(found).status == ""
        return
    with pytest.raises(ledger.EventUnreadable):
        ledger.entry(found)
