# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever a database superuser does to a bundle: seen, named, or said to be unseen."""

import copy

import pytest

from plankit.canonical import canonical, digest
from plankit.verify import verify
from tests.plankit.ledger.bundles import (
    build,
    chained,
    changed,
    data_of,
    head,
    other,
    sha,
    signed,
)

BUNDLE = build()
EVENTS = BUNDLE["events"]
SIGNATURES = BUNDLE["signatures"]
END = len(EVENTS)
HEADS = [head(BUNDLE, 4), head(BUNDLE, END, first=5)]
SIGNED_AT = [n for n, e in enumerate(EVENTS, 1) if e["code"] == "approval.signed"]

EVENT_FIELDS = [(n, key) for n in range(END) for key in EVENTS[0]]
SIGNATURE_FIELDS = [(n, key) for n in range(len(SIGNATURES)) for key in SIGNATURES[0]]
CONTENT_NAMES = sorted(BUNDLE["contents"])


def first(bundle, heads=()):
    """Code, place and number of the first bad entry."""
    faults = verify(bundle, heads).faults
    assert faults, "nothing was seen"
    return faults[0].code, faults[0].where, faults[0].number


def codes(bundle, heads=()):
    return {fault.code for fault in verify(bundle, heads).faults}


def first_use(name):
    """The place of the first event whose signature needs a text."""
    return next(
        place
        for place, row in zip(SIGNED_AT, SIGNATURES, strict=True)
        if name in (row["content"], row["document"])
    )


def test_an_honest_bundle_holds():
    report = verify(BUNDLE, HEADS)
    assert report.faults == ()
    assert (report.events, report.signatures, report.contents) == (END, 3, 4)
    assert (report.approvals, report.heads, report.covered) == (4, 2, END)
    assert report.exit_code == 0


# Change


@pytest.mark.parametrize(("place", "key"), EVENT_FIELDS)
def test_a_changed_event_is_the_first_bad_entry(place, key):
    bundle = changed(BUNDLE, "events", place, key, other(EVENTS[place][key]))
    _code, where, number = first(bundle)
    assert number == place + 1
    assert where == f"event {bundle['events'][place]['number']}"


@pytest.mark.parametrize(("place", "key"), SIGNATURE_FIELDS)
def test_a_changed_signature_is_the_first_bad_entry(place, key):
    row = SIGNATURES[place]
    bundle = changed(BUNDLE, "signatures", place, key, other(row[key]))
    name = bundle["signatures"][place]["id"]
    expected = ("signature_altered", f"signature {name}", SIGNED_AT[place])
    assert first(bundle) == expected


@pytest.mark.parametrize(("place", "key"), SIGNATURE_FIELDS)
def test_a_signature_hashed_again_is_missed_by_its_event(place, key):
    bundle = changed(BUNDLE, "signatures", place, key, other(SIGNATURES[place][key]))
    row = bundle["signatures"][place]
    row["digest"] = digest({k: v for k, v in row.items() if k != "digest"})
    if key == "digest":
        assert bundle == BUNDLE
        return
    number = SIGNED_AT[place]
    assert first(bundle) == ("no_signature", f"event {number}", number)
    assert "no_event" in codes(bundle)


@pytest.mark.parametrize("name", CONTENT_NAMES)
def test_a_changed_text_is_named_with_its_first_signature(name):
    bundle = copy.deepcopy(BUNDLE)
    bundle["contents"][name] += " "
    assert first(bundle) == ("content_altered", f"content {name[:12]}", first_use(name))


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("key", ["status", "round"])
def test_a_changed_request_is_named(place, key):
    value = BUNDLE["approvals"][place][key]
    bundle = changed(BUNDLE, "approvals", place, key, other(value))
    code, where, _number = first(bundle)
    assert (code, where) == ("status", f"approval {place + 1}")


@pytest.mark.parametrize("status", ["approved", "rejected", "void", "withdrawn"])
def test_a_request_of_no_event_has_no_status_but_pending(status):
    bundle = changed(BUNDLE, "approvals", 3, "status", status)
    assert first(bundle) == ("status", "approval 4", END + 1)


def test_an_approved_request_names_what_was_signed():
    bundle = changed(BUNDLE, "approvals", 0, "content_hash", sha("other"))
    assert first(bundle)[:2] == ("status", "approval 1")


def test_another_company_is_not_this_one():
    bundle = copy.deepcopy(BUNDLE)
    bundle["company"]["id"] = 2
    assert first(bundle) == ("other_company", "event 1", 1)
    assert "no_head" in codes(bundle, HEADS)


# Insert


@pytest.mark.parametrize("place", range(1, END + 1))
def test_an_event_repeated_is_named(place):
    bundle = copy.deepcopy(BUNDLE)
    bundle["events"].insert(place, EVENTS[place - 1])
    assert first(bundle) == ("gap", f"event {place}", place + 1)


def test_a_signature_that_no_event_brought_is_named():
    bundle = copy.deepcopy(BUNDLE)
    row = {**SIGNATURES[0], "id": 9, "user": 9}
    row["digest"] = digest({k: v for k, v in row.items() if k != "digest"})
    bundle["signatures"].append(row)
    assert first(bundle) == ("no_event", "signature 9", END + 1)


def test_a_signature_twice_is_named():
    bundle = copy.deepcopy(BUNDLE)
    bundle["signatures"].append(SIGNATURES[1])
    assert first(bundle) == ("duplicate", "signature 2", SIGNED_AT[1])


def test_two_signatures_of_one_number_are_named():
    bundle = copy.deepcopy(BUNDLE)
    rows, bundle["signatures"] = bundle["signatures"], bundle["signatures"][:2]
    signed(bundle, 1, 2, "third", "approved", user=5)
    bundle["signatures"] = [*rows, bundle["signatures"][2]]
    bundle["approvals"][0]["content_hash"] = bundle["signatures"][3]["content"]
    assert first(bundle) == ("duplicate", "signature 3", END + 1)


def test_a_signature_that_takes_another_ones_digest_is_named():
    bundle = changed(BUNDLE, "signatures", 1, "digest", SIGNATURES[0]["digest"])
    assert first(bundle) == ("signature_altered", "signature 2", SIGNED_AT[1])


def test_a_request_twice_is_named():
    bundle = copy.deepcopy(BUNDLE)
    bundle["approvals"].append(BUNDLE["approvals"][1])
    assert first(bundle)[:2] == ("duplicate", "approval 2")


# Delete


@pytest.mark.parametrize("place", range(1, END))
def test_a_deleted_event_leaves_a_gap(place):
    bundle = copy.deepcopy(BUNDLE)
    del bundle["events"][place - 1]
    assert first(bundle) == ("gap", f"event {place + 1}", place)


@pytest.mark.parametrize("place", range(3))
def test_a_deleted_signature_is_missed_by_its_event(place):
    bundle = copy.deepcopy(BUNDLE)
    del bundle["signatures"][place]
    number = SIGNED_AT[place]
    assert first(bundle) == ("no_signature", f"event {number}", number)


@pytest.mark.parametrize("name", CONTENT_NAMES)
def test_a_deleted_text_is_missed_by_its_signature(name):
    bundle = copy.deepcopy(BUNDLE)
    del bundle["contents"][name]
    assert first(bundle) == ("content_missing", f"content {name[:12]}", first_use(name))


def test_a_deleted_request_is_missed_once_it_was_signed():
    bundle = copy.deepcopy(BUNDLE)
    del bundle["approvals"][0]
    assert first(bundle)[:2] == ("approval_missing", "approval 1")


# Reorder


@pytest.mark.parametrize("place", range(1, END))
def test_events_out_of_order_are_named(place):
    bundle = copy.deepcopy(BUNDLE)
    events = bundle["events"]
    events[place - 1], events[place] = events[place], events[place - 1]
    assert first(bundle) == ("gap", f"event {place + 1}", place)


def test_rows_in_another_order_say_the_same():
    bundle = copy.deepcopy(BUNDLE)
    for part in ("signatures", "approvals"):
        bundle[part].reverse()
    bundle["contents"] = dict(reversed(bundle["contents"].items()))
    assert verify(bundle, HEADS).faults == ()


# Two rows that disagree, each whole in itself


@pytest.mark.parametrize(
    ("key", "value"), [("approval", 2), ("round", 2), ("content", sha("other"))]
)
def test_an_event_that_names_another_request_than_its_signature_is_seen(key, value):
    bundle = copy.deepcopy(BUNDLE)
    event = bundle["events"][SIGNED_AT[0] - 1]
    event["data"] = canonical({**data_of(event), key: value})
    forged = chained(bundle, publish_again=True)
    assert first(forged) == ("mismatch", "signature 1", SIGNED_AT[0])


def test_one_signature_brought_by_two_events_is_seen():
    bundle = copy.deepcopy(BUNDLE)
    bundle["events"].append(bundle["events"][SIGNED_AT[-1] - 1])
    forged = chained(bundle, publish_again=True)
    assert first(forged) == ("duplicate", f"event {END + 1}", END + 1)


# The whole chain hashed again, or cut: what a head tells, and what nothing tells


def rewritten(place, again=True):
    bundle = changed(BUNDLE, "events", place - 1, "user_name", "Mallory")
    return chained(bundle, publish_again=again)


@pytest.mark.parametrize("place", range(1, END + 1))
def test_a_chain_hashed_again_is_found_at_the_very_event(place):
    expected = ("rewritten", f"event {place}", place)
    assert first(rewritten(place), HEADS) == expected


@pytest.mark.parametrize("place", range(1, END + 1))
def test_a_chain_hashed_again_is_not_seen_without_a_head(place):
    assert verify(rewritten(place)).faults == ()


@pytest.mark.parametrize("place", range(1, END + 1))
def test_a_head_without_digests_finds_the_event_it_names(place):
    bare = [head(BUNDLE, n, full=False) for n in (4, END)]
    number = 4 if place <= 4 else END
    expected = ("rewritten", f"event {number}", number)
    assert first(rewritten(place), bare) == expected


def test_a_head_does_not_cover_what_came_after_it():
    assert verify(rewritten(5), HEADS[:1]).faults == ()


def test_the_chain_remembers_its_own_published_heads():
    assert first(rewritten(3, again=False))[:2] == ("rewritten", "event 6")


def cut(count):
    """The newest events deleted, and everything else put back to fit."""
    bundle = copy.deepcopy(BUNDLE)
    del bundle["events"][END - count :]
    gone = len([place for place in SIGNED_AT if place > END - count])
    if gone:
        del bundle["signatures"][-gone:]
        bundle["approvals"][0] |= {"status": "void", "content_hash": ""}
    return bundle


@pytest.mark.parametrize("count", [1, 2])
def test_deleted_newest_events_are_seen_with_a_head_only(count):
    assert verify(cut(count)).faults == ()
    place = END - count + 1
    assert first(cut(count), HEADS) == ("cut", f"event {place}", place)


def test_a_cut_says_how_far_the_chain_went():
    lost = [head(BUNDLE, n, full=False) for n in (END, END - 1)]
    (fault,) = verify(cut(2), lost).faults
    assert fault.message.endswith(f"head 1 published up to {END}")


def test_deleted_newest_events_contradict_rows_that_were_left():
    bundle = copy.deepcopy(BUNDLE)
    del bundle["events"][END - 2 :]
    assert codes(bundle) == {"no_event", "status"}


def test_an_empty_chain_lost_everything_that_was_published():
    bundle = {**BUNDLE, "events": [], "signatures": [], "approvals": []}
    assert verify(bundle).faults == ()
    assert first(bundle, HEADS) == ("cut", "event 1", 1)


# What proves nothing either way


def test_a_text_that_no_signature_needs_is_no_fault_while_it_is_itself():
    bundle = copy.deepcopy(BUNDLE)
    bundle["contents"][sha("spare")] = "spare"
    assert verify(bundle).faults == ()
    bundle["contents"][sha("spare")] = "other"
    assert first(bundle)[0] == "content_altered"


def test_requests_that_were_never_signed_come_and_go_unseen():
    bundle = copy.deepcopy(BUNDLE)
    del bundle["approvals"][1:]
    bundle["approvals"].append(
        {"id": 99, "status": "pending", "round": 1, "content_hash": ""}
    )
    assert verify(bundle, HEADS).faults == ()


def test_a_company_renamed_is_not_seen():
    bundle = copy.deepcopy(BUNDLE)
    bundle["company"]["name"] = "Other"
    assert verify(bundle, HEADS).faults == ()
